"""One step of a try, whatever it answered: kept with its words, and with what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone

from accounts.models import User
from accounts.permissions import require
from courses.learning.actions.complete_course import complete_course
from courses.learning.activities import kind_of, once_in, scenario_activity
from courses.learning.models import Answer, Attempt
from courses.learning.versions import PublishedHead, published_head, scene_of
from courses.scenarios import play, score
from courses.scenarios.dump import pass_json
from courses.scenarios.graph import Scene
from statements.actions.record import record
from statements.activities import Activity
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


@dataclass(frozen=True)
class Step:
    """What an answer did, and what is kept of it.

    `noted` is kept beside the state for the next try at the same questions.
    """

    state: play.State
    activity: Activity
    result: Mapping[str, Any]
    choice_key: str = ""
    choice_wording: str = ""
    outcome: str = ""
    asked: Mapping[str, Any] | None = None
    noted: Mapping[str, Any] | None = None


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


def locked_attempt(person: User, uuid: UUID) -> Attempt:
    """The attempt, for this answer alone. Raises Attempt.DoesNotExist and PermissionDenied."""
    attempt = (
        Attempt.objects.select_for_update(of=("self",))
        .select_related("enrolment", "scenario_version")
        .only(*ATTEMPT_FIELDS)
        .get(uuid=uuid)
    )
    require(person, "answer", attempt)
    return attempt


def take_step(person: User, attempt: Attempt, scene: Scene, step: Step) -> Submitted:
    """Write down a step out of `scene` on the locked attempt, and judge it at an ending.

    Four writes at most: the answer with its wording, the attempt, the statement, the result.
    """
    version_hash = attempt.scenario_version.hash
    published = published_head(version_hash)
    answer = Answer.objects.create(
        attempt=attempt,
        step=attempt.step,
        scene_key=scene.id,
        scene_wording=scene.title,
        choice_key=step.choice_key,
        choice_wording=step.choice_wording,
        outcome=step.outcome,
        asked=step.asked,
        answered_at=timezone.now(),
    )
    fields = ["step", "state"]
    if attempt.is_practice:
        attempt.trail = [*attempt.trail[: answer.step], attempt.state]
        fields.append("trail")
    attempt.step += 1
    attempt.state = {**step.state.to_json(), **(step.noted or {})}
    ended = play.finished(scene_of(version_hash, step.state.scene))
    if ended:
        conclude(attempt, published, step.state)
        fields += ["status", "finished_at", "result"]
    attempt.save(update_fields=fields)
    said = {"choice": step.choice_wording} if step.choice_wording else {}
    record(
        person.uuid,
        ANSWERED,
        step.activity,
        once_by=once_in(attempt, answer.step, at=answer.answered_at),
        registration=attempt.uuid,
        result=step.result,
        parent=scenario_activity(attempt.scenario_key, published),
        extensions={"scenario-version": version_hash, **said, **kind_of(attempt)},
        timestamp=answer.answered_at,
    )
    if ended:
        report_ending(person, attempt, published)
        if attempt.status == Attempt.Status.PASSED and not attempt.is_practice:
            complete_course(attempt.enrolment)
    return Submitted(attempt)


def repeated_step(attempt: Attempt, step: int, is_same: Callable[[Answer], bool]) -> Submitted:
    """The answer that this one repeats. Raises AnswerRefused where it repeats none."""
    given = Answer.objects.filter(attempt=attempt, step=step).first()
    if given is None:
        raise AnswerRefused("stale")
    if not is_same(given):
        raise AnswerRefused("decided")
    return Submitted(attempt, repeated=True)


def conclude(attempt: Attempt, published: PublishedHead, state: play.State) -> None:
    """Judge the attempt, and keep what it was judged by with the result."""
    outcome = score.result(published.head, state)
    attempt.status = Attempt.Status.PASSED if outcome.passed else Attempt.Status.FINISHED
    attempt.finished_at = timezone.now()
    attempt.result = {
        "passed": outcome.passed,
        "ending": state.scene,
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
