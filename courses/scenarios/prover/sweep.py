"""Carries the greatest of something from the start through all states, or back from the endings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from courses.scenarios.prover.limits import TooLarge
from courses.scenarios.prover.loops import Course, Loop
from courses.scenarios.prover.moves import Move
from courses.scenarios.prover.space import Rows
from courses.scenarios.prover.state_graph import Link

Numbers = NDArray[np.int64] | NDArray[np.int32]
# Far below every sum: a state that nothing has reached, the weight of a closed move.
NOWHERE = -(1 << 50)
NOWHERE_SHORT = -(1 << 30)


def nowhere(numbers: Numbers) -> int:
    return NOWHERE if numbers.dtype == np.int64 else NOWHERE_SHORT


def short_enough(course: Course, weights: NDArray[np.int64]) -> Numbers:
    """The weights in 32 bits where no sum along a play can need more: half the memory to move."""
    graph = course.graph
    steps = graph.states if course.loops else len(graph.rows)
    most = int(np.abs(weights).max(initial=0)) * (steps + 1)
    return weights.astype(np.int32) if most < -NOWHERE_SHORT // 2 else weights


def greatest(
    course: Course, weights: Numbers, first: Sequence[int], *, keep: bool = False
) -> list[Numbers]:
    """For every scene, positions × columns: the greatest sum of weights from the start.

    `weights` are moves × columns, `first` is the sum at the start. A weight of NOWHERE closes a
    move. To find the least of something, give it negative. A column must not grow round a cycle.
    Unless `keep`, the numbers of scenes that nothing leaves are all that remain.
    """
    graph, columns = course.graph, len(first)
    empty = np.zeros((0, columns), dtype=weights.dtype)
    found: list[Numbers | None] = [None] * len(graph.rows)
    for place, block in enumerate(graph.blocks):
        for scene in block:
            held = _held(course, scene, found, weights)
            if scene == graph.start:
                at = int(np.searchsorted(graph.rows[scene], graph.space.initial))
                held[at] = np.maximum(held[at], first)
        loop = course.loops.get(place)
        if loop is not None:
            _inside(course, loop, found, weights)
        for scene in block:
            for link in graph.links[scene]:
                if link.move.target not in block:
                    _push(course, link, found, weights)
            if graph.links[scene] and not keep:
                found[scene] = empty
    return [empty if each is None else each for each in found]


def _held(course: Course, scene: int, found: list[Numbers | None], weights: Numbers) -> Numbers:
    """The numbers of a scene; made only when they are first needed, to be near at hand then."""
    held = found[scene]
    if held is None:
        shape = (len(course.graph.rows[scene]), weights.shape[1])
        held = found[scene] = np.full(shape, nowhere(weights), dtype=weights.dtype)
    return held


def _push(course: Course, link: Link, found: list[Numbers | None], weights: Numbers) -> None:
    held = _held(course, link.move.source, found, weights)
    weight = weights[link.move.index]
    arriving = (held if link.source is None else held[link.source]) + weight
    if weight.min() <= nowhere(weights):
        np.maximum(arriving, nowhere(weights), out=arriving)
    if link.target is None and found[link.move.target] is None:
        found[link.move.target] = arriving
        return
    target = _held(course, link.move.target, found, weights)
    if link.target is None:
        np.maximum(target, arriving, out=target)
    elif link.single:
        target[link.target] = np.maximum(target[link.target], arriving)
    else:
        order, first, onto = link.grouped
        grouped = np.maximum.reduceat(arriving[order], first, axis=0)
        target[onto] = np.maximum(target[onto], grouped)


def _inside(course: Course, loop: Loop, found: list[Numbers | None], weights: Numbers) -> None:
    """Works out a loop of scenes, whose states have got all that comes from outside."""
    held = np.concatenate([_held(course, scene, found, weights) for scene in loop.scenes])
    if loop.levels is not None:
        for arrows in loop.levels:
            _raise(held, loop, arrows, weights)
    else:
        arrows, work = np.arange(len(loop.source)), 0
        while len(arrows):
            changed = np.zeros(loop.size, dtype=bool)
            changed[_raise(held, loop, arrows, weights)] = True
            arrows = np.flatnonzero(changed[loop.source])
            work += 1 + len(arrows) // 1000
            if work > course.limits.rounds:
                raise TooLarge("rounds", course.limits.rounds)
    for scene in loop.scenes:
        found[scene] = held[loop.part(scene, len(course.graph.rows[scene]))].copy()


def _raise(held: Numbers, loop: Loop, arrows: Rows, weights: Numbers) -> Rows:
    """Carries numbers along some arrows; gives the states for which they grew."""
    arriving = held[loop.source[arrows]] + weights[loop.move[arrows]]
    target = loop.target[arrows]
    better = (arriving > held[target]) & (arriving > nowhere(weights) // 2)
    grown = np.flatnonzero(better.any(axis=1))
    if len(grown):
        target, arriving = target[grown], np.where(better, arriving, nowhere(weights))[grown]
        order = np.argsort(target, kind="stable")
        target = target[order]
        first = np.flatnonzero(np.diff(target, prepend=-1))
        target = target[first]
        most = np.maximum.reduceat(arriving[order], first, axis=0)
        held[target] = np.maximum(held[target], most)
    return target if len(grown) else grown


def steps_to(
    course: Course,
    goals: Mapping[int, NDArray[np.bool_]],
    closed: Callable[[Move], bool] | None = None,
) -> list[Numbers]:
    """For every scene and position, the fewest decisions to a goal; -1 where none is ahead.

    `goals` are masks of positions by scene; moves that are `closed` are not taken.
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
                    if closed is None or not closed(link.move):
                        changed = _pull(link, found) or changed
            changed = changed and inside
            rounds += 1
            if rounds > course.limits.rounds:
                raise TooLarge("rounds", course.limits.rounds)
    return [np.where(each >= far, -1, each) for each in found]


def _pull(link: Link, found: Sequence[Numbers]) -> bool:
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
