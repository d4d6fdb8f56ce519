"""The questions of a scene's block as the engine has them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from courses.content.compile.names import fold
from courses.scenarios.question_model import (
    MATCH,
    ORDER,
    SHORT,
    TRIES,
    Option,
    Prompt,
    Question,
    QuestionSet,
)

NAMESPACE = uuid.UUID("b7c1f0a4-52f7-4f43-9a58-9f4f0b6d3c11")


def question_set_of(value: Any) -> QuestionSet:
    """`value` is that of a question scene."""
    return QuestionSet(
        items=tuple(
            question_of(child.block_type, child.id or str(place), child.value)
            for place, child in enumerate(value["questions"])
        ),
        draw=value["draw"],
        needed=value["needed"],
        tries=TRIES if value["tries"] is None else value["tries"],
    )


def question_of(kind: str, question_id: str, value: Any) -> Question:
    """One question; a block that has no id yet counts by its place."""
    question = Question(
        id=question_id,
        kind=kind,
        text=value["text"] or "",
        explanation=value["explanation"] or "",
        source=value["source"] or "",
    )
    parts: dict[str, Any]
    if kind == SHORT:
        parts = {"accepted": tuple(each or "" for each in value["accepted"])}
    elif kind == MATCH:
        parts = _match(question_id, value)
    elif kind == ORDER:
        options = tuple(Option(name, text or "") for name, text in _children(value["options"]))
        parts = {"options": options, "right": tuple(each.id for each in options)}
    else:
        answers = list(_children(value["options"]))
        parts = {
            "options": tuple(
                Option(name, each["text"] or "", each["feedback"] or "") for name, each in answers
            ),
            "right": tuple(name for name, each in answers if each["right"]),
        }
    return Question(**{**question.__dict__, **parts})


def _children(items: Any) -> Iterable[tuple[str, Any]]:
    for place, child in enumerate(items.bound_blocks):
        yield child.id or str(place), child.value


def _match(question_id: str, value: Any) -> dict[str, Any]:
    """Answers with the same words are one answer. Their ids tell nothing of where they belong."""
    pairs = [
        (name, each["prompt"] or "", each["answer"] or "")
        for name, each in _children(value["pairs"])
    ]
    texts: dict[str, str] = {}
    for text in (*(answer for _name, _prompt, answer in pairs), *value["others"]):
        texts.setdefault(fold(text), (text or "").strip())
    ids = {folded: str(uuid.uuid5(NAMESPACE, f"{question_id}/{folded}")) for folded in texts}
    return {
        "options": tuple(Option(ids[folded], text) for folded, text in texts.items()),
        "prompts": tuple(Prompt(name, prompt, ids[fold(answer)]) for name, prompt, answer in pairs),
    }
