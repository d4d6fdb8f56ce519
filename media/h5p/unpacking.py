"""Takes files out of a package that was read, counting and summing what really comes out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence

from media.h5p.archive import Archive

# Takes a path in its tree and the file's bytes in pieces; must read them to the end.
Put = Callable[[str, Iterator[bytes]], None]
# Told after each file how many bytes came out; may raise to break off.
Step = Callable[[int], None]


def tree(
    archive: Archive, names: Sequence[str], folder: str, put: Put, step: Step
) -> tuple[str, int]:
    """Take out the files of a tree; gives its SHA-256 and its size in bytes.

    `names` are paths in the package; what stands before `folder/` is left off for `put`. The hash
    is that of the lines “SHA-256 of the file, two spaces, path in the tree”, sorted by path, as
    `sha256sum` writes them. Raises PackageRefused, and what `put` and `step` raise.
    """
    lines = []
    size = 0
    start = len(folder) + 1 if folder else 0
    for name in sorted(names):
        pieces = _Pieces(archive, name)
        put(name[start:], iter(pieces))
        lines.append(f"{pieces.digest.hexdigest()}  {name[start:]}\n")
        size += pieces.size
        step(pieces.size)
    return hashlib.sha256("".join(lines).encode()).hexdigest(), size


class _Pieces:
    """A file's bytes on their way, summed as they pass."""

    def __init__(self, archive: Archive, name: str) -> None:
        self._pieces = archive.chunks(name)
        self.digest = hashlib.sha256()
        self.size = 0

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            self.digest.update(piece)
            self.size += len(piece)
            yield piece
