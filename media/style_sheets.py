"""Style sheets of libraries, so that many of them stand in one file and each still holds.

They are strangers' text: every pattern is bounded, so that none takes long over a sheet made for
it, and what is joined is measured. Source: CSS Syntax 3 §5 (what is open at a sheet's end is closed
there), CSS Cascade 5 §2 (@import).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable

# The text of another sheet of the library by its path, or None where there is no such.
Read = Callable[[str], str | None]
DEEPEST = 5
# Characters that may be imported; a sheet may import another, and that a third, ever so often.
LARGEST = 8 * 1024 * 1024
_URL = re.compile(
    r"""url\(\s*(?:"([^"\n]*)"|'([^'\n]*)'|([^"'()\s]+))\s*\)""",
    re.IGNORECASE,
)
# Longer than any path or condition, and short enough to be looked through from every place. Of a
# comment its beginning: what stands in one is not imported.
_IMPORT = re.compile(
    r"""/\*|@import\s{1,100}+(?:url\(\s{0,100}+)?(?:"([^"\n]{0,500})"|'([^'\n]{0,500})'"""
    r"""|([^"'()\s;]{1,500}+))\s{0,100}+\)?([^;{}]{0,300}+);""",
    re.IGNORECASE,
)
_CHARSET = re.compile(r"@charset\s{1,100}+[^;]{1,100}+;", re.IGNORECASE)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|/|#", re.IGNORECASE)
# A text ends with its line at the latest; of an address without quotes the beginning.
_MARK = re.compile(
    r"""/\*|[][{}()]|\\.|url\(\s{0,100}+(?![\s"')])"""
    r"""|"(?:\\.|[^"\\\n])*+("|\n|\Z)|'(?:\\.|[^'\\\n])*+('|\n|\Z)""",
    re.DOTALL | re.IGNORECASE,
)
_CLOSES = {"{": "}", "(": ")", "[": "]"}
# Stands after each sheet: a stray mark at its end would take along the first rule that follows.
FENCE = "\n;wm-end{}\n"


class Room:
    """How many characters may still be imported, over all sheets that are joined."""

    def __init__(self, left: int = LARGEST) -> None:
        self.left = left

    def take(self, text: str) -> bool:
        """Whether a sheet that is imported still has room; the first that has none ends it."""
        # One that is empty costs something too.
        self.left -= len(text) + 1000
        return self.left > 0


def joinable(css: str, path: str, read: Read, room: Room | None = None, depth: int = 0) -> str:
    """The sheet at `path` as it can stand among others, its addresses relative to the same root.

    What it imports from its own library is put in its place, `read` gives it; what it imports from
    elsewhere is left out, as no activity may ask for it, and what there is no room for. What is
    open at its end is closed.
    """
    folder = posixpath.dirname(path)
    space = Room() if room is None else room

    def imported(found: re.Match[str]) -> str:
        target = (found[1] or found[2] or found[3] or "").strip()
        if _ELSEWHERE.match(target) or depth >= DEEPEST or space.left <= 0:
            return ""
        inner_path = posixpath.normpath(posixpath.join(folder, target.partition("?")[0]))
        text = read(inner_path)
        if text is None or not space.take(text):
            return ""
        inner = joinable(text, inner_path, read, space, depth + 1)
        media = found[4].strip()
        return f"@media {media} {{\n{inner}\n}}\n" if media else inner

    css = _CHARSET.sub("", css.removeprefix("\ufeff"))
    # Its own addresses first: what is imported has a folder of its own.
    parts, at, look = [], 0, 0
    while found := _IMPORT.search(css, look):
        look = found.end()
        if found[0] == "/*":
            look = css.find("*/", look) + 2
            if look == 1:
                break
            continue
        parts += [relocate(css[at : found.start()], folder), imported(found)]
        at = look
    return closed("".join([*parts, relocate(css[at:], folder)]))


def relocate(css: str, folder: str) -> str:
    """A style sheet as it must read outside of its folder, where its own files lie."""

    def address(found: re.Match[str]) -> str:
        target = (found[1] or found[2] or found[3] or "").strip()
        if not target or _ELSEWHERE.match(target):
            return found[0]
        path, mark, rest = target.partition("?")
        if not mark:
            path, mark, rest = target.partition("#")
        moved = posixpath.normpath(posixpath.join(folder, path))
        if moved.startswith(".."):
            return found[0]
        quote = '"' if found[1] else "'" if found[2] else ""
        return f"url({quote}{moved}{mark}{rest}{quote})"

    return _URL.sub(address, _CHARSET.sub("", css))


def closed(css: str) -> str:
    """With what is still open at its end closed, as a browser does at the end of a file."""
    waiting: list[str] = []
    at = 0
    while found := _MARK.search(css, at):
        mark, at = found[0], found.end()
        end = "*/" if mark == "/*" else ")" if len(mark) > 3 and mark[3] == "(" else ""
        if found.lastindex:
            if not found[found.lastindex]:
                return css + mark[0] + "".join(reversed(waiting))
        elif end:
            # What is hidden in a comment or an address counts for nothing.
            at = css.find(end, at) + len(end)
            if at < found.end():
                return css + end + "".join(reversed(waiting))
        elif mark in _CLOSES:
            waiting.append(_CLOSES[mark])
        elif waiting and mark == waiting[-1]:
            waiting.pop()
    # A backslash at the very end would take along what is put there.
    return css + (" " if css.endswith("\\") else "") + "".join(reversed(waiting))
