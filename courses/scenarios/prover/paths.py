"""How many plays are there? Exact, also when astronomically many.

Counts are whole numbers without end, kept as digits in columns of 64 bits: the digits are small
enough that all arrows into a state can be added before anything is carried.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from courses.scenarios.prover.loops import Course, Loop
from courses.scenarios.prover.state_graph import Link

Digits = NDArray[np.uint64]


def count_paths(course: Course) -> dict[int, int] | None:
    """The number of different plays by the ending (its place) that they reach.

    None where a cycle of states is reached: their number is without end.
    """
    if course.cyclic:
        return None
    graph = course.graph
    bits = _digit_bits(course)
    found = [np.zeros((1, len(rows)), dtype=np.uint64) for rows in graph.rows]
    found[graph.start][0, graph.rows[graph.start] == graph.space.initial] = 1
    counts: dict[int, int] = {}
    for place, block in enumerate(graph.blocks):
        loop = course.loops.get(place)
        if loop is not None:
            _inside(loop, found, bits)
        for scene in block:
            found[scene] = held = _carried(found[scene], bits)
            for link in graph.links[scene]:
                if link.move.target not in block:
                    _push(link, held, found)
            if scene in graph.endings:
                counts[scene] = sum(
                    sum(digit.tolist()) << (bits * place) for place, digit in enumerate(held)
                )
            found[scene] = np.zeros((1, 0), dtype=np.uint64)
    return counts


def _digit_bits(course: Course) -> int:
    """Bits of a digit, such that the additions into any one state cannot overflow."""
    most = max(
        (sum(1 if link.single else link.size for link in links) for links in course.graph.arriving),
        default=0,
    )
    return 63 - (most + 1).bit_length()


def _carried(held: Digits, bits: int) -> Digits:
    """The same numbers with every digit below its limit."""
    digits, carry = [], None
    for digit in held:
        full = digit if carry is None else digit + carry
        carry = full >> np.uint64(bits)
        digits.append(full & np.uint64((1 << bits) - 1))
    if carry is not None and carry.any():
        digits.append(carry)
    return np.stack(digits)


def _widened(held: Digits, digits: int) -> Digits:
    if len(held) >= digits:
        return held
    return np.concatenate([held, np.zeros((digits - len(held), held.shape[1]), dtype=np.uint64)])


def _push(link: Link, held: Digits, found: list[Digits]) -> None:
    target = found[link.move.target] = _widened(found[link.move.target], len(held))
    for place, digit in enumerate(held):
        arriving = digit if link.source is None else digit[link.source]
        if link.target is None:
            target[place] += arriving
        elif link.single:
            target[place][link.target] += arriving
        else:
            order, first, onto = link.grouped
            target[place][onto] += np.add.reduceat(arriving[order], first)


def _inside(loop: Loop, found: list[Digits], bits: int) -> None:
    """Counts within a loop of scenes in Python's own numbers: its levels are many and small."""
    held = np.concatenate([_joined(found[scene], bits) for scene in loop.scenes])
    for arrows in loop.levels or ():
        np.add.at(held, loop.target[arrows], held[loop.source[arrows]])
    digits = max(1, -(-max((int(each).bit_length() for each in held), default=1) // bits))
    for scene in loop.scenes:
        part = held[loop.part(scene, found[scene].shape[1])]
        mask = (1 << bits) - 1
        found[scene] = np.stack(
            [((part >> (bits * place)) & mask).astype(np.uint64) for place in range(digits)]
        )


def _joined(held: Digits, bits: int) -> NDArray[np.object_]:
    whole = np.zeros(held.shape[1], dtype=object)
    for place, digit in enumerate(held):
        whole += digit.astype(object) << (bits * place)
    return whole
