"""A lesson: its content note, its reading, its checks, and its end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.content.models import LessonVersion
from courses.content.rendering import FULL, SUMMARY
from courses.learning.access import enrolment_for, learner_page, person_of
from courses.learning.actions.answer_check import CheckRefused, answer_check
from courses.learning.actions.finish_lesson import ChecksOpen, finish_lesson
from courses.learning.checks import Check, checks_of, feedback_html, form_html
from courses.learning.exercises import exercises_of
from courses.learning.models import CheckAnswer, Enrolment, LessonProgress
from courses.learning.outline import Lesson
from courses.learning.readings import WAYS, asked_way, lesson_parts, lesson_ways
from courses.learning.standing import Standing, standing_of
from courses.learning.versions import lesson_of, outline_for
from courses.learning.views.courses import place_after
from courses.learning.words import Place, scenario_title, scenario_url


@dataclass(frozen=True)
class ShownCheck:
    """A check as the page shows it. Feedback is there once an answer is."""

    check: Check
    tries: int
    form: SafeString
    feedback: SafeString
    is_next: bool = False


@dataclass(frozen=True)
class Problem:
    """One line of the error summary, and the place it leads to."""

    anchor: str
    words: str


@learner_page("GET", "POST")
def lesson_page(request: HttpRequest, enrolment: UUID, lesson_key: UUID) -> HttpResponse:
    """The lesson as the learner's version of the course has it. The learner may.

    in:  POST `reading`: the way to read, answered with the reading.
         POST `check`, `option` (one or several), `tries`: an answer, answered with feedback.
         POST `finish`: marks the lesson as finished; leads on (303).
    """
    found = enrolment_for(request, enrolment)
    if found.withdrawn_at is not None:
        return redirect(found)
    lesson = outline_for(found.course_version).lesson(str(lesson_key))
    if lesson is None:
        raise Http404
    version = lesson_of(lesson.hash)
    if request.method == "POST" and "finish" in request.POST:
        return finish(request, found, lesson, version)
    if request.method == "POST" and "check" in request.POST:
        return answer(request, found, lesson, version)
    way = asked_way(request)
    if way is None:
        if version.note or len(lesson_ways(version)) > 1:
            context = {
                "enrolment": found,
                "lesson": lesson,
                "note": version.note,
                "ways": lesson_ways(version),
                "has_summary": SUMMARY in lesson_ways(version),
            }
            return render(request, "learning/lesson_note.html", context)
        way = FULL
    return reading(request, found, lesson, version, way)


def finish(
    request: HttpRequest, enrolment: Enrolment, lesson: Lesson, version: LessonVersion
) -> HttpResponse:
    try:
        completion = finish_lesson(person_of(request), enrolment.uuid, lesson.key)
    except ChecksOpen as still:
        problems = [
            Problem(f"check-{key}", _("This question waits for an answer; any answer counts."))
            for key in still.checks
        ]
        way = asked_way(request) or FULL
        return reading(request, enrolment, lesson, version, way, problems=problems)
    if completion is not None and enrolment.completed_at is None:
        return redirect(enrolment)
    standing = standing_of(enrolment)
    onward = place_after(enrolment, outline_for(enrolment.course_version), standing.done, lesson)
    return redirect(onward.url if onward else enrolment.get_absolute_url())


def answer(
    request: HttpRequest, enrolment: Enrolment, lesson: Lesson, version: LessonVersion
) -> HttpResponse:
    """Answered with the page itself and not with a redirect, which would lose the reading."""
    key = request.POST.get("check", "")
    way = asked_way(request) or FULL
    chosen = request.POST.getlist("option")
    tries = request.POST.get("tries", "")
    try:
        if not tries.isdecimal():
            raise CheckRefused("check", key)
        answer_check(person_of(request), enrolment.uuid, lesson.key, key, chosen, int(tries[:9]))
    except CheckRefused as refused:
        words = refusal_words()[refused.reason]
        return reading(
            request,
            enrolment,
            lesson,
            version,
            way,
            problems=[Problem(f"check-{key}" if key in lesson.checks else "main", words)],
            refused=(key, chosen, words),
        )
    return reading(request, enrolment, lesson, version, way, answered=key)


def refusal_words() -> dict[str, str]:
    return {
        "empty": _("Choose an answer first; any answer counts."),
        "option": _("That answer is not among those offered. Please choose again."),
        "several": _("This question takes one answer. Please choose one."),
        "check": _("That question is not part of this lesson. Nothing was changed."),
    }


def reading(
    request: HttpRequest,
    enrolment: Enrolment,
    lesson: Lesson,
    version: LessonVersion,
    way: str,
    *,
    problems: list[Problem] | None = None,
    refused: tuple[str, list[str], str] | None = None,
    answered: str = "",
) -> HttpResponse:
    """The lesson in one way of reading, with its checks in place."""
    given = answers_of(enrolment) if lesson.checks else None
    checks = shown_checks(given or {}, lesson, version, refused, answered)
    all_answered = all(each.tries for each in checks.values())
    # The whole standing costs more queries; a lesson with open questions can do with one.
    standing = standing_of(enrolment, given) if lesson.scenarios or all_answered else None
    finished = (
        standing.done.lesson(lesson)
        if standing
        else LessonProgress.objects.filter(
            enrolment=enrolment, lesson_key=lesson.key, lesson_hash=lesson.hash
        ).exists()
    )
    onward = None
    if standing and finished and all_answered:
        onward = place_after(
            enrolment, outline_for(enrolment.course_version), standing.done, lesson
        )
    exercises = exercises_of(request, person_of(request), enrolment, version)
    ways = lesson_ways(version)
    context: dict[str, Any] = {
        "enrolment": enrolment,
        "lesson": lesson,
        "reading": way,
        "ways": [each for each in WAYS if each in ways and each != way],
        "parts": [
            shown_part(enrolment, standing, kind, content, checks, exercises)
            for kind, content in lesson_parts(version, way)
        ],
        "has_exercises": any(each["shown"] for each in exercises.values()),
        "problems": problems,
        "finished": finished,
        "all_answered": all_answered,
        "onward": onward,
        "has_summary": SUMMARY in ways,
    }
    return render(request, "learning/lesson.html", context, status=422 if problems else 200)


def shown_part(
    enrolment: Enrolment,
    standing: Standing | None,
    kind: str,
    content: Any,
    checks: dict[str, ShownCheck],
    exercises: dict[str, dict[str, Any]],
) -> dict[str, Any]:
    """A part of the page: html, a check, an activity, or the way to a scenario."""
    if kind == "activity":
        return {"exercise": exercises.get(str(content))}
    if kind == "check":
        return {"check": checks[str(content)]}
    if kind == "scenario":
        outline = outline_for(enrolment.course_version)
        key = str(content)
        if standing is None or key not in outline.scenarios:
            return {"html": ""}
        return {
            "scenario": Place(scenario_url(enrolment.uuid, key), scenario_title(outline, key)),
            "passed": standing.done.scenario(outline, key),
            "running": standing.tries_at(key).running is not None,
        }
    return {"html": content}


@dataclass(frozen=True)
class Given:
    """The answer to a check: ids of the options chosen, and how often it was answered."""

    chosen: frozenset[str]
    tries: int


def answers_of(enrolment: Enrolment) -> dict[tuple[str, str], Given]:
    """Every answer to a check of the course, by lesson and check."""
    rows = CheckAnswer.objects.filter(enrolment=enrolment).values_list(
        "lesson_key", "check_key", "chosen", "tries"
    )
    return {
        (str(lesson), check): Given(frozenset(each["id"] for each in chosen), tries)
        for lesson, check, chosen, tries in rows
    }


def shown_checks(
    given: Mapping[tuple[str, str], Given],
    lesson: Lesson,
    version: LessonVersion,
    refused: tuple[str, list[str], str] | None,
    answered: str,
) -> dict[str, ShownCheck]:
    """Each check with what was answered. Only feedback to options that were chosen is shown."""
    waiting = next((key for key in lesson.checks if (lesson.key, key) not in given), None)
    language = get_language() or version.language
    shown = {}
    for key, check in checks_of(version).items():
        row = given.get((lesson.key, key))
        chosen = tuple(each for each in check.options if row and each in row.chosen)
        ticked, error = chosen, ""
        if refused and refused[0] == key:
            ticked = tuple(each for each in check.options if each in refused[1])
            error = refused[2]
        shown[key] = ShownCheck(
            check=check,
            tries=row.tries if row else 0,
            form=form_html(version.hash, key, ticked, row is not None, error, language),
            feedback=feedback_html(version.hash, key, chosen, language, key == answered)
            if chosen
            else SafeString(),
            is_next=key == waiting,
        )
    return shown
