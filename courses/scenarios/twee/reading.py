"""A file's bytes → a story, by whichever of the two formats it is in."""

from __future__ import annotations

import re

from courses.scenarios.twee.read_html import read_html
from courses.scenarios.twee.read_twee import read_twee
from courses.scenarios.twee.story import Story, StoryError

HEADER = re.compile(r"^::", re.M)
# What the reader uses for marks of its own, and what no text may hold.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ue000-\ue00f\ud800-\udfff]")
BOMS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}


def decoded(data: bytes) -> str:
    """Raises StoryError where the bytes are no text."""
    encoding = next((name for mark, name in BOMS.items() if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise StoryError("not-text") from error
    if "\x00" in text:
        raise StoryError("not-text")
    return text


def read_story(text: str) -> Story:
    """The story in `text`. Raises StoryError, whose words are for the person who uploads."""
    if not text.strip():
        raise StoryError("empty")
    text = FORBIDDEN.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    lower = text[:200_000].lower()
    page = lower.lstrip().startswith("<") or "<tw-storydata" in lower
    if not page and HEADER.search(text):
        return read_twee(text)
    return read_html(text)
