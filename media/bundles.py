"""All scripts of an activity in one file, and all its styles in another.

A browser keeps nothing of a page in an opaque origin between two visits, so each file is asked for
again each time: two instead of fifty to ninety. Each lies beside itself packed.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence

from media.activity_files import putting, storage
from media.models import ActivityVersion, Library
from media.style_sheets import FENCE, Room, joinable

SCRIPTS, STYLES = "bundle.js", "bundle.css"
PACKED = ".gz"
_CHUNK = 64 * 1024
# No style sheet is larger; what is more is not read into memory.
_LARGEST_STYLE = 8 * 1024 * 1024
_MARK = b"\xef\xbb\xbf"


def write_bundles(version: ActivityVersion, libraries: Sequence[Library]) -> None:
    """Write both files of a version whose libraries are stored, in load order."""
    with putting(version.folder) as put:
        for name, pieces in ((SCRIPTS, _scripts), (STYLES, _styles)):
            put(name, pieces(libraries))
            put(name + PACKED, _pack(pieces(libraries)))


def _pack(pieces: Iterable[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    for piece in pieces:
        yield packer.compress(piece)
    yield packer.flush()


def _scripts(libraries: Sequence[Library]) -> Iterator[bytes]:
    """Before each file its number is told, and at the end how many there are: where one of them
    breaks the joint file, the page knows which are left and loads those by themselves."""
    number = 0
    for library in libraries:
        for path in library.scripts:
            # A "use strict" that follows it holds for nothing else.
            yield b"wmFile(%d);\n" % number
            yield from _read(library, path)
            # What a file left open at its end is closed before the next one begins.
            yield b"\n;\n"
            number += 1
    yield b"wmFile(%d);\n" % number


def _read(library: Library, path: str) -> Iterator[bytes]:
    with storage().open(library.storage_path(path)) as file:
        yield file.read(_CHUNK).removeprefix(_MARK)
        while piece := file.read(_CHUNK):
            yield piece


def _styles(libraries: Sequence[Library]) -> Iterator[bytes]:
    room = Room()
    for library in libraries:
        read = _reader(library)
        for path in library.styles:
            place = f"libraries/{library.folder}/{path}"
            yield joinable(read(place) or "", place, read, room).encode()
            yield FENCE.encode()


def _reader(library: Library) -> Callable[[str], str | None]:
    """Reads a library's sheets by their path among the files of an activity."""
    top = f"libraries/{library.folder}/"

    def read(path: str) -> str | None:
        if not path.startswith(top) or ".." in path.split("/"):
            return None
        place = library.storage_path(path.removeprefix(top))
        try:
            with storage().open(place) as file:
                if file.size > _LARGEST_STYLE:
                    return None
                data: bytes = file.read()
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError, ValueError):
            return None
        return data.removeprefix(_MARK).decode("utf-8", "replace")

    return read
