"""The one place where a compiled scenario meets the engine: is it playable, is it proven?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.content.refusals import Refusal
from courses.scenarios.canonical import fingerprint
from courses.scenarios.graph import ScenarioHead, head_to_json, scenario_from_json
from courses.scenarios.problems import Problem, ScenarioError
from courses.scenarios.prove import Figures, prove
from courses.scenarios.quoting import quotables
from courses.scenarios.score import head_of
from courses.scenarios.sentences import SENTENCES

MOST_KEPT = 16
_kept: dict[tuple[str, str], Proven] = {}


@dataclass(frozen=True)
class Warned:
    """What may stay, once someone has written down why.

    `key` is equal as long as all that the warning rests upon is: a reason holds that long.
    """

    refusal: Refusal
    key: str


@dataclass(frozen=True)
class Proven:
    """The head of a playable scenario, or the reasons why there is none."""

    head: ScenarioHead | None
    refusals: list[Refusal]
    warnings: list[Warned] = field(default_factory=list)
    figures: Figures | None = None

    def head_json(self) -> dict[str, Any]:
        """Raises TypeError where the scenario is not playable."""
        if self.head is None:
            raise TypeError("This scenario has no head: it cannot be played.")
        return head_to_json(self.head)


def prove_scenario(data: dict[str, Any]) -> Proven:
    """Read the compiled JSON with the engine and prove it.

    The editor's form asks, and then the page itself as it is saved: the second answer is the
    first one, kept for a while.
    """
    key = (fingerprint(data), get_language() or "")
    if key not in _kept:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[key] = _prove(data)
    return _kept[key]


def _prove(data: dict[str, Any]) -> Proven:
    try:
        scenario = scenario_from_json(data)
    except ScenarioError as error:
        return Proven(None, [refusal(each) for each in error.problems])
    proof = prove(scenario)
    refusals = [refusal(each) for each in proof.errors]
    warnings = [Warned(refusal(each), _key(data, each)) for each in proof.warnings]
    head = None
    if proof.figures and proof.figures.best:
        # The proof knows the best score already: the scenario is explored once, not twice.
        head = head_of(scenario, proof.figures.best)
    return Proven(head, refusals, warnings, proof.figures)


def _key(data: dict[str, Any], problem: Problem) -> str:
    return fingerprint(
        {
            "code": problem.code,
            "scene": problem.scene,
            "choice": problem.choice,
            "parameters": {name: str(value) for name, value in problem.parameters.items()},
            "rests_upon": _rests_upon(data, problem),
        }
    )


def _rests_upon(data: dict[str, Any], problem: Problem) -> Any:
    """The choice or scene that is warned of; else every choice, and what it is scored by."""
    scenes = {scene["id"]: scene for scene in data["scenes"]}
    scene = scenes.get(problem.scene)
    if scene is None:
        rules = {name: data[name] for name in ("competencies", "pass", "variables")}
        ways = {name: each["choices"] for name, each in scenes.items()}
        reviews = {name: each["review"] for name, each in scenes.items() if each["review"]}
        return {**rules, "choices": ways, **({"reviews": reviews} if reviews else {})}
    named = [choice for choice in scene["choices"] if choice["id"] == problem.choice]
    return named or scene


def refusal(problem: Problem) -> Refusal:
    """The engine's problem in the trainer's language, linked to its block."""
    sentence = SENTENCES.get(problem.code)
    message = _(sentence) % quotables(problem.parameters) if sentence else problem.message
    block = problem.question or problem.choice or problem.scene or None
    return Refusal(problem.code, message, "scenes", block)
