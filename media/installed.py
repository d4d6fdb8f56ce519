"""Libraries that an administrator has installed, for packages that come without their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO

from media.h5p.libraries import LibraryName
from media.h5p.package import Package, closure, read_package
from media.h5p.problems import PackageRefused, Problem, problem
from media.models import Library


@dataclass(frozen=True)
class _Node:
    needs: Sequence[LibraryName]


@dataclass(frozen=True)
class Resolved:
    """What an activity is played with, in load order: what comes with it, what is installed."""

    order: tuple[LibraryName, ...]
    installed: dict[LibraryName, Library]
    missing: tuple[LibraryName, ...]


def not_installed(missing: Sequence[LibraryName]) -> Problem:
    """What to say where libraries are missing."""
    return problem("libraries-missing", libraries=", ".join(str(each) for each in missing))


def curated() -> dict[LibraryName, Library]:
    """The curated set."""
    return {
        LibraryName(row.name, row.major, row.minor): row
        for row in Library.objects.filter(curated=True)
    }


def resolve(package: Package) -> Resolved:
    """Find every library that a package needs. Its own come first: an installed one never
    replaces or patches what a package brings."""
    installed = curated() if package.missing else {}
    nodes = {
        name: _Node([LibraryName(*need) for need in row.needs]) for name, row in installed.items()
    }
    nodes |= {each.called: _Node(each.needs) for each in package.libraries}
    order, missing = closure(package.wanted, nodes)
    own = {each.called for each in package.libraries}
    used = {name: installed[name] for name in order if name not in own}
    return Resolved(tuple(order), used, tuple(missing))


def playable(source: IO[bytes]) -> Package:
    """The package in a file that can seek. Raises PackageRefused with everything that is wrong
    with it or lacking here."""
    reading = read_package(source)
    if reading.package is None:
        raise PackageRefused(*reading.problems)
    if missing := resolve(reading.package).missing:
        raise PackageRefused(not_installed(missing))
    return reading.package
