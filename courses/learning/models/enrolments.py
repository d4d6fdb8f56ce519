"""Who takes which version of which course, and how far they have come.

The help texts say what a field holds in words for the person it is about: the page "What we
record" is made from them.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.content.models import CourseVersion


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def with_version(self, *also: str) -> EnrolmentQuerySet:
        """With the few columns of the course version that pages need, and the columns `also`.

        The rest of a version is JSON by the kilobyte: `versions.outline_for` keeps what is read.
        """
        relations = {name.split("__")[0] for name in also if "__" in name}
        return self.select_related("course_version", *sorted(relations)).only(*COLUMNS, *also)


COLUMNS = (
    "uuid",
    "person_id",
    "course_key",
    "started_at",
    "withdrawn_at",
    "completed_at",
    *(
        f"course_version__{name}"
        for name in ("hash", "course_key", "title", "language", "is_current")
    ),
)


class Enrolment(models.Model):
    """A person on a course version. A new version changes nothing here until they choose it."""

    uuid = models.UUIDField(
        _("number"), default=uuid.uuid4, unique=True, editable=False, help_text=_("Names it.")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="enrolments",
        verbose_name=_("person"),
        help_text=_("You, by your account. Removed when you erase your account."),
    )
    course_key = models.UUIDField(_("course"), db_index=True, help_text=_("Which course."))
    course_version = models.ForeignKey(
        CourseVersion,
        on_delete=models.PROTECT,
        related_name="enrolments",
        verbose_name=_("version"),
        help_text=_("Which version of the course you take."),
    )
    started_at = models.DateTimeField(
        _("started"), default=timezone.now, help_text=_("When you joined the course.")
    )
    withdrawn_at = models.DateTimeField(
        _("left"), null=True, blank=True, help_text=_("When you left it, if you did.")
    )
    completed_at = models.DateTimeField(
        _("completed"), null=True, blank=True, help_text=_("When you completed it.")
    )

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person", "course_key"],
                condition=Q(withdrawn_at=None, completed_at=None),
                name="learning_one_open_enrolment",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(completed_at=None),
                name="learning_left_or_completed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.uuid}"

    def get_absolute_url(self) -> str:
        return reverse("learning:course", args=[self.uuid])

    @property
    def is_open(self) -> bool:
        return self.withdrawn_at is None and self.completed_at is None


class LessonProgress(models.Model):
    """A lesson finished, and in which wording."""

    enrolment = models.ForeignKey(
        Enrolment,
        on_delete=models.CASCADE,
        related_name="lesson_progress",
        verbose_name=_("enrolment"),
        help_text=_("In which course."),
    )
    lesson_key = models.UUIDField(_("lesson"), help_text=_("Which lesson."))
    lesson_hash = models.CharField(
        _("wording"), max_length=64, help_text=_("Which wording of the lesson it was.")
    )
    finished_at = models.DateTimeField(
        _("finished"), default=timezone.now, help_text=_("When you marked it as finished.")
    )

    class Meta:
        verbose_name = _("finished lesson")
        verbose_name_plural = _("finished lessons")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["enrolment", "lesson_key", "lesson_hash"], name="learning_lesson_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.lesson_key}"


class CheckAnswer(models.Model):
    """The latest answer to a knowledge check. Any answer counts; it may be given anew."""

    enrolment = models.ForeignKey(
        Enrolment,
        on_delete=models.CASCADE,
        related_name="check_answers",
        verbose_name=_("enrolment"),
        help_text=_("In which course."),
    )
    lesson_key = models.UUIDField(_("lesson"), help_text=_("In which lesson."))
    check_key = models.CharField(_("question"), max_length=64, help_text=_("Which question."))
    question_wording = models.TextField(
        _("wording of the question"), help_text=_("What the question said.")
    )
    chosen = models.JSONField(
        _("your answer"), help_text=_("What you chose, with the words it had.")
    )
    correct = models.BooleanField(
        _("matches"), help_text=_("Whether it was the answer that the course suggests.")
    )
    tries = models.PositiveIntegerField(
        _("times answered"), default=1, help_text=_("How often you answered. Unlimited.")
    )
    answered_at = models.DateTimeField(
        _("answered"), default=timezone.now, help_text=_("When you answered last.")
    )

    class Meta:
        verbose_name = _("answer to a knowledge check")
        verbose_name_plural = _("answers to knowledge checks")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["enrolment", "lesson_key", "check_key"], name="learning_check_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.check_key}"
