"""How far the prover goes. Beyond, it says so; it never passes silently."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """`states`: scenes × values that play can reach. `arrows`: choices open in them.
    `joint_cells`: scenes × ranges × thresholds + 1, for a pass over several scores at once.
    `rounds`: steps around loops of scenes. `loop_states`: states in one loop of scenes; loops are
    worked out state by state, at ten times the cost.
    """

    states: int = 20_000_000
    arrows: int = 40_000_000
    joint_cells: int = 50_000_000
    rounds: int = 25_000
    loop_states: int = 2_000_000


class TooLarge(Exception):
    """A limit was met: its name in Limits and its size."""

    def __init__(self, limit: str, most: int) -> None:
        self.limit = limit
        self.most = most
        super().__init__(f"{limit} > {most}")
