"""One course: what is done, what is missing and why, and the way on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from courses.learning.access import enrolment_for, learner_page
from courses.learning.actions.switch_version import offered_version
from courses.learning.models import Enrolment
from courses.learning.outline import Lesson, Outline
from courses.learning.progress import SCENARIO, Done, Step, figures, missing, next_step
from courses.learning.standing import Standing, standing_of
from courses.learning.versions import outline_for
from courses.learning.words import (
    Place,
    figures_in_words,
    lesson_state,
    lesson_url,
    missing_in_words,
    place_of,
    scenario_state,
    scenario_title,
    scenario_url,
)

DONE, CURRENT, OPEN = "done", "current", "open"


@dataclass(frozen=True)
class PathStep:
    """One mark on the path: a lesson, or a scenario. `state` is DONE, CURRENT or OPEN."""

    kind: str
    title: str
    url: str
    state: str
    words: str


@learner_page()
def course_page(request: HttpRequest, enrolment: UUID) -> HttpResponse:
    """The learner whose enrolment it is may."""
    found = enrolment_for(request, enrolment, also=("completion__uuid",))
    outline = outline_for(found.course_version)
    standing = standing_of(found)
    step = next_step(outline, standing.done)
    numbers = figures(outline, standing.done)
    context: dict[str, Any] = {
        "enrolment": found,
        "version": found.course_version,
        "completion": getattr(found, "completion", None),
        "modules": [
            (module.title, path_of(found, outline, standing, module.lessons, step))
            for module in outline.modules
        ],
        "further": further_scenarios(found, outline, standing, step),
        "words": figures_in_words(numbers),
        "done": numbers.lessons_done + numbers.scenarios_passed,
        "total": numbers.lessons + numbers.scenarios,
        "missing": missing_in_words(found, outline, missing(outline, standing.done)),
        "next": place_of(found, outline, step) if step and found.is_open else None,
        "first": first_place(found, outline),
        "newer": offered_version(found) if found.is_open else None,
    }
    return render(request, "learning/course.html", context)


def path_of(
    enrolment: Enrolment,
    outline: Outline,
    standing: Standing,
    lessons: tuple[Lesson, ...],
    step: Step | None,
) -> list[PathStep]:
    path = []
    for lesson in lessons:
        open_checks = len(standing.done.open_checks(lesson))
        finished = standing.done.lesson(lesson) and not open_checks
        here = step is not None and step.kind != SCENARIO and step.key == lesson.key
        path.append(
            PathStep(
                kind="lesson",
                title=lesson.title,
                url=lesson_url(enrolment.uuid, lesson.key),
                state=DONE if finished else CURRENT if here else OPEN,
                words=lesson_state(lesson, finished, open_checks),
            )
        )
        path += [
            scenario_step(enrolment, outline, standing, key, step)
            for key in lesson.scenarios
            if key in outline.scenarios
        ]
    return path


def scenario_step(
    enrolment: Enrolment, outline: Outline, standing: Standing, key: str, step: Step | None
) -> PathStep:
    here = step is not None and step.kind == SCENARIO and step.key == key
    passed = standing.done.scenario(outline, key)
    return PathStep(
        kind="scenario",
        title=scenario_title(outline, key),
        url=scenario_url(enrolment.uuid, key),
        state=DONE if passed else CURRENT if here else OPEN,
        words=scenario_state(
            passed, standing.tries_at(key), optional=key not in outline.required_scenarios
        ),
    )


def further_scenarios(
    enrolment: Enrolment, outline: Outline, standing: Standing, step: Step | None
) -> list[PathStep]:
    """Scenarios that no lesson shows."""
    return [
        scenario_step(enrolment, outline, standing, key, step)
        for key in outline.scenarios
        if outline.lesson_of_scenario(key) is None
    ]


def first_place(enrolment: Enrolment, outline: Outline) -> Place | None:
    """Where a second look begins."""
    for lesson in outline.lessons:
        return Place(lesson_url(enrolment.uuid, lesson.key), lesson.title)
    return None


def place_after(enrolment: Enrolment, outline: Outline, done: Done, lesson: Lesson) -> Place | None:
    """Where the way goes on from a lesson: what is missing from here on, else from the start.

    On a second look, when nothing is missing, it is the next lesson in reading order.
    """
    step = next_step(outline, done)
    if step is None or not enrolment.is_open:
        lessons = outline.lessons
        at = next(place for place, each in enumerate(lessons) if each.key == lesson.key)
        following = lessons[at + 1 : at + 2]
        return (
            Place(lesson_url(enrolment.uuid, following[0].key), following[0].title)
            if (following)
            else None
        )
    return place_of(enrolment, outline, step)
