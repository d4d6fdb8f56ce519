"""The one place where a compiled scenario meets the engine: is it playable, is it proven?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.content.refusals import Refusal
from courses.scenarios.canonical import fingerprint
from courses.scenarios.graph import ScenarioHead, head_to_json, scenario_from_json
from courses.scenarios.problems import Problem, ScenarioError
from courses.scenarios.prove import prove
from courses.scenarios.score import head_of
from courses.scenarios.sentences import SENTENCES

MOST_KEPT = 16
_kept: dict[tuple[str, str], Proven] = {}


@dataclass(frozen=True)
class Proven:
    """The head of a playable scenario, or the reasons why there is none."""

    head: ScenarioHead | None
    refusals: list[Refusal]

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
        head = head_of(scenario)
    except ScenarioError as error:
        return Proven(None, [refusal(each) for each in error.problems])
    return Proven(head, [refusal(each) for each in prove(scenario).errors])


def refusal(problem: Problem) -> Refusal:
    """The engine's problem in the trainer's language, linked to its block."""
    sentence = SENTENCES.get(problem.code)
    message = _(sentence) % problem.parameters if sentence else problem.message
    return Refusal(problem.code, message, "scenes", problem.choice or problem.scene or None)
