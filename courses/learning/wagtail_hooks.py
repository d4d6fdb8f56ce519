"""A lesson's own address leads to the lesson as the learner's version has it."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks

from courses.content.models import CoursePage, LessonPage
from courses.learning.models import Enrolment
from courses.learning.versions import outline_for


@hooks.register("before_serve_page")
def lead_to_own_lesson(
    page: Any, request: HttpRequest, serve_args: Any, serve_kwargs: Any
) -> HttpResponse | None:
    """Learners of the course go to their lesson; all others are led on by the page itself."""
    if not isinstance(page, LessonPage) or not request.user.is_authenticated:
        return None
    courses = CoursePage.objects.ancestor_of(page).values_list("translation_key", flat=True)
    enrolment = (
        Enrolment.objects.filter(person=request.user, course_key__in=courses, withdrawn_at=None)
        .with_version()
        # The open one first, else the one completed last.
        .order_by(F("completed_at").asc(nulls_first=True), "-pk")
        .first()
    )
    if enrolment is None:
        return None
    if outline_for(enrolment.course_version).lesson(str(page.translation_key)) is None:
        return redirect(enrolment)
    return redirect("learning:lesson", enrolment.uuid, page.translation_key)
