"""All scripts of an activity in one file, and all its styles in another.

A browser keeps nothing of a page in an opaque origin between two visits, so each file is asked for
again each time: two instead of fifty to ninety.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence

from media.activity_files import put, storage
from media.models import ActivityVersion, Library

SCRIPTS, STYLES = "bundle.js", "bundle.css"
_URL = re.compile(r"""url\(\s*(["']?)([^"')]+)\1\s*\)""", re.IGNORECASE)
_CHARSET = re.compile(r"@charset\s+[^;]+;", re.IGNORECASE)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|/|#", re.IGNORECASE)


def write_bundles(version: ActivityVersion, libraries: Sequence[Library]) -> None:
    """Write both files of a version whose libraries are stored, in load order."""
    put(version.storage_path(SCRIPTS), _scripts(libraries))
    put(version.storage_path(STYLES), _styles(libraries))


def _read(library: Library, path: str) -> bytes:
    with storage().open(library.storage_path(path)) as file:
        data: bytes = file.read()
    return data.removeprefix(b"\xef\xbb\xbf")


def _scripts(libraries: Sequence[Library]) -> Iterator[bytes]:
    # Before the first, so that its "use strict" does not hold for all that follow.
    yield b";\n"
    for library in libraries:
        for path in library.scripts:
            yield _read(library, path)
            # What a file left open at its end is closed before the next one begins.
            yield b"\n;\n"


def _styles(libraries: Sequence[Library]) -> Iterator[bytes]:
    for library in libraries:
        for path in library.styles:
            text = _read(library, path).decode("utf-8", "replace")
            yield relocate(text, posixpath.dirname(f"libraries/{library.folder}/{path}")).encode()
            yield b"\n"


def relocate(css: str, folder: str) -> str:
    """A style sheet as it must read outside of its folder, where its own files lie."""

    def address(found: re.Match[str]) -> str:
        target = found[2].strip()
        if _ELSEWHERE.match(target):
            return found[0]
        path, mark, rest = target.partition("?")
        if not mark:
            path, mark, rest = target.partition("#")
        moved = posixpath.normpath(posixpath.join(folder, path))
        return (
            found[0] if moved.startswith("..") else f"url({found[1]}{moved}{mark}{rest}{found[1]})"
        )

    return _URL.sub(address, _CHARSET.sub("", css))
