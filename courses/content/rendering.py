"""From frozen data to HTML, without a look at the database.

A version never changes, so what is made of it is kept in memory by its hash: a lesson costs
nothing from its second reader on. `maxsize` bounds the memory (a reading is some 20 kB).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from courses.content.models import LessonVersion

FULL, SOFTER, SUMMARY = "full", "softer", "summary"
READINGS = (FULL, SOFTER, SUMMARY)
# These stand in every reading, so that each way through the lesson counts alike (T14).
IN_EVERY_READING = {"check", "scenario", "support"}


class Part(NamedTuple):
    """`kind` is "html", "check", "scenario" or "activity"; `content` the HTML, the scenario's key,
    or the block's id."""

    kind: str
    content: SafeString | str


def render_reading(lesson: LessonVersion, reading: str, language: str) -> tuple[Part, ...]:
    """The parts of a lesson in one of the three readings; an unknown one is the full reading.

    Checks and scenarios stand in all three, in the same order.
    """
    if reading not in readings_of(lesson):
        reading = FULL
    return _kept(_ByHash(lesson.hash, lesson.body), reading, language)


def readings_of(lesson: LessonVersion) -> tuple[str, ...]:
    """The readings that the trainer has written, the full one first."""
    body = lesson.body
    return tuple(
        reading
        for reading in READINGS
        if reading == FULL or (body.get(reading) if isinstance(body, dict) else None)
    )


class _ByHash:
    """Carries a body past the cache, whose key is the hash alone."""

    def __init__(self, hash_: str, body: Any) -> None:
        self.hash = hash_
        self.body = body

    def __hash__(self) -> int:
        return hash(self.hash)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByHash) and other.hash == self.hash


@lru_cache(maxsize=512)
def _kept(lesson: _ByHash, reading: str, language: str) -> tuple[Part, ...]:
    parts = render_body(lesson.body, reading, language)
    lesson.body = None  # the key stays in the cache; what it was made from need not
    return parts


def render_body(body: dict[str, Any], reading: str, language: str) -> tuple[Part, ...]:
    """The parts of a lesson's compiled body, without keeping them: for previews."""
    blocks: list[dict[str, Any]] = body["full"]
    if reading != FULL:
        kept = [block for block in blocks if block["type"] in IN_EVERY_READING]
        text = (
            body["softer"]
            if reading == SOFTER
            else [{"type": "text", "id": "summary", "value": {"html": body["summary"]}}]
        )
        blocks = [*text, *kept]
    return tuple(_parts(blocks, language))


def _parts(blocks: Iterable[dict[str, Any]], language: str) -> Iterable[Part]:
    html: list[str] = []
    for block in blocks:
        if block["type"] in {"check", "scenario", "activity"}:
            if html:
                yield Part("html", mark_safe("".join(html)))  # noqa: S308 - our own templates
                html = []
            content = block["value"]["page_key"] if block["type"] == "scenario" else block["id"]
            yield Part(block["type"], content)
        else:
            html.append(render_block(block["type"], block["value"], language))
    if html:
        yield Part("html", mark_safe("".join(html)))  # noqa: S308 - our own templates


def render_block(kind: str, value: dict[str, Any], language: str) -> SafeString:
    """One frozen block as HTML."""
    with translation.override(language):
        return render_to_string(f"content/blocks/{kind}.html", {"value": value})


def render_scene_body(body: Iterable[dict[str, Any]], language: str) -> SafeString:
    """The text of a scene (its `body` or that of its softer version) as HTML."""
    html = []
    for part in body:
        if part["type"] == "html":
            html.append(render_block("text", part, language))
        else:
            html.append(render_block(part["type"], part, language))
    return mark_safe("".join(html))  # noqa: S308 - our own templates
