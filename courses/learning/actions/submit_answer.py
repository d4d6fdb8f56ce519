"""Take one decision in a scenario."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from accounts.models import User
from courses.learning.actions.take_step import (
    AnswerRefused,
    Step,
    Submitted,
    locked_attempt,
    repeated_step,
    take_step,
)
from courses.learning.activities import decision_activity
from courses.learning.models import Answer
from courses.learning.versions import published_head, scene_of
from courses.scenarios import play
from courses.scenarios.play import ChoiceRefused

__all__ = ["AnswerRefused", "Submitted", "submit_answer"]


@transaction.atomic
def submit_answer(person: User, attempt_uuid: UUID, step: int, choice_key: str) -> Submitted:
    """Play `choice_key` at decision number `step` (from 0) of the attempt's own version.

    One transaction, and the same answer sent twice is one. Raises Attempt.DoesNotExist,
    PermissionDenied and AnswerRefused.
    """
    attempt = locked_attempt(person, attempt_uuid)
    if step != attempt.step or not attempt.is_running:

        def is_same(given: Answer) -> bool:
            return given.asked is None and given.choice_key == choice_key

        return repeated_step(attempt, step, is_same)
    version_hash = attempt.scenario_version.hash
    state = play.State.from_json(attempt.state)
    scene = scene_of(version_hash, state.scene)
    published = published_head(version_hash)
    try:
        decision = play.decide(scene, state, choice_key, published.head)
    except ChoiceRefused as refused:
        raise AnswerRefused("choice") from refused
    done = Step(
        state=decision.state,
        activity=decision_activity(attempt, scene.id, scene.title, published),
        result={"response": choice_key},
        choice_key=choice_key,
        choice_wording=decision.choice.text,
    )
    return take_step(person, attempt, scene, done)
