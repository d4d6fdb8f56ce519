"""A story → Twee 3."""

from __future__ import annotations

import json
import re
from typing import Any

from courses.scenarios.twee.story import Passage, Story

ESCAPED = re.compile(r"([\[\]{}\\])")


def write_twee(story: Story) -> str:
    """The story's text in Twee 3; reading it again gives an equal story."""
    data: dict[str, Any] = {"ifid": story.ifid}
    for key, value in (
        ("format", story.format),
        ("format-version", story.format_version),
        ("start", story.start),
        ("tag-colors", dict(story.tag_colours)),
        ("zoom", story.zoom),
    ):
        if value:
            data[key] = value
    parts = [
        f":: StoryTitle\n{_body(story.title)}",
        f":: StoryData\n{json.dumps(data, indent=2)}",
        *(f"{_header(each)}\n{_body(each.text)}" for each in story.passages),
    ]
    return "\n\n\n".join(part.rstrip() for part in parts) + "\n"


def _header(passage: Passage) -> str:
    parts = ["::", ESCAPED.sub(r"\\\1", passage.name)]
    if passage.tags:
        parts.append("[" + " ".join(ESCAPED.sub(r"\\\1", tag) for tag in passage.tags) + "]")
    if passage.metadata:
        parts.append(json.dumps(dict(passage.metadata), separators=(",", ":")))
    return " ".join(parts)


def _body(text: str) -> str:
    """A line that begins with `::` would begin a passage; one space keeps it what it is."""
    return re.sub(r"^::", " ::", text, flags=re.M)
