"""The audit log: who did what to what, and when. Entries are only ever added."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

ONLY_GROWS = "The audit log only grows: an entry cannot be changed or deleted."


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    def update(self, **values: Any) -> NoReturn:
        raise TypeError(ONLY_GROWS)

    def delete(self) -> NoReturn:
        raise TypeError(ONLY_GROWS)


class AuditEntry(models.Model):
    at = models.DateTimeField(_("when"), auto_now_add=True, db_index=True)
    # The number of an erased person stays and leads nowhere: nothing may touch an entry again.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        null=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
    )
    verb = models.CharField(_("what"), max_length=60, db_index=True)
    object_type = models.CharField(_("kind of object"), max_length=60, blank=True)
    object_key = models.CharField(_("object"), max_length=64, blank=True)
    details = models.JSONField(_("details"), default=dict)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit log")
        ordering: ClassVar[list[str]] = ["-at", "-pk"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["object_type", "object_key"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.object_type} {self.object_key}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError(ONLY_GROWS)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(ONLY_GROWS)


def record(
    actor: models.Model | None, verb: str, subject: models.Model | None = None, **details: Any
) -> AuditEntry:
    """Add one entry.

    `actor` is None for what the system does by itself. `details` must be JSON and must not
    hold personal data: keys and codes, never names or addresses.
    """
    entry = AuditEntry(
        actor_id=getattr(actor, "pk", None),
        verb=verb,
        object_type=subject._meta.label if subject is not None else "",
        object_key=str(getattr(subject, "uuid", None) or subject.pk) if subject is not None else "",
        details=details,
    )
    entry.save()
    return entry
