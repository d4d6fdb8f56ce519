"""The ways out of every scene, as the prover sees them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from courses.scenarios.conditions import AllOf, Condition, Not
from courses.scenarios.model import QUESTION, Choice, Effect, Scenario


@dataclass(frozen=True)
class Move:
    """One way from scene to scene (by their places in the scenario).

    `choice` is None on the way from a question to its review, which nothing closes.
    """

    index: int
    source: int
    target: int
    choice: Choice | None
    condition: Condition | None
    effects: tuple[Effect, ...]

    @property
    def points(self) -> int:
        return sum(self.choice.scores.values()) if self.choice else 0

    @property
    def critical(self) -> bool:
        return self.choice is not None and self.choice.critical is not None

    def points_in(self, competency: str) -> int:
        return self.choice.scores.get(competency, 0) if self.choice else 0


def moves_of(scenario: Scenario) -> list[Move]:
    """Every move, in the order in which scenes and choices are written.

    A question scene is left by its first open choice, so each of its choices also asks that
    those before it are closed.
    """
    place = {each.id: index for index, each in enumerate(scenario.scenes)}
    moves: list[Move] = []
    for source, scene in enumerate(scenario.scenes):
        before: list[Condition | None] = []
        for choice in scene.choices:
            condition, possible = choice.condition, True
            if scene.kind == QUESTION:
                condition, possible = _first_open(condition, before)
                before.append(choice.condition)
            if possible:
                moves.append(
                    Move(
                        len(moves),
                        source,
                        place[choice.target],
                        choice,
                        condition,
                        choice.effects,
                    )
                )
        if scene.kind == QUESTION and scene.review is not None:
            moves.append(Move(len(moves), source, place[scene.review], None, None, ()))
    return moves


def _first_open(
    condition: Condition | None, before: Sequence[Condition | None]
) -> tuple[Condition | None, bool]:
    if None in before:
        return None, False
    closed = [Not(each) for each in before if each is not None]
    parts: list[Condition] = [*closed, *([condition] if condition is not None else [])]
    return (AllOf(tuple(parts)) if parts else None), True
