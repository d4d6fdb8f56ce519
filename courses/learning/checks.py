"""The knowledge checks of a published lesson. What is right stays on the server."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from courses.content.models import LessonVersion


@dataclass(frozen=True)
class Option:
    id: str
    text: str
    right: bool
    feedback: str


@dataclass(frozen=True)
class Check:
    key: str
    question: str
    multiple: bool
    options: Mapping[str, Option]
    explanation: str = ""
    source: str = ""

    def is_right(self, chosen: Sequence[str]) -> bool:
        """Whether exactly the options that help were chosen."""
        return set(chosen) == {each.id for each in self.options.values() if each.right}


def checks_of(lesson: LessonVersion) -> dict[str, Check]:
    """Every check of the lesson by its block id."""
    return {str(key): _check(str(key), data) for key, data in lesson.checks.items()}


def _check(key: str, data: Mapping[str, Any]) -> Check:
    options = [
        Option(
            str(each["id"]), each["text"], bool(each.get("right")), str(each.get("feedback") or "")
        )
        for each in data["options"]
    ]
    return Check(
        key=key,
        question=data["question"],
        multiple=data.get("kind") == "multiple",
        options={each.id: each for each in options},
        explanation=str(data.get("explanation") or ""),
        source=str(data.get("source") or ""),
    )
