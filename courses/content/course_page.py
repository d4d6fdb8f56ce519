"""What the public course page shows, made once per version and kept by its hash."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString

from courses.content.activity_credits import activity_credits
from courses.content.compile.course import Outline, compile_course
from courses.content.live import live_outline, scenario_pages, scenarios_played
from courses.content.models import CourseVersion


class Shown(NamedTuple):
    """What the template needs of a course version; `facts_html` is the same for every reader."""

    title: str
    summary: str
    course_key: UUID
    facts_html: SafeString


@lru_cache(maxsize=256)
def shown(version_hash: str, language: str) -> Shown:
    """A published version as its page shows it. Raises CourseVersion.DoesNotExist."""
    version = CourseVersion.objects.get(hash=version_hash)
    return Shown(
        version.title, version.summary, version.course_key, render_facts(version, language)
    )


def course_context(page: Any, preview: bool) -> dict[str, Any]:
    """For the template: `course` (Shown, or None where nothing is offered) and `offered`."""
    language = translation.get_language() or page.locale.language_code
    if preview:
        draft = _draft(page)
        facts = render_facts(draft, language)
        return {
            "course": Shown(draft.title, draft.summary, page.translation_key, facts),
            "offered": False,
        }
    current = CourseVersion.objects.filter(
        course_key=page.translation_key, language=page.locale.language_code, is_current=True
    )
    found = current.values_list("hash", flat=True).first()
    return {"course": shown(found, language) if found else None, "offered": bool(found)}


def render_facts(course: CourseVersion, language: str) -> SafeString:
    """Everything below the title and the button to enrol."""
    with translation.override(language):
        context = {
            "course": course,
            "activities": activity_credits(course.outline, course.scenarios.values()),
        }
        return render_to_string("content/course_facts.html", context)


def _draft(page: Any) -> CourseVersion:
    """An unsaved version of what the editor holds, with the live lessons below it.

    Lessons whose scenario is not published are left out: they could not go live either.
    """
    outline = live_outline(page)
    scenarios = scenarios_played(outline.lessons)

    def playable(lesson: Any) -> bool:
        return all(
            scenario is not None and str(scenario.translation_key) in scenarios
            for scenario in scenario_pages(lesson)
        )

    kept = Outline(
        [
            (module, [lesson for lesson in lessons if playable(lesson)])
            for module, lessons in outline.modules
        ]
    )
    compiled = compile_course(page, kept, scenarios)
    fields = {**compiled.fields, "law_date": page.law_date}
    return CourseVersion(hash=compiled.hash, number=0, **fields)
