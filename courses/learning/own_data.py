"""What learning holds of a person, and how it forgets."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.people import User
from accounts.personal_data import erases_personal_data, exports_personal_data
from courses.learning.models import (
    Answer,
    Attempt,
    CheckAnswer,
    Completion,
    Enrolment,
    LessonProgress,
)
from media.models import ActivityResult, ActivityState


@exports_personal_data(
    "learning",
    _("Your courses: lessons finished, answers to questions, decisions in scenarios, completions."),
)
def learning_of(person: User) -> list[dict[str, Any]]:
    enrolments = list(
        Enrolment.objects.filter(person=person)
        .select_related("course_version", "completion")
        .order_by("started_at", "pk")
    )
    return [enrolment_of(each) for each in enrolments]


def enrolment_of(enrolment: Enrolment) -> dict[str, Any]:
    version = enrolment.course_version
    completion: Completion | None = getattr(enrolment, "completion", None)
    return {
        "number": str(enrolment.uuid),
        "course": version.title,
        "version": version.hash,
        "joined": enrolment.started_at.isoformat(),
        "left": enrolment.withdrawn_at and enrolment.withdrawn_at.isoformat(),
        "completed": completion
        and {
            "number": str(completion.uuid),
            "at": completion.completed_at.isoformat(),
            "evidence": completion.evidence,
        },
        "lessons_finished": [
            {"lesson": str(row.lesson_key), "at": row.finished_at.isoformat()}
            for row in enrolment.lesson_progress.order_by("pk")
        ],
        "answers": [
            {
                "question": row.question_wording,
                "chosen": row.chosen,
                "matches": row.correct,
                "times_answered": row.tries,
                "at": row.answered_at.isoformat(),
            }
            for row in enrolment.check_answers.order_by("pk")
        ],
        "activities": [
            {
                "activity": row.version.title,
                "opened": row.opened_at.isoformat(),
                "finished": row.finished_at and row.finished_at.isoformat(),
                "best_score": row.best,
            }
            for row in ActivityResult.objects.filter(
                registration__in=registrations_of(enrolment)
            ).select_related("version")
        ],
        "places_in_activities": [
            {"activity": row.version.title, "part": row.key, "place": row.data}
            for row in ActivityState.objects.filter(
                registration__in=registrations_of(enrolment)
            ).select_related("version")
        ],
        "tries": [
            attempt_of(row) for row in enrolment.attempts.prefetch_related("answers").order_by("pk")
        ],
    }


def registrations_of(enrolment: Enrolment) -> list[UUID]:
    """What names this enrolment's activities: itself in lessons, each try in scenes."""
    return [enrolment.uuid, *enrolment.attempts.values_list("uuid", flat=True)]


def attempt_of(attempt: Attempt) -> dict[str, Any]:
    return {
        "number": str(attempt.uuid),
        "scenario": str(attempt.scenario_key),
        "status": attempt.status,
        "mode": attempt.mode,
        "began": attempt.started_at.isoformat(),
        "ended": attempt.finished_at and attempt.finished_at.isoformat(),
        "where": attempt.state,
        "way_back": attempt.trail,
        "result": attempt.result,
        "decisions": [
            {
                "scene": row.scene_wording,
                "choice": row.choice_wording,
                "came_of_it": row.outcome,
                "questions": row.asked and questions_of(row.asked),
                "at": row.answered_at.isoformat(),
            }
            for row in attempt.answers.all()
        ],
    }


def questions_of(asked: dict[str, Any]) -> dict[str, Any]:
    return {
        "try": asked["try"],
        "asked": [
            {"question": each["text"], "answered": each["given"], "answered_well": each["right"]}
            for each in asked["questions"]
        ],
    }


@erases_personal_data("learning")
def forget_learning(person: User) -> None:
    """All that is the learner's own goes. A completion stays as a fact about nobody."""
    mine = Enrolment.objects.filter(person=person)
    Answer.objects.filter(attempt__enrolment__in=mine).delete()
    tries = Attempt.objects.filter(enrolment__in=mine).values_list("uuid", flat=True)
    registrations = [*mine.values_list("uuid", flat=True), *tries]
    for kept in (ActivityState, ActivityResult):
        kept._default_manager.filter(registration__in=registrations).delete()
    for rows in (Attempt, CheckAnswer, LessonProgress):
        rows._default_manager.filter(enrolment__in=mine).delete()
    mine.filter(completion=None).delete()
    Completion.objects.filter(person=person).update(person=None)
    mine.update(person=None)
