"""The fields of a question scene: how they are called, how they are read, and what is in them.

Nothing here tells what is right: a page can be drawn from `question_fields` alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from courses.scenarios.model import Scene
from courses.scenarios.question_model import MATCH, MULTIPLE, ORDER, SHORT, Question
from courses.scenarios.questions import Response, options_shown

PREFIX = "q-"


@dataclass(frozen=True)
class OptionField:
    """One option as it may be chosen. `checked` is never set within a select's options: what is
    chosen there stands in `SelectField.selected`."""

    id: str
    name: str
    value: str
    text: str
    checked: bool = False


@dataclass(frozen=True)
class SelectField:
    """A place of an order (`number` from 1, no text), or a prompt of a match (its text)."""

    name: str
    text: str
    number: int
    selected: str


@dataclass(frozen=True)
class QuestionField:
    """All that a template needs to ask one question.

    `options` are in the order of this attempt. `places` belong to an order, `prompts` to a match;
    both choose among `options`. `value` is what was written as a short answer.
    """

    id: str
    kind: str
    name: str
    text: str
    options: tuple[OptionField, ...] = ()
    prompts: tuple[SelectField, ...] = ()
    places: tuple[SelectField, ...] = ()
    value: str = ""


def field_name(question: Question, part: str | int = "") -> str:
    """`q-<question>`, and `q-<question>-<place or prompt>` for a part of an order or match."""
    return f"{PREFIX}{question.id}" + (f"-{part}" if part != "" else "")


def read_responses(
    questions: Sequence[Question],
    get: Callable[[str], str | None],
    getlist: Callable[[str], list[str]],
) -> dict[str, Response]:
    """What a form brings as the engine takes it, one response for each question.

    `get` and `getlist` are those of a POST. What was not filled in is empty, and the engine
    says so; what is not among the questions is not looked at.
    """
    return {each.id: _read(each, get, getlist) for each in questions}


def _read(
    question: Question,
    get: Callable[[str], str | None],
    getlist: Callable[[str], list[str]],
) -> Response:
    if question.kind == MULTIPLE:
        return list(getlist(field_name(question)))
    if question.kind == ORDER:
        places = range(1, len(question.options) + 1)
        return [get(field_name(question, place)) or "" for place in places]
    if question.kind == MATCH:
        return {each.id: get(field_name(question, each.id)) or "" for each in question.prompts}
    return get(field_name(question)) or ""


def question_fields(
    scene: Scene,
    questions: Sequence[Question],
    seed: int | str,
    responses: Mapping[str, Response],
) -> list[QuestionField]:
    """The fields of `questions`, filled with `responses` (empty: nothing answered yet)."""
    return [_fields(scene, each, seed, responses.get(each.id, "")) for each in questions]


def _fields(scene: Scene, question: Question, seed: int | str, given: Response) -> QuestionField:
    name = field_name(question)
    chosen = _chosen(given)
    shown = options_shown(scene, question, seed)
    selects = question.kind in (ORDER, MATCH)
    return QuestionField(
        id=question.id,
        kind=question.kind,
        name=name,
        text=question.text,
        options=tuple(
            OptionField(each.id, name, each.id, each.text, not selects and each.id in chosen)
            for each in ([] if question.kind == SHORT else shown)
        ),
        prompts=tuple(
            SelectField(field_name(question, each.id), each.text, number, _at(given, each.id))
            for number, each in enumerate(question.prompts if question.kind == MATCH else (), 1)
        ),
        places=tuple(
            SelectField(field_name(question, place), "", place, "".join(chosen[place - 1 : place]))
            for place in range(1, len(shown) + 1)
            if question.kind == ORDER
        ),
        value=given if question.kind == SHORT and isinstance(given, str) else "",
    )


def _chosen(given: Response) -> list[str]:
    if isinstance(given, str):
        return [given]
    return [] if isinstance(given, Mapping) else list(given)


def _at(given: Response, prompt_id: str) -> str:
    return given.get(prompt_id, "") if isinstance(given, Mapping) else ""
