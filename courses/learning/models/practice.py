"""Tries at a scenario. They belong to the learner: nobody else is shown a single decision."""

from __future__ import annotations

import secrets
import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.content.models import ScenarioVersion
from courses.learning.models.enrolments import Enrolment


def new_seed() -> int:
    """Keeps the order of choices the same throughout one attempt."""
    return secrets.randbelow(2**31)


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def assessed(self) -> AttemptQuerySet:
        """Those that count. Practice is left out of all that anyone else sees, also as a number."""
        return self.filter(mode=Attempt.Mode.ASSESSED)


class Attempt(models.Model):
    """One try, pinned to the version that it began with. `state` is where the play stands."""

    class Mode(models.TextChoices):
        ASSESSED = "assessed", _("counts for the course")
        PRACTICE = "practice", _("practice")

    class Status(models.TextChoices):
        RUNNING = "running", _("under way")
        PASSED = "passed", _("passed")
        FINISHED = "finished", _("finished, not yet passed")
        SET_ASIDE = "set_aside", _("set aside for a new version")

    uuid = models.UUIDField(
        _("number"), default=uuid.uuid4, unique=True, editable=False, help_text=_("Names the try.")
    )
    enrolment = models.ForeignKey(
        Enrolment,
        on_delete=models.CASCADE,
        related_name="attempts",
        verbose_name=_("enrolment"),
        help_text=_("In which course."),
    )
    scenario_key = models.UUIDField(_("scenario"), help_text=_("Which scenario."))
    scenario_version = models.ForeignKey(
        ScenarioVersion,
        on_delete=models.PROTECT,
        related_name="attempts",
        verbose_name=_("version"),
        help_text=_("Which version of the scenario you play. It stays the same to the end."),
    )
    state = models.JSONField(
        _("where you are"),
        help_text=_("The scene you are in, and the points and values that your choices made."),
    )
    step = models.PositiveIntegerField(
        _("decisions so far"), default=0, help_text=_("How many decisions you have made.")
    )
    mode = models.CharField(
        _("kind of try"),
        max_length=8,
        choices=Mode.choices,
        default=Mode.ASSESSED,
        help_text=_("Whether it counts for the course, or is practice, which counts nowhere."),
    )
    trail = models.JSONField(
        _("the way back"),
        default=list,
        blank=True,
        help_text=_("In practice: where you were before each decision, so that you can go back."),
    )
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=Status.choices,
        default=Status.RUNNING,
        help_text=_("Under way, passed, or finished and not yet passed."),
    )
    seed = models.PositiveIntegerField(
        _("order of choices"),
        default=new_seed,
        help_text=_("A random number that keeps the order of choices the same for you."),
    )
    started_at = models.DateTimeField(
        _("started"), default=timezone.now, help_text=_("When you began.")
    )
    finished_at = models.DateTimeField(
        _("finished"), null=True, blank=True, help_text=_("When you reached an ending.")
    )
    result = models.JSONField(
        _("result"), null=True, blank=True, help_text=_("How it ended, by the aims of the course.")
    )

    objects = AttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("try at a scenario")
        verbose_name_plural = _("tries at scenarios")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["enrolment", "scenario_key", "mode"],
                condition=Q(status="running"),
                name="learning_one_running_attempt",
            ),
            models.CheckConstraint(
                condition=Q(status="running", finished_at=None)
                | (~Q(status="running") & Q(finished_at__isnull=False)),
                name="learning_finished_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.uuid}"

    def get_absolute_url(self) -> str:
        return reverse("learning:attempt", args=[self.uuid])

    @property
    def is_running(self) -> bool:
        return self.status == self.Status.RUNNING

    @property
    def is_practice(self) -> bool:
        return self.mode == self.Mode.PRACTICE


class Answer(models.Model):
    """One decision, or one try at a question scene, in the wording that every reading shares.

    `outcome` is empty for a decision; `choice_key` is empty where questions led to no choice.
    """

    attempt = models.ForeignKey(
        Attempt,
        on_delete=models.CASCADE,
        related_name="answers",
        verbose_name=_("try"),
        help_text=_("In which try."),
    )
    step = models.PositiveIntegerField(_("place"), help_text=_("Which decision of the try it was."))
    scene_key = models.CharField(_("scene"), max_length=64, help_text=_("In which scene."))
    scene_wording = models.TextField(
        _("wording of the scene"), help_text=_("What the scene asked, in the words all share.")
    )
    choice_key = models.CharField(_("choice"), max_length=64, help_text=_("What you chose."))
    choice_wording = models.TextField(
        _("wording of the choice"), help_text=_("What your choice said.")
    )
    outcome = models.CharField(
        _("what came of it"),
        max_length=9,
        blank=True,
        default="",
        help_text=_("At questions: solved, another try, or on to the review."),
    )
    asked = models.JSONField(
        _("questions"),
        null=True,
        blank=True,
        help_text=_(
            "At questions: which try it was, what was asked, what you answered, and whether it "
            "was answered well."
        ),
    )
    answered_at = models.DateTimeField(
        _("answered"), default=timezone.now, help_text=_("When you decided.")
    )

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering: ClassVar[list[str]] = ["attempt", "step"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["attempt", "step"], name="learning_one_answer_a_step")
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}: {self.step}"
