"""What was asked in a question scene and what was answered: as it is kept, and read again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from courses.scenarios.graph import Scene
from courses.scenarios.question_model import MATCH, MULTIPLE, ORDER, SHORT, SINGLE, Question
from courses.scenarios.questions import REVIEW, SOLVED, TRY_AGAIN, Checked, Response

# How a question stands after the tries so far: well at the first, at a later one, or at none.
STANDING = "standing"
FIRST, LATER, NEVER = "first", "later", "never"
STANDINGS = (FIRST, LATER, NEVER)


@dataclass(frozen=True)
class AskedAgain:
    """One question with its answer. `given` are pairs: what was answered, and what is said to it.

    Explanation and source are empty as long as another try is to come.
    """

    text: str
    given: tuple[tuple[str, str], ...]
    right: bool
    is_ordered: bool = False
    explanation: str = ""
    source: str = ""


@dataclass(frozen=True)
class Tried:
    """One try at the questions of a scene."""

    number: int
    outcome: str
    questions: tuple[AskedAgain, ...]

    @property
    def is_solved(self) -> bool:
        return self.outcome == SOLVED

    @property
    def is_open(self) -> bool:
        return self.outcome == TRY_AGAIN

    @property
    def is_reviewed(self) -> bool:
        return self.outcome == REVIEW


def kept_responses(
    asked: Sequence[Question], responses: Mapping[str, Response]
) -> dict[str, Response]:
    """The responses in one spelling, so that equal answers are equal in the database too."""
    return {each.id: _kept(each, responses.get(each.id, "")) for each in asked}


def _kept(question: Question, response: Response) -> Response:
    if question.kind == MATCH:
        given = response if isinstance(response, Mapping) else {}
        return {each.id: given.get(each.id, "") for each in question.prompts}
    if question.kind == SHORT:
        # No database keeps a NUL within JSON.
        return response.replace("\0", "") if isinstance(response, str) else ""
    chosen = [response] if isinstance(response, str) else list(response)
    if question.kind == ORDER:
        return chosen
    return [each.id for each in question.options if each.id in chosen]


def standing_after(before: Mapping[str, str] | None, checked: Sequence[Checked]) -> dict[str, str]:
    """How each question stands after this try; `before` it None at the first."""
    standing = {}
    for each in checked:
        key = each.question.id
        was = NEVER if before is None else before.get(key, NEVER)
        if was == NEVER and each.right:
            was = FIRST if before is None else LATER
        standing[key] = was
    return standing


def asked_json(
    number: int,
    checked: Iterable[Checked],
    kept: Mapping[str, Response],
    standing: Mapping[str, str],
) -> dict[str, Any]:
    """Try `number` (from 1) with the wording of all that was asked and answered."""
    return {
        "try": number,
        "questions": [
            {
                "id": each.question.id,
                "kind": each.question.kind,
                "text": each.question.text,
                "response": kept[each.question.id],
                "given": given_texts(each.question, kept[each.question.id]),
                "right": each.right,
                STANDING: standing[each.question.id],
            }
            for each in checked
        ],
    }


def given_texts(question: Question, response: Response) -> list[str]:
    """The answer in words: one for each option, pair or place."""
    texts = {each.id: each.text for each in question.options}
    if isinstance(response, Mapping):
        return [
            f"{each.text} – {texts.get(response.get(each.id, ''), '')}" for each in question.prompts
        ]
    if isinstance(response, str):
        return [response]
    return [texts.get(each, "") for each in response]


def responses_of(asked: Mapping[str, Any] | None) -> dict[str, Response]:
    """What was answered, as a form would bring it again."""
    return {each["id"]: each["response"] for each in (asked or {}).get("questions", ())}


def said_of(asked: Sequence[Question], kept: Mapping[str, Response]) -> str:
    """The response of a statement (xAPI 1.0.3, Data, 4.1.1.1): parts joined by [,] and [.]."""
    said = [(each.id, _said(kept[each.id])) for each in asked]
    if len(said) == 1:
        return said[0][1]
    return "[,]".join(f"{key}[.]{words}" for key, words in said)


def _said(response: Response) -> str:
    if isinstance(response, str):
        return response
    if isinstance(response, Mapping):
        return "[,]".join(f"{key}[.]{value}" for key, value in response.items())
    return "[,]".join(response)


def tried(
    outcome: str, asked: Mapping[str, Any], scene: Scene | None, *, explained: bool = False
) -> Tried:
    """A kept try in words. Explanations are told where no other try follows, or all is over."""
    items = scene.question.items if scene and scene.question else ()
    known = {each.id: each for each in items}
    explained = explained or outcome != TRY_AGAIN
    return Tried(
        asked["try"],
        outcome,
        tuple(_again(each, known.get(each["id"]), explained) for each in asked["questions"]),
    )


def _again(kept: Mapping[str, Any], question: Question | None, explained: bool) -> AskedAgain:
    said: list[str] = ["" for _text in kept["given"]]
    if question is not None and question.kind in (SINGLE, MULTIPLE):
        options = [question.option(each) for each in kept["response"]]
        said = [each.feedback if each else "" for each in options]
    return AskedAgain(
        text=kept["text"],
        given=tuple(zip(kept["given"], said, strict=False)),
        right=kept["right"],
        is_ordered=kept["kind"] == ORDER,
        explanation=question.explanation if question and explained else "",
        source=question.source if question and explained else "",
    )
