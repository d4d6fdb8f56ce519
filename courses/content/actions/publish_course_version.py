"""Freeze a live course with its lessons and scenarios."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Max
from wagtail.models import Page

from accounts import audit
from courses.content.acting import acting
from courses.content.actions.keep_files import keep_files
from courses.content.compile.course import CompiledCourse, compile_course
from courses.content.compile.files import files_shown
from courses.content.compile.lesson import CompiledLesson
from courses.content.gates.course import course_refusals
from courses.content.live import live_outline, scenarios_played
from courses.content.models import (
    CourseVersion,
    CourseVersionLesson,
    CourseVersionScenario,
    LessonVersion,
    ScenarioVersion,
)
from courses.content.refusals import PublishRefused


@transaction.atomic
def publish_course_version(course_page: Any) -> CourseVersion | None:
    """The version of what the course says now; an equal one is used again. None: not live.

    Raises PublishRefused where the course as a whole may not go live.
    """
    if not course_page.live:
        return None
    # Two trainers who publish at once take turns: numbers rise and one version is current.
    list(Page.objects.select_for_update().filter(pk=course_page.pk).values_list("pk"))
    refusals = course_refusals(course_page)
    if refusals:
        raise PublishRefused(course_page, refusals)
    outline = live_outline(course_page)
    scenarios = scenarios_played(outline.lessons)
    compiled = compile_course(course_page, outline, scenarios)
    offered = CourseVersion.objects.filter(
        course_key=compiled.fields["course_key"], language=compiled.fields["language"]
    )
    version: CourseVersion | None = offered.filter(hash=compiled.hash).first()
    if version is not None and version.is_current:
        return version
    offered.filter(is_current=True).update(is_current=False)
    if version is not None:
        offered.filter(pk=version.pk).update(is_current=True)
        version.is_current = True
    else:
        version = _add(compiled, scenarios, (offered.aggregate(Max("number"))["number__max"] or 0))
    audit.record(
        acting(),
        "content.course_version",
        version,
        hash=version.hash,
        number=version.number,
    )
    return version


def _add(
    compiled: CompiledCourse, scenarios: dict[str, ScenarioVersion], last_number: int
) -> CourseVersion:
    version = CourseVersion(
        hash=compiled.hash, number=last_number + 1, is_current=True, **compiled.fields
    )
    version.save()
    # The row in hand carries a date, not its text, as a row read from the database would.
    version.law_date = CourseVersion._meta.get_field("law_date").to_python(version.law_date)
    for position, lesson in enumerate(compiled.lessons):
        CourseVersionLesson.objects.create(
            course_version=version, position=position, lesson_version=_lesson_version(lesson)
        )
    for key in compiled.fields["scenarios"]:
        CourseVersionScenario.objects.create(
            course_version=version, scenario_version=scenarios[key]
        )
    return version


def _lesson_version(lesson: CompiledLesson) -> LessonVersion:
    found: LessonVersion | None = LessonVersion.objects.filter(hash=lesson.hash).first()
    if found is not None:
        return found
    version = LessonVersion(
        hash=lesson.hash,
        lesson_key=lesson.key,
        title=lesson.title,
        language=lesson.language,
        body=lesson.body,
        note=lesson.note,
        minutes=lesson.minutes,
        checks=lesson.checks,
    )
    version.save()
    keep_files([*files_shown(lesson.body["full"]), *files_shown(lesson.body["softer"])])
    return version
