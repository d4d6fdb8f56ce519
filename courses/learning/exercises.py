"""The H5P activities of a published lesson or scene, as one learner sees them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from accounts.people import User
from courses.content.models import LessonVersion
from courses.learning.models import Attempt, Enrolment
from courses.learning.readings import ACTIVITY
from courses.learning.versions import lesson_of
from courses.scenarios.graph import Scene
from media.showing import show_activities

Block = Mapping[str, Any]


@lru_cache(maxsize=256)
def _activities(lesson_hash: str) -> Mapping[str, Block]:
    body = lesson_of(lesson_hash).body
    return {
        str(block["id"]): block["value"] for block in body["full"] if block["type"] == "activity"
    }


def exercises_of(
    request: HttpRequest, person: User, enrolment: Enrolment, lesson: LessonVersion
) -> dict[str, dict[str, Any]]:
    """What the page needs for each activity, by block id. No query where the lesson has none.

    The enrolment is the registration: a new version of the course takes what was done along.
    """
    return _drawn(request, person, enrolment.uuid, _activities(lesson.hash))


def scene_exercises(
    request: HttpRequest, person: User, attempt: Attempt, scene: Scene
) -> list[dict[str, Any]]:
    """The same for a scene; the try is the registration, so that each begins anew."""
    blocks = {str(part["key"]): part for part in scene.body if part["type"] == ACTIVITY}
    return list(_drawn(request, person, attempt.uuid, blocks).values())


def _drawn(
    request: HttpRequest, person: User, registration: UUID, blocks: Mapping[str, Block]
) -> dict[str, dict[str, Any]]:
    if not blocks:
        return {}
    counts = {block["token"]: block["counts"] for block in blocks.values() if block["token"]}
    shown = show_activities(request, person, registration, counts, counts)
    return {
        key: {"key": key, "block": block, "shown": shown.get(block["token"])}
        for key, block in blocks.items()
    }
