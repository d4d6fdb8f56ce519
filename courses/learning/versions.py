"""Published scenarios as the engine reads them, kept in memory.

They are found by the hash of their content, so what is kept can never be out of date. The
numbers of entries bound the memory: a scene is a few kilobytes.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from courses.content.models import ScenarioVersion, SceneRow
from courses.scenarios.graph import ScenarioHead, Scene, head_from_json, scene_from_json


class PublishedHead(NamedTuple):
    """All of a scenario version but its scenes."""

    head: ScenarioHead
    title: str
    language: str
    summary: str
    minutes: int


@lru_cache(maxsize=128)
def published_head(version_hash: str) -> PublishedHead:
    """Raises ScenarioVersion.DoesNotExist."""
    row = ScenarioVersion.objects.only("head", "title", "language").get(hash=version_hash)
    return PublishedHead(
        head=head_from_json(row.head),
        title=row.title,
        language=row.language,
        summary=str(row.head.get("summary") or ""),
        minutes=int(row.head.get("minutes") or 0),
    )


@lru_cache(maxsize=1024)
def scene_of(version_hash: str, key: str) -> Scene:
    """One scene, read alone. Raises SceneRow.DoesNotExist."""
    data = SceneRow.objects.values_list("data", flat=True).get(version__hash=version_hash, key=key)
    return scene_from_json(data)
