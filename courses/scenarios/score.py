"""Scores: earned ÷ best attainable from the start, compared as exact fractions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from courses.scenarios.attainable import best
from courses.scenarios.model import Best, Scenario, ScenarioHead
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


def head_of(scenario: Scenario) -> ScenarioHead:
    """The head of `scenario`, with its best attainable score.

    Raises ScenarioError where a best does not exist: points without end.
    """
    return ScenarioHead(
        title=scenario.title,
        start=scenario.start,
        best=best(scenario),
        language=scenario.language,
        competencies=scenario.competencies,
        pass_rule=scenario.pass_rule,
        variables=scenario.variables,
        note=scenario.note,
    )


def needed_points(share: float, best_points: int) -> int:
    """The least whole number of points that is `share` of `best_points` or more.

    The share is taken as the decimal that was written, so 0.7 of 10 is 7 and not 8.
    """
    return ceil(Fraction(str(share)) * best_points)


def share_of(earned: int, best_points: int) -> float:
    """Where nothing can be earned, nothing is missing."""
    return earned / best_points if best_points else 1.0


def result(head: ScenarioHead, state: State) -> Result:
    """How the play stands against the pass rule; final once an ending is reached."""
    rule, most = head.pass_rule, head.best
    total = sum(state.earned.values())
    missing = []
    if total < needed_points(rule.overall, most.overall):
        missing.append("overall")
    for competency, share in rule.competencies.items():
        needed = needed_points(share, most.competencies.get(competency, 0))
        if state.earned.get(competency, 0) < needed:
            missing.append(f"competency:{competency}")
    if len(state.unrepaired) > rule.critical_errors:
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
