"""The official record: that a course was completed, when, and on what evidence."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.content.models import CourseVersion
from courses.learning.models.enrolments import Enrolment


class Completion(models.Model):
    """Written once and never changed, but for the person, who may be taken out of it."""

    uuid = models.UUIDField(
        _("number"), default=uuid.uuid4, unique=True, editable=False, help_text=_("Names it.")
    )
    enrolment = models.OneToOneField(
        Enrolment,
        on_delete=models.PROTECT,
        related_name="completion",
        verbose_name=_("enrolment"),
        help_text=_("Which enrolment it completes."),
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="completions",
        verbose_name=_("person"),
        help_text=_("You, by your account. Removed when you erase your account."),
    )
    course_version = models.ForeignKey(
        CourseVersion,
        on_delete=models.PROTECT,
        related_name="completions",
        verbose_name=_("version"),
        help_text=_("Which version of the course you completed."),
    )
    completed_at = models.DateTimeField(
        _("completed"), db_index=True, help_text=_("When the last part was done.")
    )
    evidence = models.JSONField(
        _("evidence"),
        help_text=_(
            "Which lessons were finished and scenarios passed, in which wording and by which "
            "rule. No answer and no decision."
        ),
    )

    class Meta:
        verbose_name = _("completion")
        verbose_name_plural = _("completions")
        ordering: ClassVar[list[str]] = ["-completed_at"]

    def __str__(self) -> str:
        return f"{self.uuid}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("A completion cannot be changed.")
        super().save(*args, **kwargs)
