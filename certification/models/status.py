"""Status lists as the database keeps them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.status.bitstring import SIZE


class StatusList(models.Model):
    """One published list, with the document that was signed last."""

    number = models.PositiveIntegerField(_("number"), unique=True)
    size = models.PositiveIntegerField(_("entries"), default=SIZE, editable=False)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now)
    document = models.TextField(_("signed document"), blank=True)
    signed_at = models.DateTimeField(_("signed"), null=True)

    class Meta:
        verbose_name = _("status list")
        verbose_name_plural = _("status lists")

    def __str__(self) -> str:
        return str(self.number)


class StatusEntry(models.Model):
    """One certificate's place in a list. A place is never given to another certificate."""

    list = models.ForeignKey(StatusList, on_delete=models.PROTECT, related_name="entries")
    index = models.PositiveIntegerField(_("index"))
    is_set = models.BooleanField(_("revoked or suspended"), default=False)

    class Meta:
        verbose_name = _("status entry")
        verbose_name_plural = _("status entries")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["list", "index"], name="certification_index_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["list"],
                condition=models.Q(is_set=True),
                name="certification_set_entries",
            )
        ]

    def __str__(self) -> str:
        return f"{self.list_id}#{self.index}"
