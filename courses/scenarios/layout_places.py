"""Where the spots of each layer stand from side to side, in the order that they have."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

Spot = TypeVar("Spot", bound=Hashable)
SWEEPS, GAP = 8, 20.0


def placed(
    rows: Sequence[Sequence[Spot]],
    links: Sequence[tuple[Spot, Spot]],
    width: Callable[[Spot], float],
) -> dict[Spot, float]:
    """The centre of each spot: as near to its neighbours as order and widths allow."""
    neighbours: dict[Spot, list[Spot]] = {}
    for upper, lower in links:
        neighbours.setdefault(lower, []).append(upper)
        neighbours.setdefault(upper, []).append(lower)
    centres: dict[Spot, float] = {}
    for row in rows:
        offsets = _offsets(row, width)
        shift = (offsets[-1] if offsets else 0) / 2
        centres |= {spot: offset - shift for spot, offset in zip(row, offsets, strict=True)}
    for sweep in range(SWEEPS):
        for row in rows if sweep % 2 == 0 else reversed(rows):
            wanted = [
                sum(centres[each] for each in near) / len(near) if near else centres[spot]
                for spot, near in ((spot, neighbours.get(spot)) for spot in row)
            ]
            offsets = _offsets(row, width)
            level = _rising([want - off for want, off in zip(wanted, offsets, strict=True)])
            centres |= {
                spot: value + offset
                for spot, value, offset in zip(row, level, offsets, strict=True)
            }
    return centres


def _offsets(row: Sequence[Spot], width: Callable[[Spot], float]) -> list[float]:
    """Centres of the row when packed from 0 on."""
    found: list[float] = []
    for place, spot in enumerate(row):
        if not place:
            found.append(0.0)
        else:
            found.append(found[-1] + width(row[place - 1]) / 2 + GAP + width(spot) / 2)
    return found


def _rising(values: Sequence[float]) -> list[float]:
    """The nearest values (least squares) that never fall: pool adjacent violators."""
    pools: list[tuple[float, int]] = []
    for value in values:
        total, count = value, 1
        while pools and pools[-1][0] / pools[-1][1] > total / count:
            total, count = total + pools[-1][0], count + pools[-1][1]
            pools.pop()
        pools.append((total, count))
    return [total / count for total, count in pools for _ in range(count)]
