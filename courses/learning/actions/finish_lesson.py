"""Mark a lesson as finished."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from accounts.models import User
from accounts.permissions import require
from courses.learning.actions.complete_course import complete_course
from courses.learning.activities import course_activity, lesson_activity
from courses.learning.models import CheckAnswer, Completion, Enrolment, LessonProgress
from courses.learning.outline import Lesson
from courses.learning.versions import outline_for
from statements.actions.record import record
from statements.vocabulary import COMPLETED


class LessonUnknown(LookupError):
    """The enrolment's course version has no such lesson."""


class ChecksOpen(ValueError):
    """Questions of the lesson wait for an answer; `checks` are their keys."""

    def __init__(self, checks: tuple[str, ...]) -> None:
        self.checks = checks
        super().__init__(checks)


@transaction.atomic
def finish_lesson(person: User, enrolment_uuid: UUID, lesson_key: str) -> Completion | None:
    """Finish the lesson as the pinned version has it; the completion, if that was the last part.

    Finishing twice is finishing once. Raises Enrolment.DoesNotExist, PermissionDenied,
    LessonUnknown and ChecksOpen.
    """
    enrolment, lesson = locked_lesson(person, enrolment_uuid, lesson_key)
    answered = set(
        CheckAnswer.objects.filter(enrolment=enrolment, lesson_key=lesson.key).values_list(
            "check_key", flat=True
        )
    )
    still = tuple(each for each in lesson.checks if each not in answered)
    if still:
        raise ChecksOpen(still)
    progress, created = LessonProgress.objects.get_or_create(
        enrolment=enrolment, lesson_key=lesson.key, lesson_hash=lesson.hash
    )
    if not created:
        return complete_course(enrolment)
    version = enrolment.course_version
    record(
        person.uuid,
        COMPLETED,
        lesson_activity(lesson, version.language),
        once_by=(enrolment.uuid, lesson.key, lesson.hash),
        registration=enrolment.uuid,
        result={"completion": True},
        parent=course_activity(version),
        extensions={"lesson-version": lesson.hash, "course-version": version.hash},
        timestamp=progress.finished_at,
    )
    return complete_course(enrolment)


def locked_lesson(person: User, enrolment_uuid: UUID, lesson_key: str) -> tuple[Enrolment, Lesson]:
    """The enrolment, locked, and the lesson of its version. Raises as `finish_lesson` does."""
    enrolment = (
        Enrolment.objects.with_version().select_for_update(of=("self",)).get(uuid=enrolment_uuid)
    )
    require(person, "study", enrolment)
    lesson = outline_for(enrolment.course_version).lesson(lesson_key)
    if lesson is None:
        raise LessonUnknown(lesson_key)
    return enrolment, lesson
