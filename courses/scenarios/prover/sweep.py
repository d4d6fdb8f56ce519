"""Carries the greatest of something from the start through all states, or back from the endings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from courses.scenarios.prover.limits import TooLarge
from courses.scenarios.prover.loops import Course, Loop
from courses.scenarios.prover.state_graph import Link

Numbers = NDArray[np.int64]
NOWHERE = -(1 << 50)


def greatest(
    course: Course, weights: Numbers, first: Sequence[int], *, keep: bool = False
) -> list[Numbers]:
    """For every scene, positions × columns: the greatest sum of weights from the start.

    `weights` are moves × columns, `first` is the sum at the start. A weight of NOWHERE closes a
    move. To find the least of something, give it negative. A column must not grow round a cycle.
    Unless `keep`, the numbers of scenes that nothing leaves are all that remain.
    """
    graph, columns = course.graph, len(first)
    found = [np.full((len(rows), columns), NOWHERE, dtype=np.int64) for rows in graph.rows]
    found[graph.start][graph.rows[graph.start] == graph.space.initial] = first
    for place, block in enumerate(graph.blocks):
        loop = course.loops.get(place)
        if loop is not None:
            _inside(course, loop, found, weights)
        for scene in block:
            for link in graph.links[scene]:
                if link.move.target not in block:
                    _push(link, found, weights[link.move.index])
            if graph.links[scene] and not keep:
                found[scene] = np.zeros((0, columns), dtype=np.int64)
    return found


def _push(link: Link, found: list[Numbers], weight: Numbers) -> None:
    held = found[link.move.source]
    arriving = (held if link.source is None else held[link.source]) + weight
    if weight.min() <= NOWHERE:
        np.maximum(arriving, NOWHERE, out=arriving)
    target = found[link.move.target]
    if link.target is None:
        np.maximum(target, arriving, out=target)
    elif link.single:
        target[link.target] = np.maximum(target[link.target], arriving)
    else:
        order, first, onto = link.grouped
        grouped = np.maximum.reduceat(arriving[order], first, axis=0)
        target[onto] = np.maximum(target[onto], grouped)


def _inside(course: Course, loop: Loop, found: list[Numbers], weights: Numbers) -> None:
    """Works out a loop of scenes, whose states have got all that comes from outside."""
    held = np.concatenate([found[scene] for scene in loop.scenes])
    if loop.levels is not None:
        for arrows in loop.levels:
            _raise(held, loop, arrows, weights)
    else:
        everything, rounds = np.arange(len(loop.source)), 0
        while _raise(held, loop, everything, weights):
            rounds += 1
            if rounds * max(1, len(everything) // 1000) > course.limits.rounds:
                raise TooLarge("rounds", course.limits.rounds)
    for scene in loop.scenes:
        found[scene] = held[loop.part(scene, len(found[scene]))]


def _raise(held: Numbers, loop: Loop, arrows: Numbers, weights: Numbers) -> bool:
    if not len(arrows):
        return False
    arriving = held[loop.source[arrows]] + weights[loop.move[arrows]]
    target = loop.target[arrows]
    before = held[target]
    better = (arriving > before) & (arriving > NOWHERE // 2)
    for column in range(held.shape[1]):
        rows = better[:, column]
        np.maximum.at(held[:, column], target[rows], arriving[rows, column])
    return bool(better.any())


def steps_to(course: Course, goals: Mapping[int, NDArray[np.bool_]]) -> list[Numbers]:
    """For every scene and position, the fewest decisions to a goal; -1 where none is ahead.

    `goals` are masks of positions by scene.
    """
    graph = course.graph
    far = 1 << 50
    found = [np.full(len(rows), far, dtype=np.int64) for rows in graph.rows]
    for scene, mask in goals.items():
        found[scene][mask] = 0
    for place in reversed(range(len(graph.blocks))):
        block = graph.blocks[place]
        inside, rounds, changed = place in course.loops, 0, True
        while changed:
            changed = False
            for scene in reversed(block):
                for link in graph.links[scene]:
                    changed = _pull(link, found) or changed
            changed = changed and inside
            rounds += 1
            if rounds > course.limits.rounds:
                raise TooLarge("rounds", course.limits.rounds)
    return [np.where(each >= far, -1, each) for each in found]


def _pull(link: Link, found: list[Numbers]) -> bool:
    ahead = found[link.move.target]
    ahead = (ahead if link.target is None else ahead[link.target]) + 1
    held = found[link.move.source]
    before = held if link.source is None else held[link.source]
    better = np.minimum(before, ahead)
    if np.array_equal(better, before):
        return False
    if link.source is None:
        held[:] = better
    else:
        held[link.source] = better
    return True
