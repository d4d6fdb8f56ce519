"""A lesson file: YAML front matter, Markdown, and one block between each pair of `:::`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import yaml

from courses.content.course_files.errors import CourseFileError
from courses.content.course_files.keys import key
from courses.content.course_files.note import note_stream
from courses.content.course_files.rich_text import plain_text, rich_text

FENCE = re.compile(
    r"^::: +(?P<kind>[a-z]+)(?P<words>[^\n]*)\n(?P<body>.*?)^:::[ \t]*$", re.M | re.S
)
ATTRIBUTE = re.compile(r'(\w+)=(?:"([^"]*)"|(\S+))')
OPTION = re.compile(r"^- \[(?P<mark>[xX ])\] (?P<text>.+?) \| (?P<feedback>.+)$")
# Finds the page of a scenario by its slug; finds the short name of a source by a fact's number.
FindScenario = Callable[[str], int]
FindSource = Callable[[str], str]


@dataclass
class LessonFile:
    """The fields of a LessonPage."""

    title: str
    slug: str
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Place:
    """Where we are, for ids and for sentences about what is amiss."""

    file: str
    number: int

    def id(self, *more: object) -> str:
        return str(key(self.file, self.number, *more))


def read_lesson(
    text: str, where: str, find_scenario: FindScenario, find_source: FindSource
) -> LessonFile:
    """Raises CourseFileError with the file's name and the block at fault."""
    try:
        _before, front, body = text.split("---\n", 2)
        data = yaml.safe_load(front)
    except (ValueError, yaml.YAMLError) as error:
        raise CourseFileError(f"{where}: the part between the --- lines cannot be read.") from error
    note = data.get("note") or {}
    stream, softer = _streams(body, where, find_scenario, find_source)
    return LessonFile(
        title=data["title"],
        slug=data["slug"],
        fields={
            "minutes": data["minutes"],
            "required": bool(data.get("required", True)),
            "looks_after_learner": bool(data.get("wellbeing", False)),
            "intensity": note.get("intensity", 1),
            "note": note_stream(note, where),
            "summary": rich_text(data.get("summary")),
            "body": stream,
            "softer": softer,
        },
    )


def _streams(
    body: str, where: str, find_scenario: FindScenario, find_source: FindSource
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    stream: list[dict[str, Any]] = []
    softer: list[dict[str, Any]] = []
    end = 0
    for number, fence in enumerate(FENCE.finditer(body)):
        place = Place(where, number)
        _text(stream, body[end : fence.start()], place.id("before"))
        end = fence.end()
        words = {
            name: quoted or bare for name, quoted, bare in ATTRIBUTE.findall(fence.group("words"))
        }
        kind, inner = fence.group("kind"), fence.group("body")
        if kind == "softer":
            _text(softer, inner, place.id())
            continue
        value = _value(kind, words, inner, place, find_scenario, find_source)
        stream.append({"type": kind, "id": place.id(), "value": value})
    rest = body[end:]
    if re.search(r"^:::", rest, re.M):
        raise CourseFileError(f"{where}: a block that begins with ::: does not end.")
    _text(stream, rest, str(key(where, "rest")))
    return stream, softer


def _text(stream: list[dict[str, Any]], markdown: str, block_id: str) -> None:
    html = rich_text(markdown)
    if html:
        stream.append({"type": "text", "id": block_id, "value": html})


def _value(
    kind: str,
    words: dict[str, str],
    inner: str,
    place: Place,
    find_scenario: FindScenario,
    find_source: FindSource,
) -> dict[str, Any]:
    match kind:
        case "callout":
            return {
                "tone": words.get("tone", "remember"),
                "title": words.get("title", ""),
                "text": rich_text(inner),
            }
        case "indicator":
            return {
                "title": words.get("title", ""),
                "text": rich_text(inner),
                "source": find_source(words.get("source", "")),
            }
        case "reflection":
            return {"text": plain_text(inner)}
        case "case":
            return {
                "title": words.get("title", ""),
                "text": rich_text(inner),
                "sources": [
                    {
                        "type": "item",
                        "id": place.id("source"),
                        "value": find_source(words.get("source", "")),
                    }
                ],
            }
        case "check":
            return _check(words, inner, place)
        case "scenario":
            return {"scenario": find_scenario(words.get("ref", ""))}
        case "support":
            return {"text": plain_text(inner), "contacts": []}
    raise CourseFileError(f"{place.file}: there is no block called “{kind}”.")


def _check(words: dict[str, str], inner: str, place: Place) -> dict[str, Any]:
    question: list[str] = []
    explanation: list[str] = []
    options: list[dict[str, Any]] = []
    for line in inner.strip().splitlines():
        option = OPTION.match(line)
        if option:
            options.append(
                {
                    "type": "item",
                    "id": place.id("option", len(options)),
                    "value": {
                        "text": option["text"].strip(),
                        "right": option["mark"] in "xX",
                        "feedback": option["feedback"].strip(),
                    },
                }
            )
        elif line.startswith("- ["):
            raise CourseFileError(
                f"{place.file}: an answer needs its feedback after a bar: “{line}”."
            )
        elif line.startswith(">"):
            explanation.append(line.lstrip("> "))
        elif not options:
            question.append(line)
    return {
        "question": plain_text("\n".join(question)),
        "kind": words.get("kind", "single"),
        "options": options,
        "explanation": plain_text("\n".join(explanation)),
        "source": "",
    }
