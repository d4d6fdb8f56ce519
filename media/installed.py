"""Libraries that an administrator has installed, for packages that come without their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from media.h5p.libraries import LibraryName
from media.h5p.package import Package, closure
from media.h5p.problems import Problem, problem
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
