"""What happens to certificates after they are issued: appeals, issues anew in bulk, counts."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from certification.models.credential import Credential
from certification.models.keys import SigningKey


class Appeal(models.Model):
    """What a holder asks, and what was answered.

    It is against a suspension or revocation, or, with `name`, for the name to be corrected.
    """

    class Outcome(models.TextChoices):
        OPEN = "", _("Open")
        UPHELD = "upheld", _("The decision stays")
        GRANTED = "granted", _("Granted: a new certificate was issued")

    credential = models.ForeignKey(Credential, on_delete=models.CASCADE, related_name="appeals")
    name = models.CharField(_("name asked for"), max_length=300, blank=True)
    words = models.TextField(_("what the holder says"))
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    outcome = models.CharField(
        _("outcome"), max_length=10, choices=Outcome.choices, blank=True, default=Outcome.OPEN
    )
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        ordering: ClassVar[list[str]] = ["-made_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["credential"], condition=Q(outcome=""), name="certification_one_open_appeal"
            )
        ]

    def __str__(self) -> str:
        return f"{self.credential_id} {self.outcome or 'open'}"


class Reissue(models.Model):
    """One run that issues anew what a key signed; it can be stopped and continued."""

    class State(models.TextChoices):
        RUNNING = "running", _("Under way")
        STOPPED = "stopped", _("Stopped")
        DONE = "done", _("Done")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="reissues")
    reason = models.TextField(_("reason"))
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.RUNNING
    )
    total = models.PositiveIntegerField(_("certificates"), default=0)
    done = models.PositiveIntegerField(_("issued anew"), default=0)
    failed = models.PositiveIntegerField(_("could not be issued"), default=0)
    # The last certificate that was looked at: where a stopped run goes on.
    last = models.PositiveBigIntegerField(default=0)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    started_at = models.DateTimeField(_("begun"), auto_now_add=True)
    changed_at = models.DateTimeField(_("last step"), auto_now=True)

    class Meta:
        verbose_name = _("issue anew")
        verbose_name_plural = _("issues anew")
        ordering: ClassVar[list[str]] = ["-started_at"]

    def __str__(self) -> str:
        return f"{self.key} {self.state}"


class CheckCount(models.Model):
    """How often a certificate was checked: a number, and nothing about who or when."""

    credential = models.OneToOneField(
        Credential, on_delete=models.CASCADE, related_name="check_count"
    )
    number = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("count of checks")
        verbose_name_plural = _("counts of checks")

    def __str__(self) -> str:
        return f"{self.credential_id}: {self.number}"
