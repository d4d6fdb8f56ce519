"""Unpacks a package that was read, file by file, counting and summing what really comes out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from media.h5p.archive import Archive
from media.h5p.package import MANIFEST, Package

# Takes a path in the package and the file's bytes in pieces; must read them to the end.
Put = Callable[[str, Iterator[bytes]], None]
# Told after each file how many bytes came out; may raise to break off.
Step = Callable[[int], None]


@dataclass(frozen=True)
class Unpacked:
    """What came out: SHA-256 of each library's tree by its folder, of the content, and the size.

    A tree's hash is that of its lines “SHA-256 of the file, two spaces, path in the tree”, sorted
    by path, as `sha256sum` writes them.
    """

    libraries: dict[str, str]
    content: str
    size: int


def unpack(
    archive: Archive, package: Package, put: Put, step: Step = lambda size: None
) -> Unpacked:
    """Unpack what is needed to play. Raises PackageRefused, and what `put` and `step` raise; the
    caller then takes away what was put until then."""
    size = 0

    def tree(names: tuple[str, ...], folder: str) -> str:
        nonlocal size
        lines = []
        for name in names:
            digest = hashlib.sha256()
            taken = 0

            def pieces(name: str = name, digest: hashlib._Hash = digest) -> Iterator[bytes]:
                nonlocal taken
                for chunk in archive.chunks(name):
                    digest.update(chunk)
                    taken += len(chunk)
                    yield chunk

            put(name, pieces())
            size += taken
            lines.append(f"{digest.hexdigest()}  {name.removeprefix(f'{folder}/')}\n")
            step(taken)
        return hashlib.sha256("".join(lines).encode()).hexdigest()

    libraries = {each.folder: tree(each.files, each.folder) for each in package.libraries}
    content = tree((*package.content_files, MANIFEST), "")
    return Unpacked(libraries, content, size)
