"""Who needs a version of an activity. Apps above register how to tell; media asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable

# Given the keys of versions, those of them that are needed.
Asker = Callable[[Iterable[int]], set[int]]
_askers: list[Asker] = []


def register(asker: Asker) -> None:
    """`asker(version ids)` gives those that a page or a published course shows, or an attempt
    may go on with."""
    if asker not in _askers:
        _askers.append(asker)


def needed(version_ids: Iterable[int]) -> set[int]:
    """Those versions that must not be taken away."""
    asked = list(version_ids)
    return set().union(*(asker(asked) for asker in _askers)) if asked else set()
