"""Published versions as learning reads them, kept in memory.

They are found by the hash of their content, so what is kept can never be out of date. The
numbers of entries bound the memory: a scene is a few kilobytes, a lesson some twenty.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from functools import lru_cache
from threading import Lock
from typing import Generic, NamedTuple, TypeVar

from courses.content.models import CourseVersion, LessonVersion, ScenarioVersion, SceneRow
from courses.learning.outline import Outline, outline_of
from courses.scenarios.graph import ScenarioHead, Scene, head_from_json, scene_from_json


class PublishedHead(NamedTuple):
    """All of a scenario version but its scenes."""

    head: ScenarioHead
    title: str
    language: str
    summary: str
    minutes: int


Value = TypeVar("Value")


class Kept(Generic[Value]):
    """The values used last, by key, up to `most`. Unlike lru_cache it can be handed values."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Hashable, Value] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> Value | None:
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
            return self._values.get(key)

    def put(self, key: Hashable, value: Value) -> Value:
        with self._lock:
            self._values[key] = value
            while len(self._values) > self._most:
                self._values.popitem(last=False)
        return value

    def clear(self) -> None:
        with self._lock:
            self._values.clear()


heads: Kept[PublishedHead] = Kept(128)
scenes: Kept[Scene] = Kept(1024)


def outline_for(version: CourseVersion) -> Outline:
    """The outline of a course version, of which only the hash need be loaded."""
    return _outline(version.hash)


@lru_cache(maxsize=256)
def _outline(version_hash: str) -> Outline:
    rows = CourseVersion.objects.only("outline", "scenarios", "rule")
    return outline_of(rows.get(hash=version_hash))


@lru_cache(maxsize=128)
def lesson_of(version_hash: str) -> LessonVersion:
    """A published lesson; nobody may change what is given. Raises LessonVersion.DoesNotExist."""
    lesson: LessonVersion = LessonVersion.objects.get(hash=version_hash)
    return lesson


def published_head(version_hash: str) -> PublishedHead:
    """Raises ScenarioVersion.DoesNotExist."""
    kept = heads.get(version_hash)
    if kept is not None:
        return kept
    return _keep_head(ScenarioVersion.objects.only(*HEAD_COLUMNS).get(hash=version_hash))


def scene_of(version_hash: str, key: str) -> Scene:
    """One scene, read alone; with the head of its scenario where that is not kept yet.

    Raises SceneRow.DoesNotExist.
    """
    kept = scenes.get((version_hash, key))
    if kept is not None:
        return kept
    rows = SceneRow.objects.only("data")
    if heads.get(version_hash) is None:
        rows = rows.select_related("version").only(
            "data", *(f"version__{name}" for name in HEAD_COLUMNS)
        )
    row = rows.get(version__hash=version_hash, key=key)
    if heads.get(version_hash) is None:
        _keep_head(row.version)
    return scenes.put((version_hash, key), scene_from_json(row.data))


HEAD_COLUMNS = ("hash", "head", "title", "language")


def _keep_head(row: ScenarioVersion) -> PublishedHead:
    return heads.put(
        row.hash,
        PublishedHead(
            head=head_from_json(row.head),
            title=row.title,
            language=row.language,
            summary=str(row.head.get("summary") or ""),
            minutes=int(row.head.get("minutes") or 0),
        ),
    )
