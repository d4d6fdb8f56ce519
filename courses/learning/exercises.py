"""The H5P activities of a published lesson, as one learner sees them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.http import HttpRequest

from accounts.people import User
from courses.content.models import LessonVersion
from courses.learning.models import Enrolment
from courses.learning.versions import lesson_of
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
    blocks = _activities(lesson.hash)
    if not blocks:
        return {}
    counts = {block["token"]: block["counts"] for block in blocks.values() if block["token"]}
    shown = show_activities(request, person, enrolment.uuid, counts, counts)
    return {
        key: {"key": key, "block": block, "shown": shown.get(block["token"])}
        for key, block in blocks.items()
    }
