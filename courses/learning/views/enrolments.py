"""Joining, leaving, coming back, and moving to a newer version."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from courses.content.models import CourseVersion
from courses.learning.access import enrolment_for, learner_page, person_of
from courses.learning.actions.enrol import enrol, rejoin
from courses.learning.actions.switch_version import (
    NoNewerVersion,
    carried_over,
    offered_version,
    switch_version,
)
from courses.learning.actions.withdraw import withdraw
from courses.learning.models import Enrolment
from courses.learning.outline import Outline
from courses.learning.standing import standing_of
from courses.learning.versions import outline_for
from courses.learning.words import scenario_title


@learner_page("GET", "POST")
def enrol_page(request: HttpRequest, course_key: UUID) -> HttpResponse:
    """Join a course. Everyone signed in may, where the course is offered.

    in:  POST `again`, to take anew a course that one has completed.
    """
    person = person_of(request)
    mine = Enrolment.objects.filter(person=person, course_key=course_key)
    by_openness = (F("withdrawn_at").asc(nulls_first=True), "-pk")
    open_one = mine.filter(completed_at=None).order_by(*by_openness).first()
    completed = None if open_one else mine.exclude(completed_at=None).order_by("-pk").first()
    if request.method == "POST":
        if completed and "again" not in request.POST:
            return redirect(completed)
        version = open_one.course_version if open_one else offered(course_key)
        if version is None:
            raise Http404
        return redirect(enrol(person, version))
    if open_one and open_one.is_open:
        return redirect(open_one)
    version = offered(course_key)
    if version is None:
        raise Http404
    return render(
        request,
        "learning/enrol.html",
        {"version": version, "completed": completed, "left": open_one},
    )


def offered(course_key: UUID) -> CourseVersion | None:
    """The course as it is offered now, in the language of the page where there is one."""
    versions = list(CourseVersion.objects.filter(course_key=course_key, is_current=True))
    here = get_language() or ""
    return next((each for each in versions if each.language == here), None) or next(
        iter(versions), None
    )


@learner_page("GET", "POST")
def leave_page(request: HttpRequest, enrolment: UUID) -> HttpResponse:
    """Leave a course, after a page that says what stays. The learner whose it is may."""
    found = enrolment_for(request, enrolment)
    if found.is_open and request.method == "POST":
        withdraw(person_of(request), enrolment)
    if request.method == "POST" or not found.is_open:
        return redirect("learning:home")
    return render(request, "learning/leave.html", {"enrolment": found})


@learner_page("POST")
def return_page(request: HttpRequest, enrolment: UUID) -> HttpResponse:
    """Come back to a course that was left. The learner whose it is may."""
    found = enrolment_for(request, enrolment)
    with transaction.atomic():
        # Another one may be open by now: that one then.
        again = (
            enrol(person_of(request), found.course_version)
            if Enrolment.objects.filter(
                person=person_of(request),
                course_key=found.course_key,
                withdrawn_at=None,
                completed_at=None,
            ).exists()
            else rejoin(person_of(request), found)
        )
    return redirect(again)


@learner_page("GET", "POST")
def version_page(request: HttpRequest, enrolment: UUID) -> HttpResponse:
    """What a move to the newer version would keep, and the move. The learner may.

    in:  POST `version`, the hash that the page had shown; a newer one since then is shown anew.
    """
    found = enrolment_for(request, enrolment, "switch_version")
    changed_meanwhile = False
    if request.method == "POST":
        try:
            return redirect(
                switch_version(person_of(request), enrolment, request.POST.get("version", ""))
            )
        except NoNewerVersion:
            changed_meanwhile = True
    version = offered_version(found)
    if version is None:
        return redirect(found)
    old, new = outline_for(found.course_version), outline_for(version)
    carried = carried_over(old, new, standing_of(found))
    context = {
        "enrolment": found,
        "version": version,
        "carried": carried,
        "scenarios_kept": titles(new, carried.scenarios_kept),
        "scenarios_again": titles(new, carried.scenarios_again),
        "scenarios_set_aside": titles(old, carried.scenarios_set_aside),
        "changed_meanwhile": changed_meanwhile,
    }
    return render(
        request, "learning/version.html", context, status=409 if changed_meanwhile else 200
    )


def titles(outline: Outline, keys: tuple[str, ...]) -> list[str]:
    return [scenario_title(outline, key) for key in keys]
