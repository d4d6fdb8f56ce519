"""Something that courses are made of went live: give the live courses their new version."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from courses.content.actions.publish_course_version import publish_course_version
from courses.content.models import CoursePage, CourseVersionScenario
from courses.content.refusals import PublishRefused, Refusal


def publish_course_above(page: Any) -> None:
    """For a module or lesson page. Raises PublishRefused where the course would be broken."""
    course = CoursePage.objects.ancestor_of(page).live().first()
    if course is not None:
        _publish(course, page)


def publish_courses_playing(scenario_page: Any) -> None:
    """For a scenario page: every live course whose current version plays it."""
    keys = (
        CourseVersionScenario.objects.filter(
            scenario_version__page_key=scenario_page.translation_key,
            course_version__is_current=True,
            course_version__language=scenario_page.locale.language_code,
        )
        .values_list("course_version__course_key", flat=True)
        .distinct()
    )
    courses = CoursePage.objects.live().filter(
        translation_key__in=list(keys), locale=scenario_page.locale, alias_of=None
    )
    for course in courses:
        _publish(course, scenario_page)


def _publish(course: CoursePage, because_of: Any) -> None:
    """The refusal is about the page that someone is publishing, and names the course."""
    try:
        publish_course_version(course)
    except PublishRefused as refused:
        named = [
            Refusal(
                refusal.code,
                _("For the course “%(course)s”: %(sentence)s")
                % {"course": course.title, "sentence": refusal.message},
            )
            for refusal in refused.refusals
        ]
        raise PublishRefused(because_of, named) from refused
