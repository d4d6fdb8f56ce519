"""Question scenes: draw, check, and go on. Two tries, then the trainer's review; no lock-out."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from courses.scenarios.model import QUESTION, Choice, Feedback, ScenarioHead, Scene
from courses.scenarios.play import ChoiceRefused, choices_open, shuffled, take
from courses.scenarios.question_model import (
    MATCH,
    ORDER,
    SHORT,
    SINGLE,
    Option,
    Question,
    QuestionSet,
)
from courses.scenarios.state import State

__all__ = [
    "REVIEW",
    "SOLVED",
    "TRY_AGAIN",
    "AnswerRefused",
    "Answered",
    "Checked",
    "Response",
    "answer",
    "check",
    "drawn",
    "options_shown",
    "reviewed",
    "tried",
]

SOLVED, TRY_AGAIN, REVIEW = "solved", "try-again", "review"
LONGEST_ANSWER = 500

# What a form brings: an option id, option ids, prompt id → option id, or a text.
Response = str | Sequence[str] | Mapping[str, str]


class AnswerRefused(ChoiceRefused):
    """An answer that is no try. `question` is the id of the question at fault.

    `reason`: "empty" (nothing answered, or not all of it), "twice" (an order with one option in
    two places), "unknown" (an option that is not there), "long" (a text beyond all reason); and
    those of ChoiceRefused.
    """

    def __init__(self, reason: str, question: str = "") -> None:
        self.question = question
        super().__init__(reason)


@dataclass(frozen=True)
class Checked:
    """One question with its answer looked at; `feedback` belongs to the options chosen."""

    question: Question
    right: bool
    feedback: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answered:
    """What an answer did. `choice` is the way on that was taken, None unless solved."""

    state: State
    outcome: str
    checked: tuple[Checked, ...]
    choice: Choice | None
    feedback: Feedback
    target: str
    tries_left: int


def drawn(scene: Scene, seed: int | str) -> list[Question]:
    """The questions of this attempt: all as written, or n of m by the attempt's seed."""
    questions = scene.question or QuestionSet()
    if questions.asked == len(questions.items):
        return list(questions.items)
    return shuffled(questions.items, seed, f"{scene.id}/bank")[: questions.asked]


def options_shown(scene: Scene, question: Question, seed: int | str) -> list[Option]:
    """The options in the order of this attempt; never in the written one for its own sake,
    because the written order of an “order” question is its answer."""
    return shuffled(question.options, seed, f"{scene.id}/{question.id}")


def answer(
    scene: Scene,
    state: State,
    responses: Mapping[str, Response],
    head: ScenarioHead,
    seed: int | str,
) -> Answered:
    """Answer the question scene at hand; `responses` by question id.

    Solved, play goes on by the first open choice of the scene, with its effects and scores: full
    credit on every try. Else the scene stays, until the tries are used and the review follows.
    Raises AnswerRefused, and then no try is used.
    """
    if state.scene != scene.id:
        raise AnswerRefused("other-scene")
    questions = scene.question
    if scene.kind != QUESTION or questions is None or scene.review is None:
        raise AnswerRefused("question")
    checked = []
    for each in drawn(scene, seed):
        if each.id not in responses:
            raise AnswerRefused("empty", each.id)
        checked.append(check(each, responses[each.id]))
    used = state.tries + 1
    left = max(0, questions.tries - used)
    if sum(each.right for each in checked) >= questions.enough:
        way = next(iter(choices_open(scene, state)), None)
        if way is not None:
            after = take(scene, state, way, head)
            return Answered(after, SOLVED, tuple(checked), way, way.feedback, way.target, left)
        left = 0
    after = tried(state) if left else reviewed(scene, state)
    outcome = TRY_AGAIN if left else REVIEW
    return Answered(after, outcome, tuple(checked), None, Feedback(), after.scene, left)


def tried(state: State) -> State:
    """The state after a try that leaves another one."""
    return replace(state, decisions=state.decisions + 1, tries=state.tries + 1)


def reviewed(scene: Scene, state: State) -> State:
    """The state after the last try. Raises AnswerRefused where the scene has no review."""
    if scene.kind != QUESTION or scene.review is None:
        raise AnswerRefused("question")
    return replace(state, scene=scene.review, decisions=state.decisions + 1, tries=0)


def check(question: Question, response: Response) -> Checked:
    """Look at one answer. Raises AnswerRefused for what is no answer to this question."""
    if question.kind == SHORT:
        return Checked(question, _short_is_right(question, response))
    if question.kind == MATCH:
        return Checked(question, _match_is_right(question, response))
    chosen = _chosen(question, response)
    if question.kind == ORDER:
        return Checked(question, tuple(chosen) == question.right)
    options = [option for each in chosen if (option := question.option(each))]
    return Checked(
        question,
        set(chosen) == set(question.right),
        tuple(each.feedback for each in options if each.feedback),
    )


def _chosen(question: Question, response: Response) -> list[str]:
    if isinstance(response, Mapping):
        raise AnswerRefused("unknown", question.id)
    chosen = [response] if isinstance(response, str) else list(response)
    chosen = [each for each in chosen if each != ""]
    if not chosen:
        raise AnswerRefused("empty", question.id)
    known = {each.id for each in question.options}
    twice = len(set(chosen)) < len(chosen)
    if question.kind == ORDER and twice and known.issuperset(chosen):
        raise AnswerRefused("twice", question.id)
    if twice or not known.issuperset(chosen):
        raise AnswerRefused("unknown", question.id)
    if question.kind == SINGLE and len(chosen) > 1:
        raise AnswerRefused("unknown", question.id)
    if question.kind == ORDER and len(chosen) < len(known):
        raise AnswerRefused("empty", question.id)
    return chosen


def _match_is_right(question: Question, response: Response) -> bool:
    if not isinstance(response, Mapping):
        raise AnswerRefused("unknown", question.id)
    right = True
    for prompt in question.prompts:
        chosen = response.get(prompt.id, "")
        if not chosen:
            raise AnswerRefused("empty", question.id)
        if question.option(chosen) is None:
            raise AnswerRefused("unknown", question.id)
        right = right and chosen == prompt.answer
    return right


def _short_is_right(question: Question, response: Response) -> bool:
    if not isinstance(response, str):
        raise AnswerRefused("unknown", question.id)
    if len(response) > LONGEST_ANSWER:
        raise AnswerRefused("long", question.id)
    if not plain(response):
        raise AnswerRefused("empty", question.id)
    return plain(response) in {plain(each) for each in question.accepted}


def plain(text: str) -> str:
    """A short answer without what nobody should stumble over: case, spaces, end marks."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(folded.split()).strip(" .,;:!?…\"'“”‘’")
