"""Play: pure steps from state to state, with one scene at hand and never the whole scenario."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from courses.scenarios.conditions import holds
from courses.scenarios.model import (
    ENDING,
    QUESTION,
    SET,
    Choice,
    Effect,
    Feedback,
    ScenarioHead,
    Scene,
    Variable,
)
from courses.scenarios.state import CriticalError, State

__all__ = [
    "ChoiceRefused",
    "CriticalError",
    "Decision",
    "State",
    "choices_open",
    "decide",
    "finished",
    "rewind",
    "shuffled",
    "start",
]


class ChoiceRefused(ValueError):
    """The choice cannot be taken here and now.

    `reason`: "other-scene" (the play is elsewhere), "finished", "unknown" (no such choice),
    "closed" (its condition does not hold), "question" (a question wants an answer, or none).
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True)
class Decision:
    """What a step did: the state after it, the choice taken, what to say, where it leads."""

    state: State
    choice: Choice
    feedback: Feedback
    target: str


def start(head: ScenarioHead) -> State:
    """The state before the first decision."""
    return State(
        scene=head.start,
        variables={each.id: each.initial for each in head.variables},
        earned={each.id: 0 for each in head.competencies},
    )


def finished(scene: Scene) -> bool:
    return scene.kind == ENDING


def choices_open(scene: Scene, state: State) -> list[Choice]:
    """The choices whose condition holds, in the order in which they were written."""
    return [each for each in scene.choices if holds(each.condition, state.variables)]


def decide(scene: Scene, state: State, choice_id: str, head: ScenarioHead) -> Decision:
    """Take the choice `choice_id` of `scene`, the scene at hand.

    Raises ChoiceRefused where the choice is not open; the state given is never changed.
    """
    if state.scene != scene.id:
        raise ChoiceRefused("other-scene")
    if scene.kind == ENDING:
        raise ChoiceRefused("finished")
    if scene.kind == QUESTION:
        raise ChoiceRefused("question")
    choice = scene.choice(choice_id)
    if choice is None:
        raise ChoiceRefused("unknown")
    if not holds(choice.condition, state.variables):
        raise ChoiceRefused("closed")
    return Decision(take(scene, state, choice, head), choice, choice.feedback, choice.target)


def take(scene: Scene, state: State, choice: Choice, head: ScenarioHead) -> State:
    """The state after `choice`, whose being open is not looked at again."""
    return replace(
        state,
        scene=choice.target,
        variables=affected(state.variables, choice.effects, head.variables),
        earned=added(state.earned, choice.scores),
        critical=critical_after(scene, choice, state.critical),
        decisions=state.decisions + 1,
        tries=0,
    )


def affected(
    values: Mapping[str, int], effects: Sequence[Effect], variables: Iterable[Variable]
) -> dict[str, int]:
    """Values after the effects, one after another, each kept within its bounds."""
    known = {each.id: each for each in variables}
    after = dict(values)
    for effect in effects:
        value = effect.value if effect.op == SET else after[effect.variable] + effect.value
        after[effect.variable] = known[effect.variable].clamp(value)
    return after


def added(earned: Mapping[str, int], scores: Mapping[str, int]) -> dict[str, int]:
    after = dict(earned)
    for competency, points in scores.items():
        after[competency] = after.get(competency, 0) + points
    return after


def critical_after(
    scene: Scene, choice: Choice, errors: tuple[CriticalError, ...]
) -> tuple[CriticalError, ...]:
    """A critical choice adds an error; any other choice out of a repair scene makes good
    the errors that name this scene as theirs."""
    critical = choice.critical
    if critical is not None:
        return (*errors, CriticalError(scene.id, choice.id, critical.reason, critical.repair))
    return tuple(
        replace(each, repaired=True) if each.repair == scene.id else each for each in errors
    )


def rewind(states: Sequence[State], decisions: int) -> list[State]:
    """Practice: the states up to the one before decision number `decisions` (0 is the start).

    Raises ChoiceRefused where the play never got there.
    """
    if not 0 <= decisions < len(states):
        raise ChoiceRefused("unknown")
    return list(states[: decisions + 1])


class HasId(Protocol):
    @property
    def id(self) -> str: ...


Item = TypeVar("Item", bound=HasId)


def shuffled(items: Iterable[Item], seed: int | str, scene_id: str) -> list[Item]:
    """The items in the order of this attempt: equal for equal seed and scene on every machine."""

    def place(item: Item) -> bytes:
        return hashlib.sha256(f"{seed}/{scene_id}/{item.id}".encode()).digest()

    return sorted(items, key=place)
