"""Saved walks: a way through a scenario, with the ending and the result that it should have.

On the page each is JSON: {"id", "name", "steps": [{"choice", "text"}], "ending", "passed"}.
Choices and endings are block ids; the text says what a choice was when it has gone. At a question
the choice is the way on of who answers well, or REVIEW for who is led to its review.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from courses.scenarios.graph import Scenario, ScenarioHead, scenario_from_json
from courses.scenarios.model import ENDING, QUESTION
from courses.scenarios.play import ChoiceRefused, choices_open, decide, start, take
from courses.scenarios.questions import reviewed
from courses.scenarios.quoting import quotables
from courses.scenarios.score import result
from courses.scenarios.state import State

REVIEW = "review"


@dataclass(frozen=True)
class Walked:
    """A walk that was taken again. `message` is empty where it ended as it should."""

    walk: dict[str, Any]
    message: str = ""
    block: str | None = None


def taken_again(
    walks: Iterable[dict[str, Any]], data: dict[str, Any], head: ScenarioHead
) -> list[Walked]:
    """Every walk through the compiled scenario, which is proven to be playable."""
    walks = list(walks or [])
    if not walks:
        return []
    scenario = scenario_from_json(data)
    return [_take(walk, scenario, head) for walk in walks]


def _take(walk: dict[str, Any], scenario: Scenario, head: ScenarioHead) -> Walked:
    state = start(head)
    scenes = {each.id: each for each in scenario.scenes}
    for number, step in enumerate(walk["steps"], 1):
        scene = scenes[state.scene]
        words = {
            "walk": walk["name"],
            "number": number,
            "text": step.get("text", ""),
            "scene": scene.title,
        }
        try:
            state = walked_on(scenario, head, state, step["choice"])
        except ChoiceRefused as refused:
            return Walked(walk, _broken(refused.reason) % quotables(words), scene.id)
    return Walked(walk, *_ending(walk, scenario, head, state))


def walked_on(scenario: Scenario, head: ScenarioHead, state: State, choice_id: str) -> State:
    """One step. At a question, the first open choice stands for its being answered well.

    Raises ChoiceRefused.
    """
    scene = scenario.scene(state.scene)
    if scene is None:
        raise ChoiceRefused("unknown")
    if scene.kind != QUESTION:
        return decide(scene, state, choice_id, head).state
    if choice_id == REVIEW:
        return reviewed(scene, state)
    choice = scene.choice(choice_id)
    if choice is None:
        raise ChoiceRefused("unknown")
    if choice not in choices_open(scene, state)[:1]:
        raise ChoiceRefused("closed")
    return take(scene, state, choice, head)


def _broken(reason: str) -> str:
    if reason == "finished":
        return _(
            "The walk “%(walk)s” comes to the ending “%(scene)s” before its step %(number)s, "
            "“%(text)s”."
        )
    if reason == "closed":
        return _(
            "In the walk “%(walk)s”, step %(number)s: “%(text)s” is not open in “%(scene)s” any "
            "more."
        )
    return _(
        "In the walk “%(walk)s”, step %(number)s: “%(scene)s” has no choice “%(text)s” any more."
    )


def _ending(
    walk: dict[str, Any], scenario: Scenario, head: ScenarioHead, state: State
) -> tuple[str, str | None]:
    scene = scenario.scene(state.scene)
    title = scene.title if scene else ""
    expected = scenario.scene(walk["ending"])
    words = {
        "walk": walk["name"],
        "scene": title,
        "expected": expected.title if expected else _("an ending that is gone"),
    }
    if scene is None or scene.kind != ENDING:
        return _("The walk “%(walk)s” stops at “%(scene)s”, which is no ending.") % words, (
            state.scene
        )
    if scene.id != walk["ending"]:
        return (
            _("The walk “%(walk)s” ends at “%(scene)s” and should end at “%(expected)s”.") % words,
            scene.id,
        )
    if result(head, state).passed != walk["passed"]:
        if walk["passed"]:
            return _("The walk “%(walk)s” should pass, and does not any more.") % words, scene.id
        return _("The walk “%(walk)s” passes, and should not.") % words, scene.id
    return "", None
