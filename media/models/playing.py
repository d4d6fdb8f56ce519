"""What is kept of somebody who plays an activity. The person is known by a registration only."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from media.models.activities import ActivityVersion

LARGEST_STATE = 256 * 1024


class ActivityState(models.Model):
    """Where a learner was in an activity, as the package itself wrote it down."""

    registration = models.UUIDField(
        _("enrolment or try"), help_text=_("Which enrolment it belongs to.")
    )
    version = models.ForeignKey(
        ActivityVersion,
        on_delete=models.CASCADE,
        related_name="states",
        verbose_name=_("activity"),
        help_text=_("Which version of the activity."),
    )
    # Packages may keep more than one thing, for parts of themselves: “0/state” and so on.
    key = models.CharField(
        _("part"), max_length=80, default="0/state", help_text=_("Which part of the activity.")
    )
    data = models.TextField(
        _("where you were"), help_text=_("What the activity needs to go on where you left it.")
    )
    changed_at = models.DateTimeField(
        _("changed"), auto_now=True, help_text=_("When it was written last.")
    )

    class Meta:
        verbose_name = _("state of an activity")
        verbose_name_plural = _("states of activities")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["registration", "version", "key"], name="media_state_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.registration} {self.key}"


class ActivityResult(models.Model):
    """What an activity has reported for a registration. Made in the browser, so formative only."""

    registration = models.UUIDField(
        _("enrolment or try"), help_text=_("Which enrolment it belongs to.")
    )
    version = models.ForeignKey(
        ActivityVersion,
        on_delete=models.CASCADE,
        related_name="results",
        verbose_name=_("activity"),
        help_text=_("Which version of the activity."),
    )
    opened_at = models.DateTimeField(
        _("opened"), auto_now_add=True, help_text=_("When you opened it first.")
    )
    finished_at = models.DateTimeField(
        _("finished"), null=True, help_text=_("When it was finished, if it was.")
    )
    # The best share of what can be reached, 0 to 1; None where none was reported.
    best = models.FloatField(
        _("best score"),
        null=True,
        help_text=_("The best score that it has reported. Nothing depends on it."),
    )

    class Meta:
        verbose_name = _("result of an activity")
        verbose_name_plural = _("results of activities")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["registration", "version"], name="media_result_once"),
            models.CheckConstraint(
                condition=models.Q(best=None) | models.Q(best__gte=0, best__lte=1),
                name="media_best_is_a_share",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.registration} {self.best}"
