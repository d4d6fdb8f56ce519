"""Which numbers to hide, so that no group under five can be read or computed. Pure.

Numbers of a flow hang together: what comes to a scene leaves it. So the cells are arrows of a
graph whose nodes are the equations, and an arrow that is hidden alone can be computed from the
rest. After Gusfield (1988), "A graph theoretic approach to statistical data security": a hidden
cell is safe where it lies on a ring of hidden cells. We ask for more: small cells are tied
together by hidden cells of five people or more, so that no sum of small cells alone comes out.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

LEAST = 5


@dataclass(frozen=True)
class Cell:
    """One number: `count` tries flowed from `tail` to `head`, by `people` different people.

    `dear` is how much it would be missed: of two ways to hide, the less dear one is taken.
    """

    key: str
    tail: str
    head: str
    count: int
    people: int
    dear: int = 1


def hidden(cells: Iterable[Cell], hub: str, least: int = LEAST) -> frozenset[str]:
    """The keys of the cells to hide. Zeros are nobody's and are shown.

    What flows into each node must flow out of it; `hub` is the node where all of it begins.
    """
    flows = [each for each in cells if each.count]
    large = [each for each in flows if each.people >= least]
    trunk = reached(hub, neighbours(large))
    hide = {each.key for each in flows if each.people < least}
    # Only small cells lead off the trunk; there, everything is hidden.
    hide |= {each.key for each in flows if not {each.tail, each.head} <= trunk}
    near = arrows_at(each for each in large if {each.tail, each.head} <= trunk)
    tied = Ties()
    for ends in tied_ends([each for each in flows if each.key in hide], trunk):
        first, *others = sorted(ends)
        for other in others:
            if tied.together(first, other):
                continue
            for each in cheapest_way(first, other, near, hide):
                hide.add(each.key)
                tied.tie(each.tail, each.head)
    return frozenset(hide)


class Ties:
    """Which nodes are tied together by hidden cells (disjoint sets)."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def _top(self, node: str) -> str:
        while (above := self._above.get(node, node)) != node:
            self._above[node] = self._above.get(above, above)
            node = above
        return node

    def tie(self, one: str, other: str) -> None:
        self._above[self._top(one)] = self._top(other)

    def together(self, one: str, other: str) -> bool:
        return self._top(one) == self._top(other)


def arrows_at(cells: Iterable[Cell]) -> dict[str, list[tuple[str, Cell]]]:
    """Of each node: what lies at the other end of its cells."""
    near: dict[str, list[tuple[str, Cell]]] = defaultdict(list)
    for each in cells:
        near[each.tail].append((each.head, each))
        near[each.head].append((each.tail, each))
    return near


def neighbours(cells: Iterable[Cell]) -> dict[str, list[str]]:
    near: dict[str, list[str]] = defaultdict(list)
    for each in cells:
        near[each.tail].append(each.head)
        near[each.head].append(each.tail)
    return near


def reached(start: str, near: dict[str, list[str]]) -> set[str]:
    """The nodes that hang together with `start`."""
    found, open_ = {start}, [start]
    while open_:
        for node in near.get(open_.pop(), ()):
            if node not in found:
                found.add(node)
                open_.append(node)
    return found


def tied_ends(cells: Sequence[Cell], trunk: set[str]) -> list[set[str]]:
    """For each small cell on the trunk, and each part off it: the trunk's nodes that it joins."""
    ends = [{each.tail, each.head} for each in cells if each.tail in trunk and each.head in trunk]
    off = neighbours(each for each in cells if each.tail not in trunk and each.head not in trunk)
    joints: dict[str, set[str]] = defaultdict(set)
    for each in cells:
        for node, other in ((each.tail, each.head), (each.head, each.tail)):
            if node not in trunk:
                joints[node] |= {other} & trunk
    left = set(joints)
    while left:
        part = reached(left.pop(), off)
        left -= part
        ends.append(set().union(*(joints[node] for node in part)))
    return [each for each in ends if len(each) > 1]


def cheapest_way(
    start: str, end: str, near: Mapping[str, Sequence[tuple[str, Cell]]], hide: set[str]
) -> list[Cell]:
    """The way over large cells that hides least; what is hidden already costs nothing."""
    came: dict[str, tuple[str, Cell]] = {}
    cost = {start: 0}
    queue = [(0, start)]
    while queue:
        so_far, node = heapq.heappop(queue)
        if node == end:
            break
        if so_far > cost[node]:
            continue
        for other, cell in near[node]:
            total = so_far + (0 if cell.key in hide else cell.dear * cell.count)
            if total < cost.get(other, total + 1):
                cost[other], came[other] = total, (node, cell)
                heapq.heappush(queue, (total, other))
    way = []
    while end != start:
        end, cell = came[end]
        way.append(cell)
    return way
