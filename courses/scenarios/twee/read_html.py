"""Twine 2's published HTML → a story.

Read by a scanner of its own that looks at each character once, and at nothing but the four
elements that Twine writes: no browser, no script, and no file that takes long.
Source: Twine 2 HTML Output Specification.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from courses.scenarios.twee.report import Item
from courses.scenarios.twee.story import Passage, Story, StoryError, checked

ATTRIBUTE = re.compile(
    r"""\s*+([^\s"'<>/=]++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'=<>`]++)))?"""
)
TAG_END = re.compile(r"\s*+/?+>")
TWINE_1 = re.compile(r"""<div\b[^<>]{0,200}\bid=["']?(?:storeArea|store-area)\b""", re.I)
ELEMENT = re.compile(r"<(tw-passagedata|tw-tag|script|style)(?=[\s>])", re.I)


def read_html(text: str) -> Story:
    """Raises StoryError where there is no story, or half of one."""
    found = [story for story in _stories(text) if story is not None]
    if not found:
        raise StoryError("twine-1" if TWINE_1.search(text) else "not-twine")
    first, others = found[0], found[1:]
    attributes, passages, colours = first
    by_pid = {pid: passage.name for pid, passage in passages}
    name = attributes.get("name", "").strip()
    return checked(
        Story(
            title=name,
            passages=tuple(passage for _pid, passage in passages),
            start=by_pid.get(attributes.get("startnode", ""), ""),
            ifid=attributes.get("ifid", ""),
            format=attributes.get("format", ""),
            format_version=attributes.get("format-version", ""),
            tag_colours=colours,
            zoom=attributes.get("zoom", ""),
            notices=tuple(
                Item("other-story", "", 0, other[0].get("name", "").strip()) for other in others
            ),
        )
    )


Found = tuple[dict[str, str], list[tuple[str, Passage]], dict[str, str]]


def _stories(text: str) -> Iterator[Found | None]:
    """Every story of the file. The format's own program also names the element, without data."""
    lower = text.lower() if text.isascii() else text
    place = 0
    while (place := lower.find("<tw-storydata", place)) >= 0:
        attributes, inner = tag_attributes(text, place + len("<tw-storydata"))
        if inner < 0 or "name" not in attributes:
            place += 1
            continue
        passages, colours, place = _inside(text, lower, inner)
        yield attributes, passages, colours


def _inside(
    text: str, lower: str, place: int
) -> tuple[list[tuple[str, Passage]], dict[str, str], int]:
    end = lower.find("</tw-storydata", place)
    if end < 0:
        raise StoryError("truncated")
    passages: list[tuple[str, Passage]] = []
    colours: dict[str, str] = {}
    while (element := ELEMENT.search(text, place, end)) is not None:
        kind = element[1].lower()
        attributes, start = tag_attributes(text, element.end())
        close = lower.find(f"</{kind}", start) if start >= 0 else -1
        if close < 0:
            raise StoryError("truncated")
        if close > end:
            # A script or style that quotes the end of the story.
            end = lower.find("</tw-storydata", close)
            if end < 0:
                raise StoryError("truncated")
        place = close
        inner = text[start:close]
        if kind == "tw-tag":
            colours[attributes.get("name", "")] = attributes.get("color", "")
        elif kind in {"script", "style"}:
            if inner.strip():
                tag = "script" if kind == "script" else "stylesheet"
                name = f"Story {'JavaScript' if kind == 'script' else 'Stylesheet'}"
                passages.append(("", Passage(name, inner.strip(), (tag,))))
        else:
            passages.append((attributes.get("pid", ""), _passage(attributes, inner)))
    return passages, colours, end


def _passage(attributes: dict[str, str], inner: str) -> Passage:
    return Passage(
        name=attributes.get("name", "").strip(),
        text=unescape(inner).rstrip(),
        tags=tuple(attributes.get("tags", "").split()),
        metadata={key: attributes[key] for key in ("position", "size") if attributes.get(key)},
    )


def tag_attributes(text: str, place: int) -> tuple[dict[str, str], int]:
    """The attributes of the tag whose name ends at `place`; where its content begins, or -1."""
    found: dict[str, str] = {}
    while True:
        end = TAG_END.match(text, place)
        if end:
            return found, end.end()
        attribute = ATTRIBUTE.match(text, place)
        if not attribute:
            return found, -1
        value = next((part for part in attribute.groups()[1:] if part is not None), "")
        found.setdefault(attribute[1].lower(), unescape(value))
        place = attribute.end()
