"""What other apps ask of published courses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.content.models import (
    CoursePage,
    CourseVersion,
    LessonVersion,
    ScenarioVersion,
    SceneRow,
    UsedFile,
)
from media.activity_use import Told, tells_use
from media.models import CourseDocument, CourseImage, Recording

MOST_FOUND = 100


def current_version(course_key: UUID | str, language: str | None = None) -> CourseVersion | None:
    """The version of a course that is offered now; None where the course is not live."""
    found = CourseVersion.objects.filter(course_key=course_key, is_current=True)
    if language:
        found = found.filter(language=language)
    version: CourseVersion | None = found.order_by("pk").first()
    return version


def lesson_version(version: CourseVersion, lesson_key: UUID | str) -> LessonVersion | None:
    """The lesson as the course version holds it; None where it has no such lesson."""
    for module in version.outline:
        for lesson in module["lessons"]:
            if lesson["key"] == str(lesson_key):
                found: LessonVersion | None = LessonVersion.objects.filter(
                    hash=lesson["hash"]
                ).first()
                return found
    return None


def scenario_version(version: CourseVersion, page_key: UUID | str) -> ScenarioVersion | None:
    """The scenario as the course version holds it; None where it has no such scenario."""
    wanted = version.scenarios.get(str(page_key))
    if wanted is None:
        return None
    found: ScenarioVersion | None = ScenarioVersion.objects.filter(hash=wanted).first()
    return found


def courses_offered(catalogue: Any, words: str = "") -> list[dict[str, Any]]:
    """The live courses below a catalogue with what its list shows, in two queries.

    `words` narrows them by Wagtail's search, most fitting first.
    """
    pages: Any = CoursePage.objects.child_of(catalogue).live().order_by("path")
    rows = list(pages.values_list("pk", "translation_key", "slug"))
    if words:
        # Words alone: SQLite's search stumbles over quotation marks and null characters.
        plain = " ".join(re.findall(r"\w+", words))
        found = [page.pk for page in pages.search(plain)[:MOST_FOUND]] if plain else []
        place = {pk: position for position, pk in enumerate(found)}
        rows = sorted((row for row in rows if row[0] in place), key=lambda row: place[row[0]])
    current = CourseVersion.objects.filter(
        course_key__in=[key for _pk, key, _slug in rows], is_current=True
    ).only("course_key", "title", "summary", "audience", "minutes")
    versions = {version.course_key: version for version in current}
    return [
        {
            "version": versions[key],
            "address": f"{slug}/",
            "facts": [
                ngettext("%(n)s minute", "%(n)s minutes", versions[key].minutes)
                % {"n": versions[key].minutes}
            ],
        }
        for _pk, key, slug in rows
        if key in versions
    ]


def is_shown_in_versions(item: Any) -> bool:
    """Whether a published version shows this image, recording or document."""
    kinds = {CourseImage: "image", Recording: "recording", CourseDocument: "document"}
    kind = kinds.get(type(item))
    return kind is not None and UsedFile.objects.filter(**{kind: item}).exists()


def activity_versions_shown(keys: Iterable[int]) -> set[int]:
    """Those of these versions of H5P activities that a published version shows."""
    found = UsedFile.objects.filter(activity_version__in=list(keys))
    return set(found.values_list("activity_version_id", flat=True))


def course_versions_with(tokens: Sequence[str]) -> QuerySet[CourseVersion]:
    """The course versions whose lessons or scenes show one of these versions of an activity."""
    if not tokens:
        return CourseVersion.objects.none()
    in_lesson, in_scene = Q(), Q()
    for token in tokens:
        # A token is unguessable, so it stands nowhere else in a lesson or a scene.
        in_lesson |= Q(body__icontains=token)
        in_scene |= Q(data__icontains=token)
    lessons = LessonVersion.objects.filter(in_lesson).values("pk")
    scenarios = SceneRow.objects.filter(in_scene).values("version")
    shown = Q(lesson_rows__lesson_version__in=lessons)
    shown |= Q(scenario_rows__scenario_version__in=scenarios)
    return CourseVersion.objects.filter(shown).distinct()


@tells_use
def courses_that_show(tokens: Sequence[str]) -> Told:
    titles = course_versions_with(tokens).filter(is_current=True).values_list("title", flat=True)
    names = tuple(dict.fromkeys(sorted(titles)))
    return Told(_("Published courses that show it"), len(names), names)
