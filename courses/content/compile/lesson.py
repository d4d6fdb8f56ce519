"""A lesson page as the JSON that its version keeps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from courses.content.blocks.base import rich_html
from courses.content.compile.note import frozen_note
from courses.scenarios.canonical import fingerprint

FORMAT = 1


@dataclass(frozen=True)
class CompiledLesson:
    """All that LessonVersion holds. `hash` covers everything else."""

    key: str
    title: str
    language: str
    minutes: int
    note: dict[str, Any] | None
    body: dict[str, Any]
    checks: dict[str, Any]

    @property
    def hash(self) -> str:
        return fingerprint({"kind": "lesson", "format": FORMAT, **self.__dict__})

    @property
    def scenarios(self) -> list[str]:
        """Keys of the scenarios that the lesson plays, in order."""
        found = (
            block["value"]["page_key"] for block in self.body["full"] if block["type"] == "scenario"
        )
        return list(dict.fromkeys(key for key in found if key))


def compile_lesson(page: Any) -> CompiledLesson:
    """Compile a LessonPage as it stands in memory."""
    softer = list(_frozen(page.softer))
    checks: dict[str, Any] = {}
    full = []
    for block in _frozen(page.body):
        if block["type"] == "check":
            checks[block["id"]] = _check(block["value"])
            block = {**block, "value": _question(block["value"])}
        full.append(block)
    return CompiledLesson(
        key=str(page.translation_key),
        title=page.title,
        language=page.locale.language_code,
        minutes=page.minutes,
        note=frozen_note(page.note, page.intensity, bool(softer)),
        body={
            "format": FORMAT,
            "full": full,
            "softer": softer,
            "summary": rich_html(page.summary),
        },
        checks=checks,
    )


def _frozen(stream: Any) -> Iterator[dict[str, Any]]:
    stream.get_prep_value()  # gives an id to each block that has none yet
    for child in stream:
        yield {
            "type": child.block_type,
            "id": child.id,
            "value": child.block.freeze(child.value),
        }


def _check(frozen: dict[str, Any]) -> dict[str, Any]:
    """With the answers: for the server alone."""
    return {
        **frozen,
        "correct": [option["id"] for option in frozen["options"] if option["right"]],
    }


def _question(frozen: dict[str, Any]) -> dict[str, Any]:
    """What the lesson itself keeps of a check: nothing that tells which answer helps."""
    return {
        "question": frozen["question"],
        "kind": frozen["kind"],
        "options": [{"id": option["id"], "text": option["text"]} for option in frozen["options"]],
    }
