"""Loops of scenes, state by state: do they end, in which order, and do they earn points?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from courses.scenarios.prover.blocks import Fan, components
from courses.scenarios.prover.limits import Limits, TooLarge
from courses.scenarios.prover.moves import Move
from courses.scenarios.prover.space import Rows
from courses.scenarios.prover.state_graph import Link, StateGraph


@dataclass(frozen=True)
class Loop:
    """A group of scenes that lead to one another, with its states as numbers from 0.

    `levels`: arrows inside, in an order in which each state comes after all that lead to it;
    None where some state leads back to itself. `core`: the states on or between such cycles.
    """

    scenes: list[int]
    first: dict[int, int]
    size: int
    source: Rows
    target: Rows
    move: Rows
    levels: list[Rows] | None
    core: Rows

    def part(self, scene: int, rows: int) -> slice:
        return slice(self.first[scene], self.first[scene] + rows)


@dataclass(frozen=True)
class Course:
    """The graph with its loops worked out, by the place of their block."""

    graph: StateGraph
    loops: Mapping[int, Loop]
    limits: Limits

    @property
    def cyclic(self) -> bool:
        return any(loop.levels is None for loop in self.loops.values())


def course_of(graph: StateGraph, limits: Limits) -> Course:
    """The graph with its loops worked out. Raises TooLarge."""
    loops = {
        place: loop_of(graph, block, limits)
        for place, block in enumerate(graph.blocks)
        if graph.looped[place]
    }
    return Course(graph, loops, limits)


def loop_of(graph: StateGraph, block: Sequence[int], limits: Limits) -> Loop:
    """The loop made by the scenes of `block`. Raises TooLarge."""
    first, size = dict[int, int](), 0
    for scene in block:
        first[scene] = size
        size += len(graph.rows[scene])
    inside = [link for scene in block for link in graph.links[scene] if link.move.target in first]
    source = _joined([_sources(link, graph) + first[link.move.source] for link in inside])
    target = _joined([_targets(link) + first[link.move.target] for link in inside])
    move = _joined([np.full(link.size, link.move.index, dtype=np.int64) for link in inside])
    levels, left = _peeled(size, source, target, limits)
    core = left
    if len(left):
        within = np.zeros(size, dtype=bool)
        within[left] = True
        kept = within[source] & within[target]
        _levels, back = _peeled(size, target[kept], source[kept], limits)
        core = np.intersect1d(left, back)
    return Loop(list(block), first, size, source, target, move, None if len(left) else levels, core)


def _joined(parts: list[Rows]) -> Rows:
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)


def _sources(link: Link, graph: StateGraph) -> Rows:
    if link.source is None:
        return np.arange(len(graph.rows[link.move.source]))
    return link.source


def _targets(link: Link) -> Rows:
    return np.arange(link.size) if link.target is None else link.target


def _peeled(size: int, source: Rows, target: Rows, limits: Limits) -> tuple[list[Rows], Rows]:
    """Takes away, round after round, the states that nothing leads to any more.

    Gives the arrows by round, and the states that are left: those on cycles and behind them.
    """
    fan = Fan(size, source)
    incoming = np.bincount(target, minlength=size)
    free = np.flatnonzero(incoming == 0)
    levels: list[Rows] = []
    gone = np.zeros(size, dtype=bool)
    while len(free):
        if len(levels) >= limits.rounds:
            raise TooLarge("rounds", limits.rounds)
        gone[free] = True
        arrows = fan.out_of(free)
        levels.append(arrows)
        hit, times = np.unique(target[arrows], return_counts=True)
        incoming[hit] -= times
        free = hit[incoming[hit] == 0]
    return levels, np.flatnonzero(~gone)


def scored_on_cycle(loop: Loop, moves: Sequence[Move]) -> list[Move]:
    """The moves that earn points and lead a state back to itself."""
    within = np.zeros(loop.size, dtype=bool)
    within[loop.core] = True
    kept = within[loop.source] & within[loop.target]
    scored = np.array([move.points > 0 for move in moves], dtype=bool)
    if not len(loop.core) or not scored[loop.move[kept]].any():
        return []
    number = np.zeros(loop.size, dtype=np.int64)
    number[loop.core] = np.arange(len(loop.core))
    source, target = number[loop.source[kept]], number[loop.target[kept]]
    onward: list[list[int]] = [[] for _ in loop.core]
    for one, other in zip(source.tolist(), target.tolist(), strict=True):
        onward[one].append(other)
    part = np.zeros(len(loop.core), dtype=np.int64)
    for index, states in enumerate(components(range(len(onward)), onward)):
        part[states] = index
    within_part = part[source] == part[target]
    found = np.unique(loop.move[kept][within_part])
    return [moves[index] for index in found.tolist() if scored[index]]
