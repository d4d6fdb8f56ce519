"""The libraries in a package: what each says of itself and which of its files it loads.

Source: H5P specification, “library.json” (https://h5p.org/library-definition).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from media.h5p.archive import Archive
from media.h5p.json_text import objects, read_json, text, whole
from media.h5p.limits import CORE, LIBRARY_TYPES
from media.h5p.problems import PackageRefused, Problem, problem

_NAME = re.compile(r"[A-Za-z0-9_][\w.-]{0,254}", re.ASCII)
_SPOKEN = re.compile(r"([A-Za-z0-9_][\w.-]{0,254}) (\d{1,9})\.(\d{1,9})", re.ASCII)


@dataclass(frozen=True, order=True)
class LibraryName:
    """A library by name and version, as others ask for it."""

    name: str
    major: int
    minor: int

    def __str__(self) -> str:
        return f"{self.name} {self.major}.{self.minor}"

    @property
    def folder(self) -> str:
        """The folder in which H5P's player looks for it."""
        return f"{self.name}-{self.major}.{self.minor}"


@dataclass(frozen=True)
class Library:
    """One library folder. Files are paths in the package; scripts and styles in load order."""

    called: LibraryName
    patch: int
    title: str
    folder: str
    files: tuple[str, ...]
    scripts: tuple[str, ...]
    styles: tuple[str, ...]
    needs: tuple[LibraryName, ...]
    runnable: bool
    fullscreen: bool
    licence: str
    author: str
    skipped: tuple[str, ...] = ()


def spoken(value: Any) -> LibraryName | None:
    """The library that a text like “H5P.Text 1.1” names, or None."""
    found = _SPOKEN.fullmatch(value) if isinstance(value, str) else None
    return LibraryName(found[1], int(found[2]), int(found[3])) if found else None


def asked_for(data: dict[str, Any], *keys: str) -> Iterator[LibraryName]:
    """The libraries in lists of dependencies. What is no dependency is passed over."""
    for key in keys:
        for each in objects(data, key):
            name = each.get("machineName")
            major, minor = whole(each.get("majorVersion")), whole(each.get("minorVersion"))
            if not isinstance(name, str) or not _NAME.fullmatch(name):
                continue
            if major is not None and minor is not None:
                yield LibraryName(name, major, minor)


def read_library(archive: Archive, folder: str, files: list[str]) -> tuple[Library, list[Problem]]:
    """One library folder and what is wrong with it. Raises PackageRefused where it is none."""
    data = read_json(archive, f"{folder}/library.json")
    name = data.get("machineName")
    major, minor = whole(data.get("majorVersion")), whole(data.get("minorVersion"))
    if not isinstance(name, str) or not _NAME.fullmatch(name) or major is None or minor is None:
        raise PackageRefused(problem("library-broken", folder=folder))
    called = LibraryName(name, major, minor)
    patch = whole(data.get("patchVersion")) or 0
    problems = []
    if folder not in {name, called.folder, f"{called.folder}.{patch}"}:
        problems.append(problem("library-folder", folder=folder, library=str(called)))
    core = data.get("coreApi")
    if isinstance(core, dict):
        needed = (whole(core.get("majorVersion")) or 0, whole(core.get("minorVersion")) or 0)
        if needed > CORE:
            have, want = f"{CORE[0]}.{CORE[1]}", f"{needed[0]}.{needed[1]}"
            problems.append(problem("core-newer", library=str(called), needed=want, have=have))
    kept = [each for each in files if each.rpartition(".")[2].lower() in LIBRARY_TYPES]
    scripts, styles = (
        _assets(called, folder, objects(data, key), set(kept), problems)
        for key in ("preloadedJs", "preloadedCss")
    )
    library = Library(
        called=called,
        patch=patch,
        title=text(data, "title") or name,
        folder=folder,
        files=tuple(sorted(kept)),
        scripts=scripts,
        styles=styles,
        # What only the editor loads is not needed to play.
        needs=tuple(dict.fromkeys(asked_for(data, "preloadedDependencies", "dynamicDependencies"))),
        runnable=whole(data.get("runnable")) == 1 or data.get("runnable") is True,
        fullscreen=whole(data.get("fullscreen")) == 1 or data.get("fullscreen") is True,
        licence=text(data, "license"),
        author=text(data, "author"),
        skipped=tuple(sorted(set(files) - set(kept))),
    )
    return library, problems


def _assets(
    library: LibraryName,
    folder: str,
    listed: list[dict[str, Any]],
    files: set[str],
    problems: list[Problem],
) -> tuple[str, ...]:
    """The paths in the package of the files that a library loads."""
    found = []
    for each in listed:
        path = each.get("path")
        if not isinstance(path, str) or not path:
            continue
        whole_path = posixpath.normpath(posixpath.join(folder, path))
        outside = path.startswith("/") or ":" in path or "\\" in path
        if outside or not whole_path.startswith(f"{folder}/"):
            problems.append(problem("asset-outside", library=str(library), file=path))
        elif whole_path not in files:
            problems.append(problem("asset-missing", library=str(library), file=path))
        else:
            found.append(whole_path)
    # Once each: named a thousand times, a large one would fill the disk when they are joined.
    return tuple(dict.fromkeys(found))
