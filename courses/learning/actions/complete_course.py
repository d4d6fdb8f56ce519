"""Write the completion, once, as soon as nothing is missing."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import audit
from courses.learning.activities import course_activity
from courses.learning.models import (
    Attempt,
    CheckAnswer,
    Completion,
    Enrolment,
    LessonProgress,
)
from courses.learning.outline import Outline
from courses.learning.progress import missing
from courses.learning.standing import standing_of
from courses.learning.versions import outline_for
from courses.signals import course_completed
from statements.actions.record import record
from statements.models import Tier
from statements.vocabulary import COMPLETED


@transaction.atomic
def complete_course(enrolment: Enrolment) -> Completion | None:
    """The completion of `enrolment` if its course version's rule is met by now, else None.

    Call it within the transaction that wrote the last part, after writing it: the lock makes
    two last parts at once see each other. `course_completed` is sent once that is committed.
    """
    locked = (
        Enrolment.objects.with_version("person__uuid")
        .select_for_update(of=("self",))
        .get(pk=enrolment.pk)
    )
    if locked.completed_at is not None:
        return Completion.objects.filter(enrolment=locked).first()
    if locked.withdrawn_at is not None or locked.person is None:
        return None
    outline = outline_for(locked.course_version)
    if missing(outline, standing_of(locked).done):
        return None
    locked.completed_at = enrolment.completed_at = timezone.now()
    locked.save(update_fields=["completed_at"])
    completion = Completion.objects.create(
        enrolment=locked,
        person=locked.person,
        course_version=locked.course_version,
        completed_at=locked.completed_at,
        evidence=evidence_of(locked, outline),
    )
    record(
        locked.person.uuid,
        COMPLETED,
        course_activity(locked.course_version),
        once_by=(locked.uuid,),
        registration=locked.uuid,
        result={"completion": True, "success": True},
        extensions={"course-version": locked.course_version.hash},
        tier=Tier.OFFICIAL,
        timestamp=completion.completed_at,
    )
    audit.record(
        locked.person,
        "learning.complete",
        completion,
        course_version=locked.course_version.hash,
    )
    transaction.on_commit(
        lambda: course_completed.send_robust(sender=Completion, completion=completion)
    )
    return completion


def evidence_of(enrolment: Enrolment, outline: Outline) -> dict[str, Any]:
    """What the completion rests on: the rule, and what met it. No answer and no decision."""
    version = enrolment.course_version
    wanted = {(each.key, each.hash): each for each in outline.lessons}
    finished = {
        (str(row.lesson_key), row.lesson_hash): row.finished_at
        for row in LessonProgress.objects.filter(enrolment=enrolment)
    }
    answered = {
        (str(key), check)
        for key, check in CheckAnswer.objects.filter(enrolment=enrolment).values_list(
            "lesson_key", "check_key"
        )
    }
    passed: dict[tuple[str, str], Attempt] = {}
    # The first pass is the one that counts; further practice changes nothing.
    for attempt in (
        Attempt.objects.assessed()
        .filter(enrolment=enrolment, status=Attempt.Status.PASSED)
        .select_related("scenario_version")
        .only("uuid", "scenario_key", "finished_at", "result", "scenario_version__hash")
        .order_by("-pk")
    ):
        passed[str(attempt.scenario_key), attempt.scenario_version.hash] = attempt
    return {
        "course_version": version.hash,
        "rule": version.rule,
        "lessons": [
            {
                "key": lesson.key,
                "hash": lesson.hash,
                "finished_at": finished[place].isoformat(),
                "checks_answered": [
                    each for each in lesson.checks if (lesson.key, each) in answered
                ],
            }
            for place, lesson in wanted.items()
            if place in finished
        ],
        "scenarios": [
            {
                "key": key,
                "hash": version_hash,
                "attempt": str(attempt.uuid),
                "passed_at": attempt.finished_at and attempt.finished_at.isoformat(),
                "pass_rule": (attempt.result or {}).get("pass_rule"),
            }
            for (key, version_hash), attempt in passed.items()
            if outline.scenarios.get(key) == version_hash
        ],
    }
