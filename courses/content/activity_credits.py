"""Licences and authors of the H5P activities in a course, for its credits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from courses.content.models import LessonVersion
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


def activity_credits(outline: Iterable[dict[str, Any]]) -> list[ActivityCredit]:
    """Of the lessons in the outline of a course version, in reading order, each activity once."""
    hashes = [lesson["hash"] for module in outline for lesson in module["lessons"]]
    bodies = dict(LessonVersion.objects.filter(hash__in=hashes).values_list("hash", "body"))
    found: dict[str, ActivityCredit] = {}
    for lesson in hashes:
        for block in bodies.get(lesson, {}).get("full", []):
            if block["type"] != "activity" or not block["value"]["token"]:
                continue
            value = block["value"]
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
