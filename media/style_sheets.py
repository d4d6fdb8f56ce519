"""Style sheets of libraries, so that many of them stand in one file and each still holds.

Source: CSS Syntax 3 §5 (what is open at a sheet's end is closed there), CSS Cascade 5 §2 (@import).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable

# The text of another sheet of the library by its path, or None where there is no such.
Read = Callable[[str], str | None]
DEEPEST = 5
_URL = re.compile(
    r"""url\(\s*(?:"([^"\n]*)"|'([^'\n]*)'|([^"'()\s]+))\s*\)""",
    re.IGNORECASE,
)
_IMPORT = re.compile(
    r"""@import\s+(?:url\(\s*)?(?:"([^"\n]*)"|'([^'\n]*)'|([^"'()\s;]+))\s*\)?([^;{}]*);""",
    re.IGNORECASE,
)
_CHARSET = re.compile(r"@charset\s+[^;]+;", re.IGNORECASE)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|/|#", re.IGNORECASE)
_ASIDE = re.compile(r"""/\*.*?(?:\*/|\Z)|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'""", re.DOTALL)


def joinable(css: str, path: str, read: Read, depth: int = 0) -> str:
    """The sheet at `path` as it can stand among others, its addresses relative to the same root.

    What it imports from its own library is put in its place, `read` gives it; what it imports from
    elsewhere is left out, as no activity may ask for it. What is open at its end is closed.
    """
    folder = posixpath.dirname(path)

    def imported(found: re.Match[str]) -> str:
        target = (found[1] or found[2] or found[3] or "").strip()
        if _ELSEWHERE.match(target) or depth >= DEEPEST:
            return ""
        inner_path = posixpath.normpath(posixpath.join(folder, target.partition("?")[0]))
        text = read(inner_path)
        if text is None:
            return ""
        inner = joinable(text, inner_path, read, depth + 1)
        media = found[4].strip()
        return f"@media {media} {{\n{inner}\n}}\n" if media else inner

    css = _CHARSET.sub("", css.removeprefix("\ufeff"))
    # Its own addresses first: what is imported has a folder of its own.
    parts, at = [], 0
    for found in _IMPORT.finditer(css):
        parts += [relocate(css[at : found.start()], folder), imported(found)]
        at = found.end()
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
    comment = css.rfind("/*")
    if comment > css.rfind("*/"):
        css += "*/"
    bare = _ASIDE.sub("", css)
    return css + "}" * max(0, bare.count("{") - bare.count("}"))
