"""The learning record: one row a statement, in the shape of xAPI 1.0.3.

A statement's parts are columns, and `as_json()` puts them together, so that a person can be
taken out of the record without touching anything else. `tier` keeps apart what is official
(completion, assessed results) from what belongs to the learner alone.
"""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from statements.vocabulary import VERBS


class Tier(models.TextChoices):
    OFFICIAL = "official", _("official: completion and assessed results")
    LEARNER = "learner", _("the learner's own: decisions, practice, steps on the way")


class Statement(models.Model):
    """Written once by `actions.record`; the same `statement_id` twice is one row."""

    statement_id = models.UUIDField(
        _("number"), default=uuid.uuid4, unique=True, help_text=_("Names this entry.")
    )
    actor = models.UUIDField(
        _("account number"),
        db_index=True,
        help_text=_("A number that stands for you. Never a name or an e-mail address."),
    )
    home_page = models.CharField(
        _("site"), max_length=200, help_text=_("The site that the account number belongs to.")
    )
    verb = models.CharField(_("what"), max_length=200, help_text=_("What was done."))
    object = models.JSONField(_("about"), help_text=_("The course, lesson or question."))
    result = models.JSONField(
        _("result"),
        null=True,
        blank=True,
        help_text=_("Your answer or result, where there is one."),
    )
    context = models.JSONField(
        _("setting"), default=dict, help_text=_("Course, version and language.")
    )
    registration = models.UUIDField(
        _("enrolment or try"),
        null=True,
        db_index=True,
        help_text=_("Ties the entries of one enrolment, or of one try, together."),
    )
    tier = models.CharField(
        _("tier"),
        max_length=10,
        choices=Tier.choices,
        default=Tier.LEARNER,
        help_text=_("Whether it is official or yours alone."),
    )
    timestamp = models.DateTimeField(_("when"), help_text=_("When it happened."))
    stored = models.DateTimeField(
        _("stored"), auto_now_add=True, db_index=True, help_text=_("When it was written down.")
    )
    forwarded_at = models.DateTimeField(
        _("passed on"),
        null=True,
        editable=False,
        help_text=_("When it was passed on to a learning record store, where it was."),
    )

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        # Small however long the record grows: of the official ones, those that wait to leave.
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["id"],
                name="statements_forwarding_order",
                condition=models.Q(tier="official", forwarded_at=None),
            ),
            models.Index(
                fields=["actor", "id"],
                name="statements_own_waiting",
                condition=models.Q(tier="learner", forwarded_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb.rsplit('/', 1)[-1]} {self.object.get('id', '')}"

    def as_json(self) -> dict[str, Any]:
        """The whole statement as xAPI 1.0.3 (part two, section 2) wants it."""
        verb = VERBS.get(self.verb)
        statement: dict[str, Any] = {
            "id": str(self.statement_id),
            "actor": {
                "objectType": "Agent",
                "account": {"homePage": self.home_page, "name": str(self.actor)},
            },
            "verb": {"id": self.verb, **({"display": {"en": verb.display}} if verb else {})},
            "object": self.object,
            "timestamp": self.timestamp.isoformat(),
            "stored": self.stored.isoformat(),
            "version": "1.0.3",
        }
        context = dict(self.context)
        if self.registration:
            context["registration"] = str(self.registration)
        if context:
            statement["context"] = context
        if self.result:
            statement["result"] = self.result
        return statement


class Sharing(models.Model):
    """Somebody agreed that their own entries leave too. No row: they did not."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        on_delete=models.CASCADE,
        related_name="sharing",
        help_text=_("Your account."),
    )
    agreed_at = models.DateTimeField(
        _("agreed"), help_text=_("When you agreed; what you did before that stays here.")
    )

    class Meta:
        verbose_name = _("agreement that your own entries are passed on")
        verbose_name_plural = _("agreements that your own entries are passed on")

    def __str__(self) -> str:
        return f"{self.person_id} {self.agreed_at:%Y-%m-%d}"


class SetAside(models.Model):
    """A statement that the record store refused; it keeps no other from leaving."""

    statement = models.OneToOneField(
        Statement,
        verbose_name=_("statement"),
        on_delete=models.CASCADE,
        related_name="set_aside",
        help_text=_("The entry that was refused."),
    )
    status = models.PositiveSmallIntegerField(
        _("answer"), help_text=_("The number that the learning record store answered with.")
    )
    reason = models.CharField(
        _("reason"),
        max_length=300,
        blank=True,
        help_text=_("What it said, for official entries only."),
    )
    at = models.DateTimeField(_("set aside"), help_text=_("When that was."))

    class Meta:
        verbose_name = _("entry that a learning record store refused")
        verbose_name_plural = _("entries that a learning record store refused")

    def __str__(self) -> str:
        return f"{self.statement_id} {self.status}"


class Problem(models.TextChoices):
    """Why the record store took nothing; the sentence says what to do."""

    UNREACHABLE = "unreachable", _("The store could not be reached.")
    SLOW = "slow", _("The store did not answer in time.")
    KEY = "key", _("The store does not accept key and secret. Check LRS_KEY and LRS_SECRET.")
    ADDRESS = "address", _("No record store answers at this address. Check LRS_URL.")
    ELSEWHERE = (
        "elsewhere",
        _("The address leads elsewhere, which is not followed. Set LRS_URL to the final address."),
    )
    BUSY = "busy", _("The store asks for time.")
    BROKEN = "broken", _("The store had an error of its own.")
    STRANGE = "strange", _("The answer was not that of a record store. Check LRS_URL.")
    REFUSES = (
        "refuses",
        _("The store refused ten entries in a row. Look at their reasons, then try them again."),
    )


class Forwarding(models.Model):
    """How passing on stands: one row. Whoever holds it sends, and nobody else."""

    holder = models.UUIDField(null=True)
    held_until = models.DateTimeField(null=True)
    batch = models.PositiveSmallIntegerField(default=100)
    failures = models.PositiveIntegerField(default=0)
    rest_until = models.DateTimeField(null=True)
    last_success_at = models.DateTimeField(null=True)
    last_failure_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=20, choices=Problem.choices, blank=True)
    status = models.PositiveSmallIntegerField(null=True)

    class Meta:
        verbose_name = _("state of passing on")
        verbose_name_plural = _("states of passing on")

    def __str__(self) -> str:
        return self.problem or "well"
