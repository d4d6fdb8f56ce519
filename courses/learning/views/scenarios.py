"""The page before a scenario: note, what is recorded, earlier tries, the way in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from courses.learning.access import enrolment_for, learner_page, person_of
from courses.learning.actions.start_attempt import ScenarioUnknown, start_attempt
from courses.learning.models import Attempt, Enrolment
from courses.learning.outline import Outline
from courses.learning.versions import outline_for, published_head
from courses.learning.words import Place, lesson_url

# After this many tries that ended unpassed, the page points to what helps (T28).
TRIES_BEFORE_REVIEW = 2
TRIES_SHOWN = 10


@learner_page("GET", "POST")
def scenario_page(request: HttpRequest, enrolment: UUID, scenario_key: UUID) -> HttpResponse:
    """The learner whose enrolment it is may.

    in:  POST begins a try, or goes on with the one that is under way (302); `mode` "practice"
         begins or goes on with practice.
    """
    found = enrolment_for(request, enrolment)
    if found.withdrawn_at is not None:
        return redirect(found)
    key = str(scenario_key)
    outline = outline_for(found.course_version)
    if key not in outline.scenarios:
        raise Http404
    if request.method == "POST":
        try:
            return redirect(start_attempt(person_of(request), enrolment, key, asked_mode(request)))
        except ScenarioUnknown:
            raise Http404 from None
    published = published_head(outline.scenarios[key])
    tries = list(
        Attempt.objects.filter(enrolment=found, scenario_key=scenario_key)
        .exclude(status=Attempt.Status.SET_ASIDE)
        .order_by("-pk")
        .only("uuid", "status", "mode", "step", "started_at", "finished_at")[: 2 * TRIES_SHOWN]
    )
    practice = [each for each in tries if each.is_practice]
    tries = [each for each in tries if not each.is_practice]
    running = next((each for each in tries if each.is_running), None)
    ended = [each for each in tries if not each.is_running]
    passed = any(each.status == Attempt.Status.PASSED for each in ended)
    context: dict[str, Any] = {
        "enrolment": found,
        "title": published.title,
        "summary": published.summary,
        "minutes": published.minutes,
        "note": published.head.note,
        "aims": published.head.competencies,
        "running": running,
        "practising": next((each for each in practice if each.is_running), None),
        "practised": [each for each in practice if not each.is_running][:TRIES_SHOWN],
        "tries": ended[:TRIES_SHOWN],
        "passed": passed,
        "review": review_path(found, outline, key)
        if not passed and len(ended) >= TRIES_BEFORE_REVIEW
        else None,
    }
    return render(request, "learning/scenario.html", context)


def asked_mode(request: HttpRequest) -> Attempt.Mode:
    practice = request.POST.get("mode") == Attempt.Mode.PRACTICE
    return Attempt.Mode.PRACTICE if practice else Attempt.Mode.ASSESSED


def review_path(enrolment: Enrolment, outline: Outline, scenario_key: str) -> list[Place]:
    """The lessons that lead up to the scenario: those of its module, to the one that shows it."""
    for module in outline.modules:
        path = []
        for lesson in module.lessons:
            path.append(Place(lesson_url(enrolment.uuid, lesson.key), lesson.title))
            if scenario_key in lesson.scenarios:
                return path
    return [Place(lesson_url(enrolment.uuid, each.key), each.title) for each in outline.lessons]
