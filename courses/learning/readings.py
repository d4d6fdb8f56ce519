"""The three ways of reading: full, softer, summary (T14, T15).

The way is named in a form's body, answered with the reading itself, and goes no further: no
address, redirect, log line, row or session holds it.
"""

from __future__ import annotations

from functools import lru_cache

from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from courses.content.models import LessonVersion
from courses.content.rendering import (
    FULL,
    READINGS,
    SOFTER,
    SUMMARY,
    Part,
    readings_of,
    render_reading,
    render_scene_body,
)
from courses.learning.versions import scene_of
from courses.scenarios.graph import Scene

WAYS = READINGS
ACTIVITY = "activity"
# From this intensity on, a scene with another way of reading asks before it is shown.
ASKS_FIRST = 3


def asked_way(request: HttpRequest) -> str | None:
    """The way that a form asks for; None where it asks for none that exists."""
    way = request.POST.get("reading")
    return way if way in WAYS else None


def lesson_ways(lesson: LessonVersion) -> tuple[str, ...]:
    """Which ways the lesson has."""
    return readings_of(lesson)


def lesson_parts(lesson: LessonVersion, way: str) -> tuple[Part, ...]:
    """The lesson in this way; the full text where there is no such way."""
    return render_reading(lesson, way, get_language() or lesson.language)


def scene_ways(scene: Scene) -> list[str]:
    ways = [FULL]
    if scene.softer is not None:
        ways.append(SOFTER)
    if scene.summary:
        ways.append(SUMMARY)
    return ways


def asks_first(scene: Scene) -> bool:
    """Whether the reader chooses a way before the scene is shown."""
    return scene.intensity >= ASKS_FIRST and len(scene_ways(scene)) > 1


def first_way(scene: Scene) -> str:
    """How a scene is shown to who was not asked: a heavier one gently."""
    if not asks_first(scene):
        return FULL
    return SUMMARY if scene.summary else SOFTER


def scene_text(version_hash: str, scene: Scene, way: str) -> SafeString:
    """The scene's text in this way; the full text where there is no such way."""
    way = way if way in scene_ways(scene) else FULL
    return _scene_text(version_hash, scene.id, way, get_language() or "en")


@lru_cache(maxsize=2048)
def _scene_text(version_hash: str, key: str, way: str, language: str) -> SafeString:
    scene = scene_of(version_hash, key)
    if way == SUMMARY:
        return format_html("<p>{}</p>", scene.summary)
    body = scene.softer.body if way == SOFTER and scene.softer else scene.body
    # Activities follow the text: they are drawn for each learner anew.
    return render_scene_body([dict(part) for part in body if part["type"] != ACTIVITY], language)
