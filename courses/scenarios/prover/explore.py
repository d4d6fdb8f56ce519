"""Which rows of which scenes can play reach? Exact, by following every open move."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from courses.scenarios.prover.blocks import components
from courses.scenarios.prover.limits import Limits, TooLarge
from courses.scenarios.prover.moves import Move
from courses.scenarios.prover.space import Mask, Moved, Rows, Space, View

# Up to this many rows, a scene's rows are kept as one mask; beyond, as sorted numbers.
DENSE = 1 << 25
NONE: Rows = np.zeros(0, dtype=np.int64)


class RowSet:
    """A growing set of rows of one scene."""

    def __init__(self, size: int) -> None:
        self.mask: Mask | None = np.zeros(size, dtype=bool) if size <= DENSE else None
        self.parts: list[Rows] = []

    def add(self, rows: Rows) -> None:
        if self.mask is not None:
            self.mask[rows] = True
        else:
            self.parts.append(rows)

    def rows(self) -> Rows:
        """All rows, in order, each once."""
        if self.mask is not None:
            return np.flatnonzero(self.mask)
        if len(self.parts) > 1:
            self.parts = [np.unique(np.concatenate(self.parts))]
        elif self.parts:
            self.parts = [np.unique(self.parts[0])]
        return self.parts[0] if self.parts else NONE

    def fresh(self, rows: Rows) -> Rows:
        """The rows that are new, each once; they are in the set from now on."""
        if self.mask is not None:
            new = np.unique(rows[~self.mask[rows]])
        else:
            new = np.setdiff1d(rows, self.rows())
        if len(new):
            self.add(new)
        return new


@dataclass(frozen=True)
class Followed:
    """A move with the positions (in its scene's rows) that it is open for; None is all of them."""

    move: Move
    chosen: Rows | None
    moved: Moved


@dataclass(frozen=True)
class Reached:
    """Rows by scene, and the groups of scenes in order: one scene, or the scenes of a loop."""

    rows: list[Rows]
    blocks: list[list[int]]
    looped: list[bool]
    followed: list[list[Followed]]

    @property
    def states(self) -> int:
        return sum(len(each) for each in self.rows)


def follow(view: View, move: Move) -> Followed:
    chosen: Rows | None = None
    if move.condition is not None:
        mask = view.holds(move.condition)
        if not mask.all():
            chosen = np.flatnonzero(mask)
    return Followed(move, chosen, view.after(move.effects, chosen))


def explore(
    space: Space,
    scenes: int,
    moves: Sequence[Move],
    start: int,
    limits: Limits,
    *,
    keep: bool = True,
) -> Reached:
    """Every row that play reaches, from `start` with the variables' initial values.

    `keep` all rows and the moves as followed, or only the rows of scenes that nothing leaves.
    Raises TooLarge.
    """
    if space.size >= 1 << 62:
        raise TooLarge("states", limits.states)
    leaving: list[list[Move]] = [[] for _ in range(scenes)]
    for move in moves:
        leaving[move.source].append(move)
    onward = [[move.target for move in each] for each in leaving]
    blocks = components([start], onward)
    looped = [len(block) > 1 or block[0] in onward[block[0]] for block in blocks]
    sets: dict[int, RowSet] = {start: RowSet(space.size)}
    sets[start].add(np.array([space.initial], dtype=np.int64))
    found = Reached([NONE] * scenes, blocks, looped, [[] for _ in range(scenes)])
    states = arrows = 0
    # Without links to be worked out later, a loop costs no more than any other scenes.
    most = limits.loop_states if keep else limits.states
    if space.size > DENSE:
        most = min(most, limits.loop_states // 10)
    for block, loop in zip(blocks, looped, strict=True):
        if loop:
            _round(space, block, leaving, sets, limits.rounds, most)
        for scene in block:
            rows = sets.pop(scene).rows() if scene in sets else NONE
            if keep or not leaving[scene]:
                found.rows[scene] = rows
            states += len(rows)
            if states > limits.states:
                raise TooLarge("states", limits.states)
            view = space.view(rows)
            for move in leaving[scene] if len(rows) else ():
                followed = follow(view, move)
                arrows += len(followed.moved.rows)
                if move.target not in block:
                    sets.setdefault(move.target, RowSet(space.size)).add(followed.moved.rows)
                if keep:
                    found.followed[scene].append(followed)
                    if arrows > limits.arrows:
                        raise TooLarge("arrows", limits.arrows)
    return found


def _round(
    space: Space,
    block: list[int],
    leaving: list[list[Move]],
    sets: dict[int, RowSet],
    most_rounds: int,
    most: int,
) -> None:
    """Goes round a loop of scenes until nothing new is found."""
    inside = set(block)
    waiting: dict[int, list[Rows]] = {}
    for scene in block:
        if scene in sets:
            waiting[scene] = [sets[scene].rows()]
        else:
            sets[scene] = RowSet(space.size)
    line, rounds, states = deque(waiting), 0, 0
    while line:
        scene = line.popleft()
        rows = np.concatenate(waiting.pop(scene))
        rounds += 1
        states += len(rows)
        if rounds > most_rounds:
            raise TooLarge("rounds", most_rounds)
        if states > most:
            raise TooLarge("loop_states", most)
        view = space.view(rows)
        for move in leaving[scene]:
            if move.target not in inside:
                continue
            new = sets[move.target].fresh(follow(view, move).moved.rows)
            if len(new):
                if move.target not in waiting:
                    waiting[move.target] = []
                    line.append(move.target)
                waiting[move.target].append(new)
