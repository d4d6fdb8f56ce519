"""What keeps a course from going live."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from courses.content.gates.blocks import stream_refusals
from courses.content.gates.note import long_notes
from courses.content.live import live_outline, scenario_pages, scenarios_played
from courses.content.refusals import Refusal
from courses.content.vocabulary import INTENSITY_NEEDS_WELLBEING


def course_refusals(page: Any, instead: Any = None) -> list[Refusal]:
    """Every reason at once. `instead`: a lesson as it would be if it went live now."""
    return list(_refusals(page, instead))


def _refusals(page: Any, instead: Any) -> Iterator[Refusal]:
    for field, sentence in (
        ("summary", _("Say in two sentences what the course is about.")),
        ("audience", _("Say for whom the course is.")),
    ):
        if not getattr(page, field):
            yield Refusal(f"{field}-missing", sentence, field)
    if not len(page.objectives):
        yield Refusal(
            "objectives-missing",
            _("Say what the learner can do afterwards: add at least one objective."),
            "objectives",
        )
    if bool(page.law_date) != bool(page.jurisdiction):
        yield Refusal(
            "law-half",
            _("Say both whose law the course speaks of and on which day it was checked."),
            "jurisdiction" if page.law_date else "law_date",
        )
    for field in ("objectives", "content_notes", "credit_lines", "sources"):
        yield from stream_refusals(page, field)
    yield from long_notes(page.content_notes, "content_notes")
    yield from _lessons(page, instead)


def _lessons(page: Any, instead: Any) -> Iterator[Refusal]:
    lessons = live_outline(page, instead).lessons
    if not lessons:
        yield Refusal(
            "no-lessons",
            _(
                "This course has no published lesson yet. Publish its modules and lessons first, "
                "then the course."
            ),
        )
        return
    versions = scenarios_played(lessons)
    heaviest = max(lesson.intensity for lesson in lessons)
    for lesson in lessons:
        for scenario in scenario_pages(lesson):
            version = versions.get(str(scenario.translation_key)) if scenario else None
            if version is None:
                yield Refusal(
                    "scenario-not-live",
                    _("The lesson “%(lesson)s” plays “%(title)s”, which is not published.")
                    % {
                        "lesson": lesson.title,
                        "title": scenario.title if scenario else _("(deleted)"),
                    },
                )
            else:
                heaviest = max(heaviest, version.head.get("intensity", 1))
    if heaviest >= INTENSITY_NEEDS_WELLBEING and not any(
        lesson.looks_after_learner for lesson in lessons
    ):
        yield Refusal(
            "wellbeing-missing",
            _(
                "A course that goes this deep needs a page on the learner's own wellbeing. Add "
                "one, and tick “looks after the learner” under Care."
            ),
        )
