"""What is live below a course, read from the pages: three queries, however many lessons."""

from __future__ import annotations

from typing import Any

from courses.content.compile.course import Outline
from courses.content.models import LessonPage, ModulePage, ScenarioVersion


def live_outline(course: Any, instead: Any = None) -> Outline:
    """The live modules and lessons of a course, in order.

    `instead` is a lesson page in memory that takes the place of its stored self, or joins the
    end of its module: the course as it would be if that lesson went live.
    """
    if course.pk is None:
        return Outline([])
    modules = list(ModulePage.objects.child_of(course).live().order_by("path"))
    lessons = list(LessonPage.objects.descendant_of(course).live().order_by("path"))
    if instead is not None:
        lessons = [lesson for lesson in lessons if lesson.pk != instead.pk]
        lessons.append(instead)
        lessons.sort(key=lambda lesson: lesson.path or "~")
    return Outline(
        [
            (module, [lesson for lesson in lessons if _is_below(lesson, module)])
            for module in modules
        ]
    )


def _is_below(lesson: Any, module: Any) -> bool:
    if lesson.path:
        return bool(lesson.path.startswith(module.path))
    parent = getattr(lesson, "parent_for_gate", None)
    return parent is not None and parent.pk == module.pk


def scenario_pages(lesson: Any) -> list[Any]:
    """The scenario pages that a lesson plays, in order; a reference that leads nowhere is None."""
    return [child.value["scenario"] for child in lesson.body if child.block_type == "scenario"]


def scenarios_played(lessons: list[Any]) -> dict[str, ScenarioVersion]:
    """The current version of each scenario that the lessons play, by its key."""
    pages = [page for lesson in lessons for page in scenario_pages(lesson) if page is not None]
    keys = {page.translation_key for page in pages}
    languages = {page.locale.language_code for page in pages}
    found = ScenarioVersion.objects.filter(
        page_key__in=keys, language__in=languages, is_current=True
    )
    return {str(version.page_key): version for version in found}
