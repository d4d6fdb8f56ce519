"""How progress is said: in figures and in reasons, without blame."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.learning.models import Enrolment
from courses.learning.outline import Lesson, Outline
from courses.learning.progress import CHECKS, LESSON, SCENARIO, Figures, Missing, Step
from courses.learning.standing import Tries
from courses.learning.versions import published_head
from courses.scenarios.graph import ScenarioHead


def figures_in_words(figures: Figures) -> str:
    """For instance "2 of 5 lessons; scenario: not yet passed"."""
    lessons = ngettext(
        "%(done)d of %(total)d lesson", "%(done)d of %(total)d lessons", figures.lessons
    ) % {"done": figures.lessons_done, "total": figures.lessons}
    if not figures.scenarios:
        return lessons
    if figures.scenarios == 1:
        scenarios = (
            _("scenario: passed") if figures.scenarios_passed else _("scenario: not yet passed")
        )
    else:
        scenarios = _("%(done)d of %(total)d scenarios passed") % {
            "done": figures.scenarios_passed,
            "total": figures.scenarios,
        }
    return _("%(lessons)s; %(scenarios)s") % {"lessons": lessons, "scenarios": scenarios}


@dataclass(frozen=True)
class Place:
    """Somewhere to go: its address and its words."""

    url: str
    words: str


def lesson_url(enrolment: UUID, key: str) -> str:
    return reverse("learning:lesson", args=[enrolment, key])


def scenario_url(enrolment: UUID, key: str) -> str:
    return reverse("learning:scenario", args=[enrolment, key])


def scenario_title(outline: Outline, key: str) -> str:
    return published_head(outline.scenarios[key]).title


def place_of(enrolment: Enrolment, outline: Outline, step: Step) -> Place:
    """Where the next step is done."""
    if step.kind == SCENARIO:
        return Place(scenario_url(enrolment.uuid, step.key), scenario_title(outline, step.key))
    lesson = outline.lesson(step.key)
    return Place(lesson_url(enrolment.uuid, step.key), lesson.title if lesson else "")


def missing_in_words(
    enrolment: Enrolment, outline: Outline, missing: Iterable[Missing]
) -> list[Place]:
    """What a completion still needs, why, and where it is done: one line a lesson or scenario."""
    by_key: dict[str, list[Missing]] = {}
    for each in missing:
        by_key.setdefault(each.key, []).append(each)
    return [_missing_line(enrolment, outline, parts) for parts in by_key.values()]


def _missing_line(enrolment: Enrolment, outline: Outline, parts: list[Missing]) -> Place:
    place = place_of(enrolment, outline, Step(parts[0].kind, parts[0].key))
    kinds = {each.kind for each in parts}
    number = sum(len(each.checks) for each in parts)
    words = {"title": place.words, "number": number}
    if SCENARIO in kinds:
        line = _("“%(title)s”: not yet passed; try as often as you like")
    elif kinds == {LESSON}:
        line = _("“%(title)s”: read it and mark it as finished")
    elif kinds == {CHECKS}:
        line = ngettext(
            "“%(title)s”: %(number)d question waits for an answer",
            "“%(title)s”: %(number)d questions wait for an answer",
            number,
        )
    else:
        line = ngettext(
            "“%(title)s”: read it, answer its question and mark it as finished",
            "“%(title)s”: read it, answer its %(number)d questions and mark it as finished",
            number,
        )
    return Place(place.url, line % words)


def lesson_state(lesson: Lesson, finished: bool, open_checks: int) -> str:
    """The quiet words beside a lesson: how long, optional or not, how far."""
    parts = []
    if lesson.minutes:
        parts.append(_("%(minutes)d min") % {"minutes": lesson.minutes})
    if not lesson.required:
        parts.append(_("optional"))
    if finished:
        parts.append(_("finished"))
    elif open_checks:
        parts.append(
            ngettext(
                "not yet finished, %(number)d question open",
                "not yet finished, %(number)d questions open",
                open_checks,
            )
            % {"number": open_checks}
        )
    else:
        parts.append(_("not yet finished"))
    return " · ".join(parts)


def scenario_state(passed: bool, tries: Tries, *, optional: bool) -> str:
    """The quiet words beside a scenario."""
    parts = [_("Scenario")]
    if optional:
        parts.append(_("optional"))
    if passed:
        parts.append(_("passed"))
    elif tries.running:
        parts.append(_("under way"))
    elif tries.finished:
        parts.append(
            ngettext(
                "tried %(number)d time, not yet passed",
                "tried %(number)d times, not yet passed",
                tries.finished,
            )
            % {"number": tries.finished}
        )
    else:
        parts.append(_("not yet passed"))
    return " · ".join(parts)


def still_to_show(head: ScenarioHead, result: Mapping[str, Any]) -> list[str]:
    """What a try did not yet show, one sentence each, from the rule that it was judged by."""
    rule = result.get("pass_rule") or {}
    titles = {each.id: each.title for each in head.competencies}
    sentences = []
    for code in result.get("missing", ()):
        if code == "overall":
            sentences.append(
                _("Over all you reached %(reached)s; passing asks for %(asked)s.")
                % {
                    "reached": percent(result.get("overall", 0)),
                    "asked": percent(rule.get("overall", 0)),
                }
            )
        elif code.startswith("competency:"):
            key = code.removeprefix("competency:")
            sentences.append(
                _("%(title)s: you reached %(reached)s; passing asks for %(asked)s.")
                % {
                    "title": titles.get(key, key),
                    "reached": percent(result.get("competencies", {}).get(key, 0)),
                    "asked": percent(rule.get("competencies", {}).get(key, 0)),
                }
            )
        elif code == "critical":
            sentences += [
                _("A decision to look at again: %(reason)s") % {"reason": reason}
                for reason in result.get("critical", ())
            ]
    return sentences


def percent(share: float) -> str:
    """A share as whole percent, rounded down, so that nothing short of a mark looks like it."""
    return _("%(number)d %%") % {"number": int(share * 100 + 1e-9)}
