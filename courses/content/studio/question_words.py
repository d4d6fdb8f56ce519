"""The questions of a compiled scene in words, with what is right, for those who write them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.scenarios.question_model import MATCH, MULTIPLE, ORDER, SHORT, SINGLE

KINDS = {
    "single": lambda: _("One right answer"),
    "multiple": lambda: _("Several right answers"),
    "order": lambda: _("Put in order"),
    "match": lambda: _("Match"),
    "short": lambda: _("Short answer"),
}


@dataclass(frozen=True)
class Answer:
    text: str
    right: bool
    feedback: str = ""


@dataclass(frozen=True)
class Asked:
    """One question. `ordered` answers are right in the order in which they stand; where right
    and other answers stand side by side, they are `marked`."""

    id: str
    kind: str
    text: str
    answers: tuple[Answer, ...]
    ordered: bool
    marked: bool
    explanation: str
    source: str


def asked(scene: dict[str, Any]) -> list[Asked]:
    """Every question of the scene, the whole bank."""
    return [_asked(each) for each in (scene["question"] or {}).get("items", [])]


def asking(scene: dict[str, Any]) -> str:
    """How many are asked, how many are enough, and how often one may try. Empty if none is."""
    questions = scene["question"]
    if not questions:
        return ""
    held, tries = len(questions["items"]), questions["tries"]
    drawn = min(questions["draw"] or held, held)
    parts = [
        _("%(drawn)s of %(held)s questions, drawn at random") % {"drawn": drawn, "held": held}
        if drawn < held
        else ngettext("%(held)s question", "%(held)s questions", held) % {"held": held}
    ]
    if questions["needed"] is not None and questions["needed"] < drawn:
        parts.append(_("%(needed)s answered well are enough") % {"needed": questions["needed"]})
    parts.append(ngettext("%(tries)s try", "%(tries)s tries", tries) % {"tries": tries})
    return ", ".join(parts)


def _asked(question: dict[str, Any]) -> Asked:
    kind = question["kind"]
    return Asked(
        id=question["id"],
        kind=KINDS[kind](),
        text=question["text"],
        answers=tuple(_answers(question)),
        ordered=kind == ORDER,
        marked=kind in (SINGLE, MULTIPLE),
        explanation=question["explanation"],
        source=question["source"],
    )


def _answers(question: dict[str, Any]) -> Iterator[Answer]:
    options = {each["id"]: each for each in question["options"]}
    if question["kind"] == SHORT:
        for text in question["accepted"]:
            yield Answer(text, right=True)
    elif question["kind"] == MATCH:
        for prompt in question["prompts"]:
            yield Answer(f"{prompt['text']} → {options[prompt['answer']]['text']}", right=True)
        told = {prompt["answer"] for prompt in question["prompts"]}
        for name, option in options.items():
            if name not in told:
                yield Answer(
                    _("%(text)s (belongs to none)") % {"text": option["text"]}, right=False
                )
    else:
        for name, option in options.items():
            yield Answer(option["text"], name in question["right"], option["feedback"])
