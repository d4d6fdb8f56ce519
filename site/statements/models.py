"""The learning record: one row a statement, in the shape of xAPI 1.0.3.

A statement's parts are columns, and `as_json()` puts them together, so that a person can be
taken out of the record without touching anything else. `tier` keeps apart what is official
(completion, assessed results) from what belongs to the learner alone.
"""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

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

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["tier", "id"], name="statements_forwarding_order")
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
