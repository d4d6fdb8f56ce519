"""A pass rule in points, for the prover and for the score alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from courses.scenarios.model import Best, PassRule


@dataclass(frozen=True)
class Requirement:
    """The least points overall and by competency, and the most critical errors."""

    overall: int
    competencies: Mapping[str, int]
    critical_errors: int


def needed_points(share: float, best_points: int) -> int:
    """The least whole number of points that is `share` of `best_points` or more.

    The share is taken as the decimal that was written, so 0.7 of 10 is 7 and not 8.
    """
    return ceil(Fraction(str(share)) * best_points)


def requirement(rule: PassRule, best: Best) -> Requirement:
    return Requirement(
        overall=needed_points(rule.overall, best.overall),
        competencies={
            each: needed_points(share, best.competencies.get(each, 0))
            for each, share in rule.competencies.items()
        },
        critical_errors=rule.critical_errors,
    )
