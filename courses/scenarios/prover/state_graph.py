"""The graph of all states that play reaches: rows of scenes, and links between their positions."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from courses.scenarios.model import ENDING, Scenario
from courses.scenarios.prover.explore import DENSE, Reached, explore
from courses.scenarios.prover.limits import Limits
from courses.scenarios.prover.moves import Move, moves_of
from courses.scenarios.prover.space import Mask, Rows, Space


@dataclass(frozen=True)
class Link:
    """A move between positions: from `source` (None: every row of its scene, in order) to
    `target` (None: every row of the other scene, in order). `single`: no target twice."""

    move: Move
    source: Rows | None
    target: Rows | None
    single: bool
    size: int

    @cached_property
    def grouped(self) -> tuple[Rows, Rows, Rows]:
        """For targets met more than once: an order by target, where each group starts, and the
        targets, one for each group."""
        assert self.target is not None  # noqa: S101 - a link onto every row is single
        order = np.argsort(self.target, kind="stable")
        in_order = self.target[order]
        first = np.flatnonzero(np.diff(in_order, prepend=-1))
        return order, first, in_order[first]


@dataclass(frozen=True)
class StateGraph:
    """Everything that can happen, and `beyond`: where a variable leaves its bounds, with a row."""

    scenario: Scenario
    space: Space
    moves: list[Move]
    rows: list[Rows]
    blocks: list[list[int]]
    looped: list[bool]
    links: list[list[Link]]
    beyond: list[tuple[Move, str, int]] = field(default_factory=list)

    @property
    def states(self) -> int:
        return sum(len(each) for each in self.rows)

    @property
    def arrows(self) -> int:
        return sum(link.size for links in self.links for link in links)

    @cached_property
    def start(self) -> int:
        return next(
            index
            for index, scene in enumerate(self.scenario.scenes)
            if scene.id == self.scenario.start
        )

    @cached_property
    def endings(self) -> list[int]:
        """The endings that play reaches."""
        return [
            index
            for index, scene in enumerate(self.scenario.scenes)
            if scene.kind == ENDING and len(self.rows[index])
        ]

    @cached_property
    def arriving(self) -> list[list[Link]]:
        """The links into every scene."""
        found: list[list[Link]] = [[] for _ in self.rows]
        for links in self.links:
            for link in links:
                found[link.move.target].append(link)
        return found

    def stuck(self, scene: int) -> Mask:
        """The positions at which no way out is open."""
        found = np.ones(len(self.rows[scene]), dtype=bool)
        for link in self.links[scene]:
            found[slice(None) if link.source is None else link.source] = False
        return found

    def values(self, scene: int, position: int) -> dict[str, int]:
        return self.space.decode(int(self.rows[scene][position]))


def state_graph(scenario: Scenario, limits: Limits) -> StateGraph:
    """The graph of `scenario`, whose structure has no problem. Raises TooLarge."""
    space = Space(scenario.variables)
    moves = moves_of(scenario)
    place = {scene.id: index for index, scene in enumerate(scenario.scenes)}
    reached = explore(space, len(scenario.scenes), moves, place[scenario.start], limits)
    graph = StateGraph(
        scenario,
        space,
        moves,
        reached.rows,
        reached.blocks,
        reached.looped,
        _links(space, reached),
    )
    for followed in (each for group in reached.followed for each in group):
        for variable, mask in followed.moved.beyond.items():
            first = int(np.flatnonzero(mask)[0]) if mask.any() else 0
            rows = reached.rows[followed.move.source]
            if mask.any():
                row = rows[first if followed.chosen is None else followed.chosen[first]]
                graph.beyond.append((followed.move, variable, int(row)))
    return graph


def _links(space: Space, reached: Reached) -> list[list[Link]]:
    found: list[list[Link]] = [[] for _ in reached.rows]
    into: list[list[int]] = [[] for _ in reached.rows]
    everything = [each for group in reached.followed for each in group]
    for index, each in enumerate(everything):
        into[each.move.target].append(index)
    links: dict[int, Link] = {}
    table = np.zeros(space.size, dtype=np.int64) if space.size <= DENSE else None
    for scene, indices in enumerate(into):
        rows = reached.rows[scene]
        if table is not None:
            table[rows] = np.arange(len(rows))
        for index in indices:
            each = everything[index]
            landed = each.moved.rows
            target = table[landed] if table is not None else np.searchsorted(rows, landed)
            links[index] = _link(each.move, each.chosen, target, each.moved.single, len(rows))
    for index, each in enumerate(everything):
        if links[index].size:
            found[each.move.source].append(links[index])
    return found


def _link(move: Move, source: Rows | None, target: Rows, single: bool, rows: int) -> Link:
    size = len(target)
    # Rows that stay apart have all moved by one and the same distance, so their order is kept.
    if single and size == rows:
        return Link(move, source, None, True, size)
    return Link(move, source, target, single, size)
