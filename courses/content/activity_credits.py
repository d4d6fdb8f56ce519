"""Licences and authors of the H5P activities in a course, for its credits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from courses.content.models import LessonVersion, SceneRow
from media.credits import author_words, licence_words


@dataclass(frozen=True)
class ActivityCredit:
    """One activity in words; what its package does not say is empty."""

    title: str
    authors: str
    licence: str
    source: str
    years: str
    note: str


def activity_credits(
    outline: Iterable[dict[str, Any]], scenarios: Iterable[str] = ()
) -> list[ActivityCredit]:
    """Of the lessons in the outline of a course version, in reading order, and of the scenarios
    with these hashes; each activity once."""
    found: dict[str, ActivityCredit] = {}
    for value in (*_in_lessons(outline), *_in_scenes(scenarios)):
        credits = value["credits"]
        found.setdefault(
            value["token"],
            ActivityCredit(
                title=value["title"],
                authors=author_words(credits),
                licence=licence_words(credits),
                source=str(credits.get("source") or ""),
                years=str(credits.get("years") or ""),
                note=str(credits.get("note") or ""),
            ),
        )
    return list(found.values())


def _in_lessons(outline: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    hashes = [lesson["hash"] for module in outline for lesson in module["lessons"]]
    bodies = dict(LessonVersion.objects.filter(hash__in=hashes).values_list("hash", "body"))
    for lesson in hashes:
        for block in bodies.get(lesson, {}).get("full", []):
            if block["type"] == "activity" and block["value"]["token"]:
                yield block["value"]


def _in_scenes(scenarios: Iterable[str]) -> Iterator[dict[str, Any]]:
    rows = SceneRow.objects.filter(version__hash__in=list(scenarios), data__icontains='"activity"')
    for scene in rows.order_by("version", "position").values_list("data", flat=True):
        for part in scene["body"]:
            if part["type"] == "activity" and part["token"]:
                yield part
