"""What was counted of one scenario version. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Count:
    """So many tries (or visits), by so many different people."""

    tries: int = 0
    people: int = 0


NONE = Count()

# By standing of the question and outcome of the visit.
Standing = Mapping[tuple[str, str], Count]


@dataclass(frozen=True)
class Counts:
    """What was counted: `moves` by scene and choice, over tries that ended; `stood` by scene,
    over those that did not; `bands` by scene: answers in each band of time; `asked` by scene and
    question: visits by how the question stood and what came of them."""

    passed: Count = NONE
    unpassed: Count = NONE
    ended: Count = NONE
    moves: Mapping[tuple[str, str], Count] = field(default_factory=dict)
    stood: Mapping[str, Count] = field(default_factory=dict)
    standing: Count = NONE
    bands: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    asked: Mapping[tuple[str, str], Standing] = field(default_factory=dict)
