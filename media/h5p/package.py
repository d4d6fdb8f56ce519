"""Reads a package: everything that a trainer should know of it, or everything that is wrong.

Source: H5P specification, “h5p.json” (https://h5p.org/specification).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Any, Protocol

from media.h5p.archive import Archive
from media.h5p.json_text import language, objects, read_json, text, walk
from media.h5p.libraries import Library, LibraryName, asked_for, read_library, spoken
from media.h5p.limits import CONTENT_TYPES, LIMITS, Limits
from media.h5p.outside import MOST, hosts
from media.h5p.problems import PackageRefused, Problem, problem
from media.h5p.reports import Reports, can_report

MANIFEST = "h5p.json"
CONTENT = "content/content.json"
# What a list of activities shows as it lies there: a large one would be slow for everybody.
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp")
LARGEST_PICTURE = 1024 * 1024


@dataclass(frozen=True)
class Author:
    name: str
    role: str


@dataclass(frozen=True)
class Credits:
    """Who made it and under which licence, as the package says."""

    licence: str
    licence_version: str
    authors: tuple[Author, ...]
    source: str
    years: str


@dataclass(frozen=True)
class Package:
    """What a sound package holds. `missing` are libraries that it expects to be installed."""

    title: str
    language: str
    main: LibraryName
    credits: Credits
    # What it asks for by itself; what those need in turn comes with `closure`.
    wanted: tuple[LibraryName, ...]
    libraries: tuple[Library, ...]
    missing: tuple[LibraryName, ...]
    content_files: tuple[str, ...]
    skipped: tuple[str, ...]
    # The path of a picture in its content, or "".
    picture: str = ""
    # Other hosts from which it would show something; see `outside`.
    outside: tuple[str, ...] = ()

    @property
    def content_only(self) -> bool:
        return not self.libraries

    @property
    def reports(self) -> Reports:
        return can_report(self.main.name)


@dataclass(frozen=True)
class Reading:
    """A package, or None with all problems that were found."""

    package: Package | None
    problems: tuple[Problem, ...] = ()


@dataclass
class _Parts:
    content: list[str] = field(default_factory=list)
    folders: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    skipped: list[str] = field(default_factory=list)


def read_package(source: IO[bytes], limits: Limits = LIMITS) -> Reading:
    """Look at a package in a file that can seek. Reads its list and its JSON, and unpacks nothing:
    sizes and sums of the other files are checked as they are unpacked (`unpacking`)."""
    try:
        archive = Archive(source, limits)
    except PackageRefused as refused:
        return Reading(None, refused.problems)
    return read_archive(archive)


def read_archive(archive: Archive) -> Reading:
    problems = list(archive.problems)
    parts = _sort(archive, problems)
    manifest = _json(archive, MANIFEST, "manifest-missing", problems)
    content = _json(archive, CONTENT, "content-missing", problems)
    libraries = _libraries(archive, parts, problems)
    main = _main(manifest, problems) if manifest is not None else None
    if main is not None and main in libraries and not libraries[main].runnable:
        problems.append(problem("main-not-runnable", library=str(main)))
    if problems or manifest is None or content is None or main is None:
        return Reading(None, _once(problems))
    wanted = [main, *asked_for(manifest, "preloadedDependencies", "dynamicDependencies")]
    picture = ""
    outside: dict[str, bool] = {}
    whole = {"library": str(main), "params": content}
    for value, _depth in walk(whole, archive.limits):
        if len(outside) < MOST:
            outside |= dict.fromkeys(hosts(value), True)
        if not isinstance(value, dict):
            continue
        if named := spoken(value.get("library")):
            wanted.append(named)
        picture = picture or _picture(value, archive)
    used, missing = closure(wanted, libraries)
    package = Package(
        title=text(manifest, "title") or "H5P",
        language=language(manifest, "language") or language(manifest, "defaultLanguage"),
        main=main,
        credits=_credits(manifest),
        wanted=tuple(dict.fromkeys(wanted)),
        libraries=tuple(libraries[each] for each in used),
        missing=tuple(missing),
        content_files=tuple(sorted(parts.content)),
        skipped=tuple(
            sorted(
                [*parts.skipped, *(name for each in libraries.values() for name in each.skipped)]
            )
        ),
        picture=picture,
        outside=tuple(sorted(outside))[:MOST],
    )
    return Reading(package)


def read_libraries(archive: Archive) -> tuple[list[Library], tuple[Problem, ...]]:
    """All libraries that a package brings, used by its content or not, and what is wrong. A package
    of libraries only, without an activity, is as good."""
    problems = list(archive.problems)
    parts = _Parts()
    for name in archive.files:
        top, slash, _rest = name.partition("/")
        if slash and top != "content":
            parts.folders[top].append(name)
    found = _libraries(archive, parts, problems)
    if not found and not problems:
        problems.append(problem("libraries-none"))
    return list(found.values()), _once(problems)


class _Needing(Protocol):
    @property
    def needs(self) -> Sequence[LibraryName]: ...


def closure(
    wanted: Sequence[LibraryName], libraries: Mapping[LibraryName, _Needing]
) -> tuple[list[LibraryName], list[LibraryName]]:
    """What is needed to play: libraries that are there, each after those it needs; and the rest."""
    order: dict[LibraryName, bool] = {}
    waiting: list[tuple[LibraryName, bool]] = [(each, False) for each in reversed(wanted)]
    entered = set()
    while waiting:
        each, done = waiting.pop()
        if done:
            order.setdefault(each, True)
        elif each not in entered:
            entered.add(each)
            waiting.append((each, True))
            if each in libraries:
                waiting += [(need, False) for need in reversed(libraries[each].needs)]
    return (
        [each for each in order if each in libraries],
        sorted(each for each in order if each not in libraries),
    )


def _sort(archive: Archive, problems: list[Problem]) -> _Parts:
    """Which file belongs where. Content has a strict list of kinds."""
    parts = _Parts()
    for name in archive.files:
        top, slash, _rest = name.partition("/")
        if top == "content" and slash:
            if name.rpartition(".")[2].lower() not in CONTENT_TYPES or "." not in name:
                problems.append(problem("type-refused", file=name))
            parts.content.append(name)
        elif slash:
            parts.folders[top].append(name)
        elif name != MANIFEST:
            parts.skipped.append(name)
    return parts


def _json(
    archive: Archive, name: str, missing: str, problems: list[Problem]
) -> dict[str, Any] | None:
    if name not in archive.files:
        problems.append(problem(missing))
        return None
    try:
        return read_json(archive, name)
    except PackageRefused as refused:
        problems += refused.problems
        return None


def _picture(value: dict[str, Any], archive: Archive) -> str:
    """The picture that a part of the content shows, where it is fit for a list; or ""."""
    path, kind = value.get("path"), value.get("mime")
    if not isinstance(path, str) or not isinstance(kind, str) or not kind.startswith("image/"):
        return ""
    entry = archive.files.get(f"content/{path}")
    fits = entry is not None and entry.file_size <= LARGEST_PICTURE
    return f"content/{path}" if fits and path.lower().endswith(PICTURES) else ""


def _libraries(
    archive: Archive, parts: _Parts, problems: list[Problem]
) -> dict[LibraryName, Library]:
    found: dict[LibraryName, Library] = {}
    for folder, files in sorted(parts.folders.items()):
        if f"{folder}/library.json" not in archive.files:
            parts.skipped += files
            continue
        try:
            library, wrong = read_library(archive, folder, files)
        except PackageRefused as refused:
            problems += refused.problems
            continue
        problems += wrong
        if library.called in found:
            problems.append(problem("library-twice", library=str(library.called)))
        found[library.called] = library
    return found


def _main(manifest: dict[str, Any], problems: list[Problem]) -> LibraryName | None:
    name = manifest.get("mainLibrary")
    if not isinstance(name, str) or not name:
        problems.append(problem("main-missing"))
        return None
    for each in asked_for(manifest, "preloadedDependencies"):
        if each.name == name:
            return each
    problems.append(problem("main-unlisted", library=name))
    return None


def _credits(manifest: dict[str, Any]) -> Credits:
    authors = (
        Author(text(each, "name"), text(each, "role", 60)) for each in objects(manifest, "authors")
    )
    years = [text({"y": str(manifest[key])}, "y", 10)
             for key in ("yearFrom", "yearTo") if manifest.get(key)]  # fmt: skip
    return Credits(
        licence=text(manifest, "license", 60),
        licence_version=text(manifest, "licenseVersion", 20),
        authors=tuple(each for each in authors if each.name)[:50],
        source=text(manifest, "source", 500),
        years="–".join(years),
    )


def _once(problems: list[Problem]) -> tuple[Problem, ...]:
    """Each problem once, in the order found."""
    seen: dict[tuple[str, str], Problem] = {}
    for each in problems:
        seen.setdefault((each.code, repr(sorted(each.parameters.items()))), each)
    return tuple(seen.values())
