"""Partner agencies that check certificates by machine: their limits, keys, use and people."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.organisations import Organisation
from accounts.roles import MANAGER, VERIFIER


class Agency(models.Model):
    """An organisation that may use the API, and how much of it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.OneToOneField(
        Organisation,
        verbose_name=_("organisation"),
        on_delete=models.CASCADE,
        related_name="partner_agency",
    )
    is_open = models.BooleanField(
        _("may use the API"),
        default=True,
        help_text=_("Unticked, every key of this agency is refused. Nothing is deleted."),
    )
    monthly_checks = models.PositiveIntegerField(
        _("checks a month"),
        default=100_000,
        validators=[MaxValueValidator(100_000_000)],
        help_text=_("How many codes its keys may ask about in one calendar month (UTC)."),
    )
    requests_a_minute = models.PositiveIntegerField(
        _("requests a minute"),
        default=120,
        validators=[MinValueValidator(1), MaxValueValidator(10_000)],
        help_text=_("All its keys together."),
    )
    created_at = models.DateTimeField(_("partner since"), auto_now_add=True)

    class Meta:
        verbose_name = _("partner agency")
        verbose_name_plural = _("partner agencies")
        ordering: ClassVar[list[str]] = ["organisation__name"]

    def __str__(self) -> str:
        return str(self.organisation)


class Scope(models.TextChoices):
    """What one key may do. The same words stand in the API's document."""

    CHECK = "check", _("Check one certificate and read its facts")
    CHECK_NAMES = "check-names", _("Ask whether a name matches")
    BULK = "bulk", _("Check many certificates at a time")


class ApiKey(models.Model):
    """One key. Only a hash of it is stored, so it can be shown once and never again."""

    class State(models.TextChoices):
        ACTIVE = "active", _("Active")
        EXPIRED = "expired", _("Expired")
        REVOKED = "revoked", _("Revoked")

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="keys")
    name = models.CharField(_("name"), max_length=80)
    prefix = models.CharField(_("begins with"), max_length=12, unique=True, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    scopes = models.JSONField(_("may"), default=list)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True)
    # To the day: enough to find keys that nobody uses, and one write a day.
    last_used_on = models.DateField(_("last used"), null=True)

    class Meta:
        verbose_name = _("key for the API")
        verbose_name_plural = _("keys for the API")
        ordering: ClassVar[list[str]] = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"wm_{self.prefix}_…"

    def state(self, at: datetime | None = None) -> State:
        if self.revoked_at is not None:
            return self.State.REVOKED
        if self.expires_at <= (at or timezone.now()):
            return self.State.EXPIRED
        return self.State.ACTIVE

    def scope_words(self) -> list[str]:
        known = dict(Scope.choices)
        return [str(known.get(each, each)) for each in self.scopes]


class ApiCall(models.Model):
    """One line of an agency's own log: when, from where, how many, with what outcome. No codes."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="calls")
    key = models.ForeignKey(ApiKey, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(_("time"), default=timezone.now, db_index=True)
    address = models.GenericIPAddressField(_("from"), null=True)
    operation = models.CharField(_("what was asked"), max_length=30)
    number = models.PositiveIntegerField(_("codes"), default=0)
    outcome = models.PositiveSmallIntegerField(_("answered with"))

    class Meta:
        verbose_name = _("call of the API")
        verbose_name_plural = _("calls of the API")
        ordering: ClassVar[list[str]] = ["-at", "-pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["agency", "-at"], name="certification_agency_calls")
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.operation} {self.outcome}"


class MonthlyUse(models.Model):
    """How much an agency used in one calendar month (UTC)."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="use")
    month = models.DateField(_("month"))
    checks = models.PositiveIntegerField(_("checks"), default=0)

    class Meta:
        verbose_name = _("use in a month")
        verbose_name_plural = _("use by month")
        ordering: ClassVar[list[str]] = ["-month"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["agency", "month"], name="certification_use_once_a_month"
            )
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}: {self.checks}"


class Invitation(models.Model):
    """Somebody whom an agency asked to join. Answered or 30 days old, it is deleted."""

    class Role(models.TextChoices):
        VERIFIER = VERIFIER, _("Verifier: checks certificates, sees the use")
        MANAGER = MANAGER, _("Manager: also makes keys and invites people")

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.VERIFIER)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    invited_at = models.DateTimeField(_("invited"), default=timezone.now)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering: ClassVar[list[str]] = ["-invited_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["agency", "email"], name="certification_one_open_invitation"
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.role}"
