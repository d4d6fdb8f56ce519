"""The parts of a question scene, read from and written to JSON. No rule lives here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from courses.scenarios.reader import Reader

SINGLE, MULTIPLE, ORDER, MATCH, SHORT = "single", "multiple", "order", "match", "short"
QUESTION_KINDS = (SINGLE, MULTIPLE, ORDER, MATCH, SHORT)
TRIES = 2


@dataclass(frozen=True)
class Option:
    id: str
    text: str
    feedback: str = ""


@dataclass(frozen=True)
class Prompt:
    """The left side of a match, and the option that belongs to it."""

    id: str
    text: str
    answer: str


@dataclass(frozen=True)
class Question:
    """One question.

    `right` are option ids: one (single), a set (multiple), all in their order (order).
    `accepted` are the forms of a short answer; `prompts` the left sides of a match.
    """

    id: str
    kind: str
    text: str
    options: tuple[Option, ...] = ()
    right: tuple[str, ...] = ()
    prompts: tuple[Prompt, ...] = ()
    accepted: tuple[str, ...] = ()
    explanation: str = ""
    source: str = ""

    def option(self, option_id: str) -> Option | None:
        return next((each for each in self.options if each.id == option_id), None)


@dataclass(frozen=True)
class QuestionSet:
    """The questions of a scene: `draw` of them are asked (None: all), `needed` of these must be
    answered well (None: all) within `tries`, before the review scene takes over."""

    items: tuple[Question, ...] = ()
    draw: int | None = None
    needed: int | None = None
    tries: int = TRIES

    @property
    def asked(self) -> int:
        return len(self.items) if self.draw is None else min(self.draw, len(self.items))

    @property
    def enough(self) -> int:
        return self.asked if self.needed is None else min(self.needed, self.asked)


def read_question_set(data: Mapping[str, Any], read: Reader) -> QuestionSet:
    def count(field: str) -> int | None:
        return None if data.get(field) is None else read.whole(data, field)

    return QuestionSet(
        items=tuple(read_question(each, read) for each in read.mappings(data, "items")),
        draw=count("draw"),
        needed=count("needed"),
        tries=read.whole(data, "tries", TRIES),
    )


def read_question(data: Mapping[str, Any], read: Reader) -> Question:
    return Question(
        id=read.id(data),
        kind=read.one_of(data, "kind", QUESTION_KINDS, SINGLE),
        text=read.text(data, "text", needed=True),
        options=tuple(
            Option(read.id(each), read.text(each, "text", needed=True), read.text(each, "feedback"))
            for each in read.mappings(data, "options")
        ),
        right=read.texts(data, "right"),
        prompts=tuple(
            Prompt(read.id(each), read.text(each, "text", needed=True), read.id(each, "answer"))
            for each in read.mappings(data, "prompts")
        ),
        accepted=read.texts(data, "accepted"),
        explanation=read.text(data, "explanation"),
        source=read.text(data, "source"),
    )


def question_set_json(questions: QuestionSet) -> dict[str, Any]:
    return {
        "items": [question_json(each) for each in questions.items],
        "draw": questions.draw,
        "needed": questions.needed,
        "tries": questions.tries,
    }


def question_json(question: Question) -> dict[str, Any]:
    return {
        **asdict(question),
        "options": [asdict(each) for each in question.options],
        "prompts": [asdict(each) for each in question.prompts],
        "right": list(question.right),
        "accepted": list(question.accepted),
    }
