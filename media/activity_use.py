"""Who needs an activity. Apps above register how to tell; media asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

# Given the keys of versions, those of them that are needed.
Asker = Callable[[Iterable[int]], set[int]]
_askers: list[Asker] = []


@dataclass(frozen=True)
class Told:
    """What an app says of the use of an activity: what is counted, how many, and which."""

    words: str
    number: int
    names: tuple[str, ...] = ()


# Given the tokens of an activity's versions.
Teller = Callable[[Sequence[str]], Told]
_tellers: list[Teller] = []


def register(asker: Asker) -> None:
    """`asker(version ids)` gives those that a page or a published course shows, or an attempt
    may go on with."""
    if asker not in _askers:
        _askers.append(asker)


def needed(version_ids: Iterable[int]) -> set[int]:
    """Those versions that must not be taken away."""
    asked = list(version_ids)
    return set().union(*(asker(asked) for asker in _askers)) if asked else set()


def tells_use(teller: Teller) -> Teller:
    """Registers what trainers read on the page of an activity. Fit for use as a decorator."""
    if teller not in _tellers:
        _tellers.append(teller)
    return teller


def told(tokens: Sequence[str]) -> list[Told]:
    """What every app says of the use of these versions; nothing where there are none."""
    return [teller(tokens) for teller in _tellers] if tokens else []
