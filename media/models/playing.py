"""What is kept of somebody who plays an activity. The person is known by a registration only."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from media.models.activities import ActivityVersion

LARGEST_STATE = 256 * 1024


class ActivityState(models.Model):
    """Where a learner was in an activity, as the package itself wrote it down."""

    registration = models.UUIDField(_("enrolment or try"))
    version = models.ForeignKey(ActivityVersion, on_delete=models.CASCADE, related_name="states")
    # Packages may keep more than one thing, for parts of themselves: “0/state” and so on.
    key = models.CharField(max_length=80, default="0/state")
    data = models.TextField()
    changed_at = models.DateTimeField(auto_now=True)

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

    registration = models.UUIDField(_("enrolment or try"))
    version = models.ForeignKey(ActivityVersion, on_delete=models.CASCADE, related_name="results")
    opened_at = models.DateTimeField(_("opened"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    # The best share of what can be reached, 0 to 1; None where none was reported.
    best = models.FloatField(_("best score"), null=True)

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
