"""Twee 3 → a story. Twee 1 and the headers of Twee 2 are read as well."""

from __future__ import annotations

import json
import re
from typing import Any

from courses.scenarios.twee.report import Item
from courses.scenarios.twee.story import Passage, Story, checked

TWEE2_PLACE = re.compile(r"^<\s*(-?\d+)\s*,\s*(-?\d+)\s*>$")


def read_twee(text: str) -> Story:
    """The story in `text`, which has at least one line that begins with `::`.

    What stands before the first passage is no part of the story (specification, Twee 3).
    Raises StoryError without passages.
    """
    title, data, notices = "", {}, list[Item]()
    passages: list[Passage] = []
    for header, body in _parts(text):
        passage, rest = _header(header)
        if rest:
            notices.append(Item("passage-header", passage.name, 0, rest))
        passage = Passage(passage.name, body, passage.tags, passage.metadata)
        if passage.name == "StoryTitle":
            title = " ".join(body.split())
        elif passage.name == "StoryData":
            data = _json(body)
            if not data:
                notices.append(Item("story-data", "StoryData", 0, body))
        else:
            passages.append(passage)
    colours = data.get("tag-colors")
    return checked(
        Story(
            title=title,
            passages=tuple(passages),
            start=_words(data.get("start")) or _default_start(passages),
            ifid=_words(data.get("ifid")),
            format=_words(data.get("format")),
            format_version=_words(data.get("format-version")),
            tag_colours={key: str(value) for key, value in colours.items()}
            if isinstance(colours, dict)
            else {},
            zoom=_words(data.get("zoom")),
            notices=tuple(notices),
        )
    )


def _default_start(passages: list[Passage]) -> str:
    return "Start" if any(each.name == "Start" for each in passages) else ""


def _parts(text: str) -> list[tuple[str, str]]:
    """Pairs of header (without `::`) and text; blank lines at the end do not count."""
    parts: list[tuple[str, list[str]]] = []
    for line in text.split("\n"):
        if line.startswith("::"):
            parts.append((line[2:], []))
        elif parts:
            parts[-1][1].append(line)
    return [(header, "\n".join(lines).rstrip()) for header, lines in parts]


def _header(header: str) -> tuple[Passage, str]:
    """The passage of a header line, and what of the line could not be read."""
    name, rest = _until(header, "[{<" if header.rstrip().endswith(">") else "[{")
    tags: tuple[str, ...] = ()
    metadata: dict[str, str] = {}
    if rest.startswith("["):
        inside, rest = _until(rest[1:], "]", keep_escapes=True)
        tags = tuple(_unescaped(tag) for tag in inside.split())
        rest = rest[1:].strip()
    if rest.startswith("{"):
        found = _json(rest)
        metadata = {key: _words(found[key]) for key in ("position", "size") if key in found}
        rest = "" if metadata or rest == "{}" else rest
    place = TWEE2_PLACE.match(rest)
    if place:
        metadata, rest = {"position": f"{place[1]},{place[2]}"}, ""
    return Passage(name.strip(), "", tags, metadata), rest


def _until(text: str, ends: str, *, keep_escapes: bool = False) -> tuple[str, str]:
    """What stands before the first of `ends` that no backslash escapes, and the rest."""
    found: list[str] = []
    place = 0
    while place < len(text):
        letter = text[place]
        if letter == "\\" and place + 1 < len(text):
            found.append(text[place : place + 2] if keep_escapes else text[place + 1])
            place += 2
            continue
        if letter in ends:
            return "".join(found), text[place:].strip()
        found.append(letter)
        place += 1
    return "".join(found), ""


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def _json(text: str) -> dict[str, Any]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _words(value: Any) -> str:
    return str(value) if isinstance(value, str | int | float) else ""
