"""What the public course page shows, made once per version and kept by its hash."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString

from courses.content.compile.course import compile_course
from courses.content.live import live_outline, scenarios_played
from courses.content.models import CourseVersion
from courses.content.queries import current_version
from courses.content.vocabulary import Intensity


def course_context(page: Any, preview: bool) -> dict[str, Any]:
    """For the template: `course` (a CourseVersion or, in a preview, the like), `facts_html`."""
    language = page.locale.language_code
    shown = translation.get_language() or language
    if preview:
        course = _draft(page)
        return {"course": course, "facts_html": render_facts(course, shown), "offered": False}
    version = current_version(page.translation_key, language)
    if version is None:
        return {"course": None, "facts_html": "", "offered": False}
    return {"course": version, "facts_html": _kept(_ByHash(version), shown), "offered": True}


class _ByHash:
    def __init__(self, version: CourseVersion) -> None:
        self.hash = version.hash
        self.version: CourseVersion | None = version

    def __hash__(self) -> int:
        return hash(self.hash)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByHash) and other.hash == self.hash


@lru_cache(maxsize=256)
def _kept(key: _ByHash, language: str) -> SafeString:
    html = render_facts(key.version, language)
    key.version = None
    return html


def render_facts(course: Any, language: str) -> SafeString:
    """Everything of the course page that is the same for every reader."""
    with translation.override(language):
        return render_to_string(
            "content/course_facts.html",
            {
                "course": course,
                "intensities": dict(Intensity.choices),
                "lessons": sum(len(module["lessons"]) for module in course.outline),
            },
        )


def _draft(page: Any) -> CourseVersion:
    """An unsaved version of what the editor holds, with the live lessons below it."""
    outline = live_outline(page)
    scenarios = scenarios_played(outline.lessons)
    outline_played = [
        lesson
        for lesson in outline.lessons
        if all(
            child.value["scenario"] and str(child.value["scenario"].translation_key) in scenarios
            for child in lesson.body
            if child.block_type == "scenario"
        )
    ]
    playable = type(outline)(
        [
            (module, [lesson for lesson in lessons if lesson in outline_played])
            for module, lessons in outline.modules
        ]
    )
    compiled = compile_course(page, playable, scenarios)
    return CourseVersion(
        hash=compiled.hash, number=0, **{**compiled.fields, "law_date": page.law_date}
    )
