"""Scores: earned ÷ best attainable from the start, compared as exact fractions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from courses.scenarios.attainable import best
from courses.scenarios.model import Best, Scenario, ScenarioHead
from courses.scenarios.requirement import needed_points, requirement
from courses.scenarios.state import CriticalError, State

__all__ = ["Best", "Result", "best", "head_of", "needed_points", "result"]


@dataclass(frozen=True)
class Result:
    """Shares from 0 to 1; `critical` are the errors left unrepaired.

    `missing` names what a pass still lacks: "overall", "critical", "competency:<id>".
    """

    passed: bool
    overall: float
    competencies: Mapping[str, float]
    critical: tuple[CriticalError, ...]
    missing: list[str]


def head_of(scenario: Scenario, known: Best | None = None) -> ScenarioHead:
    """The head of `scenario`, with its best attainable score; give it where a proof's figures
    hold it already, and the scenario is not explored again.

    Raises ScenarioError where a best does not exist: points without end.
    """
    return ScenarioHead(
        title=scenario.title,
        start=scenario.start,
        best=best(scenario) if known is None else known,
        language=scenario.language,
        competencies=scenario.competencies,
        pass_rule=scenario.pass_rule,
        variables=scenario.variables,
        note=scenario.note,
    )


def share_of(earned: int, best_points: int) -> float:
    """Where nothing can be earned, nothing is missing."""
    return earned / best_points if best_points else 1.0


def result(head: ScenarioHead, state: State) -> Result:
    """How the play stands against the pass rule; final once an ending is reached."""
    most, needed = head.best, requirement(head.pass_rule, head.best)
    total = sum(state.earned.values())
    missing = []
    if total < needed.overall:
        missing.append("overall")
    for competency, points in needed.competencies.items():
        if state.earned.get(competency, 0) < points:
            missing.append(f"competency:{competency}")
    if len(state.unrepaired) > needed.critical_errors:
        missing.append("critical")
    return Result(
        passed=not missing,
        overall=share_of(total, most.overall),
        competencies={
            each.id: share_of(state.earned.get(each.id, 0), most.competencies.get(each.id, 0))
            for each in head.competencies
        },
        critical=state.unrepaired,
        missing=missing,
    )
