"""What keeps a lesson from going live."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from courses.content.blocks.base import rich_html
from courses.content.gates.blocks import stream_refusals
from courses.content.gates.note import note_refusals
from courses.content.gates.words import shaming_word
from courses.content.live import scenario_pages
from courses.content.refusals import Refusal


def lesson_refusals(page: Any) -> list[Refusal]:
    """Every reason at once; the course's own reasons too, where the course is live."""
    from courses.content.gates.course import course_refusals

    found = [*_own(page)]
    course = course_of(page)
    if course is not None and course.live:
        found += [
            Refusal(
                refusal.code,
                _("For the course “%(course)s”: %(sentence)s")
                % {"course": course.title, "sentence": refusal.message},
            )
            for refusal in course_refusals(course, instead=page)
            if refusal.code in {"wellbeing-missing"}
        ]
    return found


def course_of(page: Any) -> Any:
    """The course page above a module or lesson page that may not be saved yet, or None."""
    from courses.content.models import CoursePage

    if page.path:
        return CoursePage.objects.ancestor_of(page).first()
    parent = getattr(page, "parent_for_gate", None)
    return None if parent is None else CoursePage.objects.ancestor_of(parent).first()


def _own(page: Any) -> Iterator[Refusal]:
    if not len(page.body):
        yield Refusal("lesson-empty", _("This lesson is empty. Add at least one block."), "body")
    for field in ("body", "softer", "note"):
        yield from stream_refusals(page, field)
    yield from note_refusals(page, page.intensity)
    if len(page.note) and not rich_html(page.summary):
        yield Refusal(
            "summary-missing",
            _(
                "A lesson with a content note needs a summary: “Skip to the summary” is one of "
                "the learner's choices."
            ),
            "summary",
        )
    for scenario in scenario_pages(page):
        if scenario is None or not scenario.live:
            yield Refusal(
                "scenario-not-live",
                _("The scenario “%(title)s” is not published yet. Publish it first.")
                % {"title": scenario.title if scenario else _("(deleted)")},
                "body",
            )
    yield from _shaming(page)


def _shaming(page: Any) -> Iterator[Refusal]:
    for child in page.body:
        if child.block_type != "check":
            continue
        texts = [option["feedback"] for option in child.value["options"]]
        for text in [*texts, child.value["explanation"]]:
            word = shaming_word(text)
            if word:
                yield Refusal(
                    "shaming-word",
                    _(
                        "A feedback says “%(word)s”. Say what follows and what helps instead: "
                        "“%(text)s”"
                    )
                    % {"word": word, "text": text},
                    "body",
                    child.id,
                )
