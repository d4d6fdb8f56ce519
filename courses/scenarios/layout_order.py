"""The order of each layer of a map: sweeps by barycentre, and the best of them is kept."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Hashable, Mapping, Sequence
from itertools import pairwise
from typing import TypeVar

Spot = TypeVar("Spot", bound=Hashable)
# A large map gets fewer sweeps, so that it is drawn while one waits.
LEAST_SWEEPS, MOST_SWEEPS, LINKS_SWEPT = 4, 10, 30_000


def ordered(rows: Sequence[Sequence[Spot]], links: Sequence[tuple[Spot, Spot]]) -> list[list[Spot]]:
    """The rows in an order with few crossings; `links` lead from one row to the next."""
    above: dict[Spot, list[Spot]] = {}
    below: dict[Spot, list[Spot]] = {}
    for upper, lower in links:
        above.setdefault(lower, []).append(upper)
        below.setdefault(upper, []).append(lower)
    kept = [list(row) for row in rows]
    fewest = crossings(kept, below)
    now = [list(row) for row in kept]
    sweeps = LINKS_SWEPT // max(len(links), 1)
    for sweep in range(min(max(sweeps, LEAST_SWEEPS), MOST_SWEEPS)):
        if not fewest:
            break
        down = sweep % 2 == 0
        places = range(1, len(now)) if down else range(len(now) - 2, -1, -1)
        for place in places:
            beside = now[place - 1] if down else now[place + 1]
            now[place] = _by_barycentre(now[place], beside, above if down else below)
        found = crossings(now, below)
        if found < fewest:
            kept, fewest = [list(row) for row in now], found
    return kept


def _by_barycentre(
    row: Sequence[Spot], beside: Sequence[Spot], neighbours: Mapping[Spot, Sequence[Spot]]
) -> list[Spot]:
    at = {spot: place for place, spot in enumerate(beside)}

    def centre(place: int) -> float:
        near = [at[each] for each in neighbours.get(row[place], ()) if each in at]
        # Without neighbours a spot keeps its place.
        return sum(near) / len(near) if near else place * len(beside) / max(len(row), 1)

    return [row[place] for place in sorted(range(len(row)), key=centre)]


def crossings(rows: Sequence[Sequence[Spot]], below: Mapping[Spot, Sequence[Spot]]) -> int:
    """How often links cross, over all pairs of neighbouring rows."""
    count = 0
    for row, lower in pairwise(rows):
        at = {spot: place for place, spot in enumerate(lower)}
        seen: list[int] = []
        for spot in row:
            ends = sorted(at[each] for each in below.get(spot, ()))
            count += sum(len(seen) - bisect_right(seen, end) for end in ends)
            for end in ends:
                insort(seen, end)
    return count
