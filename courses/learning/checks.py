"""The knowledge checks of a published lesson. What is right stays on the server."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString

from courses.content.models import LessonVersion
from courses.learning.versions import lesson_of


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


def checks_of(lesson: LessonVersion) -> Mapping[str, Check]:
    """Every check of the lesson by its block id. Nobody may change what is given."""
    return _checks(lesson.hash)


@lru_cache(maxsize=256)
def _checks(lesson_hash: str) -> Mapping[str, Check]:
    checks = lesson_of(lesson_hash).checks
    return {str(key): _check(str(key), data) for key, data in checks.items()}


@lru_cache(maxsize=2048)
def form_html(
    lesson_hash: str, key: str, chosen: tuple[str, ...], again: bool, error: str, language: str
) -> SafeString:
    """The question with its options. Drawn once for all who chose the same: most of a page's work.

    `chosen` may only hold ids of options and `error` our own words, never what a form sent: they
    are kept.
    """
    check = _checks(lesson_hash)[key]
    context = {"check": check, "chosen": chosen, "again": again, "error": error}
    with translation.override(language):
        return render_to_string("learning/check_form.html", context)


@lru_cache(maxsize=2048)
def feedback_html(
    lesson_hash: str, key: str, chosen: tuple[str, ...], language: str, focus: bool
) -> SafeString:
    """What is said to the options `chosen`, and to no other; also kept for all alike."""
    check = _checks(lesson_hash)[key]
    options = [check.options[each] for each in chosen]
    context = {"check": check, "options": options, "focus": focus}
    with translation.override(language):
        return render_to_string("learning/check_feedback.html", context)


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
