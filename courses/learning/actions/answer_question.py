"""Answer the questions of a question scene: one try at all that are asked there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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
from courses.learning.activities import questions_activity
from courses.learning.asked import (
    STANDING,
    asked_json,
    kept_responses,
    responses_of,
    said_of,
    standing_after,
)
from courses.learning.models import Answer
from courses.learning.versions import published_head, scene_of
from courses.scenarios import play, questions
from courses.scenarios.question_model import Question
from courses.scenarios.questions import SOLVED, TRY_AGAIN, Response

# What reads a form, once it is known which questions this try was asked.
Reading = Callable[[Sequence[Question]], Mapping[str, Response]]


class QuestionRefused(AnswerRefused):
    """An answer that is no try, and used none: nothing changed.

    `reason` as in the engine's AnswerRefused ("empty", "twice", "unknown", "long"), `question`
    the one at fault, `responses` all that was answered.
    """

    def __init__(self, reason: str, question: Question, responses: Mapping[str, Response]) -> None:
        self.question = question
        self.responses = responses
        super().__init__(reason)


@transaction.atomic
def answer_question(
    person: User, attempt_uuid: UUID, step: int, scene_key: str, read: Reading
) -> Submitted:
    """Answer question scene `scene_key` at step number `step` (from 0) of the attempt.

    One transaction, and the same answer sent twice is one try. Raises Attempt.DoesNotExist,
    PermissionDenied, AnswerRefused and QuestionRefused.
    """
    attempt = locked_attempt(person, attempt_uuid)
    version_hash, seed = attempt.scenario_version.hash, attempt.seed
    if step != attempt.step or not attempt.is_running:

        def is_same(given: Answer) -> bool:
            if given.asked is None or given.scene_key != scene_key:
                return False
            asked = questions.drawn(scene_of(version_hash, scene_key), seed)
            return kept_responses(asked, read(asked)) == responses_of(given.asked)

        return repeated_step(attempt, step, is_same)
    state = play.State.from_json(attempt.state)
    if state.scene != scene_key:
        raise AnswerRefused("stale")
    scene = scene_of(version_hash, scene_key)
    published = published_head(version_hash)
    asked = questions.drawn(scene, seed)
    responses = read(asked)
    try:
        done = questions.answer(scene, state, responses, published.head, seed)
    except questions.AnswerRefused as refused:
        question = next((each for each in asked if each.id == refused.question), None)
        if question is None:
            raise AnswerRefused("choice") from refused
        raise QuestionRefused(refused.reason, question, responses) from refused
    kept = kept_responses(asked, responses)
    standing = standing_after(attempt.state.get(STANDING), done.checked)
    return take_step(
        person,
        attempt,
        scene,
        Step(
            state=done.state,
            activity=questions_activity(attempt, scene, asked, published),
            result={"response": said_of(asked, kept), "success": done.outcome == SOLVED},
            choice_key=done.choice.id if done.choice else "",
            choice_wording=done.choice.text if done.choice else "",
            outcome=done.outcome,
            asked=asked_json(state.tries + 1, done.checked, kept, standing),
            noted={STANDING: standing} if done.outcome == TRY_AGAIN else None,
        ),
    )
