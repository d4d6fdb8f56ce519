"""One play that shows what was found: a way from the start to a state, and on to an ending."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from courses.scenarios.prover.moves import Move
from courses.scenarios.prover.state_graph import StateGraph
from courses.scenarios.prover.sweep import NOWHERE, Numbers

Spot = tuple[int, int]


def way_back(
    graph: StateGraph, held: Sequence[Numbers], weights: Numbers, spot: Spot
) -> list[Move]:
    """The moves from the start to `spot` (scene, position) along which `held` (one column, as
    `greatest` keeps it) has come about."""
    first: Spot = (
        graph.start,
        int(np.searchsorted(graph.rows[graph.start], graph.space.initial)),
    )
    came: dict[Spot, tuple[Spot, Move] | None] = {spot: None}
    waiting = [spot]
    while waiting:
        here = waiting.pop()
        if here == first and _is_start(held, first):
            return _followed(came, here)
        for link in graph.arriving[here[0]]:
            weight = int(weights[link.move.index, 0])
            if weight <= NOWHERE:
                continue
            for position in _before(link.source, link.target, here[1]):
                there = (link.move.source, position)
                value = int(held[there[0]][position, 0])
                if there not in came and value + weight == int(held[here[0]][here[1], 0]):
                    came[there] = (here, link.move)
                    waiting.append(there)
    return []


def _is_start(held: Sequence[Numbers], first: Spot) -> bool:
    return int(held[first[0]][first[1], 0]) > NOWHERE // 2


def _before(source: Numbers | None, target: Numbers | None, position: int) -> list[int]:
    found = [position] if target is None else np.flatnonzero(target == position).tolist()
    return found if source is None else source[found].tolist()


def _followed(came: dict[Spot, tuple[Spot, Move] | None], spot: Spot) -> list[Move]:
    moves = []
    step = came[spot]
    while step is not None:
        spot, move = step
        moves.append(move)
        step = came[spot]
    return moves


def way_on(graph: StateGraph, steps: Sequence[Numbers], spot: Spot) -> list[Move]:
    """The moves of a shortest way from `spot` to a goal, by the `steps_to` it."""
    moves: list[Move] = []
    scene, position = spot
    while steps[scene][position] > 0:
        for link in graph.links[scene]:
            at = position
            if link.source is not None:
                at = int(np.searchsorted(link.source, position))
                if at == len(link.source) or link.source[at] != position:
                    continue
            landed = at if link.target is None else int(link.target[at])
            if steps[link.move.target][landed] == steps[scene][position] - 1:
                moves.append(link.move)
                scene, position = link.move.target, landed
                break
    return moves
