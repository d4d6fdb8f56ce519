"""Take one decision in a scenario."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.permissions import require
from courses.learning.actions.complete_course import complete_course
from courses.learning.activities import (
    decision_activity,
    kind_of,
    once_in,
    scenario_activity,
)
from courses.learning.models import Answer, Attempt
from courses.learning.versions import PublishedHead, published_head, scene_of
from courses.scenarios import play, score
from courses.scenarios.dump import pass_json
from courses.scenarios.play import ChoiceRefused, Decision
from statements.actions.record import record
from statements.models import Tier
from statements.vocabulary import ANSWERED, COMPLETED, PASSED


class AnswerRefused(ValueError):
    """The answer was not taken, and nothing changed.

    `reason`: "decided" (that step has another answer already), "stale" (the page is of another
    step), "choice" (not among those offered here).
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True)
class Submitted:
    """`repeated`: this very answer was there already."""

    attempt: Attempt
    repeated: bool = False


@transaction.atomic
def submit_answer(person: User, attempt_uuid: UUID, step: int, choice_key: str) -> Submitted:
    """Play `choice_key` at decision number `step` (from 0) of the attempt's own version.

    One answer is four writes at most, in one transaction: the answer with its wording, the
    attempt, the statement, and at an ending the result. The same answer sent twice is one.
    Raises Attempt.DoesNotExist, PermissionDenied and AnswerRefused.
    """
    attempt = (
        Attempt.objects.select_for_update(of=("self",))
        .select_related("enrolment", "scenario_version")
        .only(*ATTEMPT_FIELDS)
        .get(uuid=attempt_uuid)
    )
    require(person, "answer", attempt)
    if step != attempt.step or not attempt.is_running:
        return repeated_answer(attempt, step, choice_key)
    version_hash = attempt.scenario_version.hash
    state = play.State.from_json(attempt.state)
    scene = scene_of(version_hash, state.scene)
    published = published_head(version_hash)
    try:
        decision = play.decide(scene, state, choice_key, published.head)
    except ChoiceRefused as refused:
        raise AnswerRefused("choice") from refused
    answer = Answer.objects.create(
        attempt=attempt,
        step=step,
        scene_key=scene.id,
        scene_wording=scene.title,
        choice_key=choice_key,
        choice_wording=decision.choice.text,
        answered_at=timezone.now(),
    )
    fields = ["step", "state"]
    if attempt.is_practice:
        attempt.trail = [*attempt.trail[:step], attempt.state]
        fields.append("trail")
    attempt.step += 1
    attempt.state = decision.state.to_json()
    ended = play.finished(scene_of(version_hash, decision.target))
    if ended:
        conclude(attempt, published, decision)
        fields += ["status", "finished_at", "result"]
    attempt.save(update_fields=fields)
    record(
        person.uuid,
        ANSWERED,
        decision_activity(attempt, scene.id, scene.title, published),
        once_by=once_in(attempt, step, at=answer.answered_at),
        registration=attempt.uuid,
        result={"response": choice_key},
        parent=scenario_activity(attempt.scenario_key, published),
        extensions={
            "scenario-version": version_hash,
            "choice": decision.choice.text,
            **kind_of(attempt),
        },
        timestamp=answer.answered_at,
    )
    if ended:
        report_ending(person, attempt, published)
        if attempt.status == Attempt.Status.PASSED and not attempt.is_practice:
            complete_course(attempt.enrolment)
    return Submitted(attempt)


ATTEMPT_FIELDS = (
    "uuid",
    "scenario_key",
    "state",
    "step",
    "mode",
    "trail",
    "status",
    "seed",
    "started_at",
    "finished_at",
    "result",
    "enrolment__uuid",
    "enrolment__person_id",
    "enrolment__withdrawn_at",
    "enrolment__completed_at",
    "scenario_version__hash",
)


def repeated_answer(attempt: Attempt, step: int, choice_key: str) -> Submitted:
    """The answer that this one repeats. Raises AnswerRefused where it repeats none."""
    given = Answer.objects.filter(attempt=attempt, step=step).first()
    if given is None:
        raise AnswerRefused("stale")
    if given.choice_key != choice_key:
        raise AnswerRefused("decided")
    return Submitted(attempt, repeated=True)


def conclude(attempt: Attempt, published: PublishedHead, decision: Decision) -> None:
    """Judge the attempt, and keep what it was judged by with the result."""
    outcome = score.result(published.head, decision.state)
    attempt.status = Attempt.Status.PASSED if outcome.passed else Attempt.Status.FINISHED
    attempt.finished_at = timezone.now()
    attempt.result = {
        "passed": outcome.passed,
        "ending": decision.target,
        "overall": outcome.overall,
        "competencies": dict(outcome.competencies),
        "missing": outcome.missing,
        "critical": [each.reason for each in outcome.critical],
        "pass_rule": pass_json(published.head.pass_rule),
    }


def report_ending(person: User, attempt: Attempt, published: PublishedHead) -> None:
    """The result as a statement. A pass is official; practice, and a try on the way, are the
    learner's own."""
    outcome: dict[str, Any] = attempt.result or {}
    passed = outcome["passed"]
    official = passed and not attempt.is_practice
    record(
        person.uuid,
        PASSED if official else COMPLETED,
        scenario_activity(attempt.scenario_key, published),
        once_by=once_in(attempt, at=attempt.finished_at or timezone.now()),
        registration=attempt.uuid,
        result={
            "completion": True,
            "success": passed,
            "score": {"scaled": round(outcome["overall"], 4)},
        },
        extensions={"scenario-version": attempt.scenario_version.hash, **kind_of(attempt)},
        tier=Tier.OFFICIAL if official else Tier.LEARNER,
        timestamp=attempt.finished_at,
    )
