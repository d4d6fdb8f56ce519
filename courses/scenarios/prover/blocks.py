"""Scenes in an order in which all that leads to a scene comes before it, loops kept together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def components(heads: Sequence[int], onward: Sequence[Sequence[int]]) -> list[list[int]]:
    """Strongly connected parts reachable from `heads`, each before the parts it leads to.

    Tarjan's algorithm without recursion; `onward[n]` are the targets of node n.
    """
    index: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    held: set[int] = set()
    parts: list[list[int]] = []
    for head in heads:
        if head in index:
            continue
        work = [(head, iter(onward[head]))]
        index[head] = low[head] = len(index)
        stack.append(head)
        held.add(head)
        while work:
            node, targets = work[-1]
            for target in targets:
                if target not in index:
                    index[target] = low[target] = len(index)
                    stack.append(target)
                    held.add(target)
                    work.append((target, iter(onward[target])))
                    break
                if target in held:
                    low[node] = min(low[node], index[target])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    part = []
                    while True:
                        part.append(stack.pop())
                        held.discard(part[-1])
                        if part[-1] == node:
                            break
                    parts.append(part[::-1])
    return parts[::-1]


class Fan:
    """Arrows grouped by the node they leave, to be followed from many nodes at once."""

    def __init__(self, nodes: int, source: NDArray[np.int64]) -> None:
        self.order = np.argsort(source, kind="stable")
        self.first = np.zeros(nodes + 1, dtype=np.int64)
        np.cumsum(np.bincount(source, minlength=nodes), out=self.first[1:])

    def out_of(self, nodes: NDArray[np.int64]) -> NDArray[np.int64]:
        """The arrows (by number) that leave any of `nodes`."""
        first = self.first[nodes]
        counts = self.first[nodes + 1] - first
        ends = np.cumsum(counts)
        total = int(ends[-1]) if len(ends) else 0
        places = np.repeat(first - (ends - counts), counts) + np.arange(total)
        found: NDArray[np.int64] = self.order[places]
        return found
