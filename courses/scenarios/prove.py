"""The prover: what is amiss with a scenario, and its figures. Exact within declared limits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from courses.scenarios.graph import scenario_from_json
from courses.scenarios.model import Scenario
from courses.scenarios.problems import WARNINGS, Problem, ScenarioError, problem
from courses.scenarios.prover.figures import Figures, figures_of
from courses.scenarios.prover.limits import Limits, TooLarge
from courses.scenarios.prover.loops import course_of
from courses.scenarios.prover.on_critical import critical_errors
from courses.scenarios.prover.on_giveaways import giveaways
from courses.scenarios.prover.on_pass import pass_problems
from courses.scenarios.prover.on_questions import lock_outs
from courses.scenarios.prover.on_ways import (
    choices_and_conditions,
    ending_masks,
    points_without_end,
    scenes_never_reached,
    values_beyond_bounds,
    ways_that_stop,
)
from courses.scenarios.prover.on_writing import (
    feedback_missing,
    next_step_missing,
    note_missing,
    softer_missing,
)
from courses.scenarios.prover.state_graph import state_graph
from courses.scenarios.prover.sweep import steps_to
from courses.scenarios.structure import structural_problems

__all__ = ["Figures", "Limits", "Problem", "Proof", "prove", "prove_json"]


@dataclass(frozen=True)
class Proof:
    """Errors keep a scenario from being published, warnings need a reason.

    `figures` is None where there was nothing to explore, or too much (then an error says so).
    """

    errors: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    figures: Figures | None

    @property
    def clean(self) -> bool:
        return not self.errors and not self.warnings

    def to_json(self) -> dict[str, Any]:
        return {
            "errors": [each.to_json() for each in self.errors],
            "warnings": [each.to_json() for each in self.warnings],
            "figures": self.figures and self.figures.to_json(),
        }


def proof_of(problems: Iterable[Problem], figures: Figures | None = None) -> Proof:
    found = tuple(problems)
    return Proof(
        errors=tuple(each for each in found if each.code not in WARNINGS),
        warnings=tuple(each for each in found if each.code in WARNINGS),
        figures=figures,
    )


def prove_json(data: Any, limits: Limits | None = None) -> Proof:
    """Like `prove`, for a draft that may not even be a scenario yet. Never raises."""
    try:
        scenario = scenario_from_json(data)
    except ScenarioError as error:
        return proof_of(error.problems)
    return prove(scenario, limits)


def prove(scenario: Scenario, limits: Limits | None = None) -> Proof:
    """Everything that can be said against `scenario`, and its figures. Never raises.

    Every scene with all values that its variables can take there is looked at. What lies beyond
    the `limits` is an error or a warning of its own, that says what was not proven.
    """
    broken = structural_problems(scenario)
    if broken:
        return proof_of(broken)
    written = [
        *feedback_missing(scenario),
        *next_step_missing(scenario),
        *giveaways(scenario),
    ]
    try:
        problems, figures = _explored(scenario, limits or Limits())
    except TooLarge as found:
        return proof_of([problem(f"too-large-{found.limit}", most=found.most), *written])
    written += [*note_missing(scenario, figures), *softer_missing(scenario, figures)]
    return proof_of([*problems, *written], figures)


def _explored(scenario: Scenario, limits: Limits) -> tuple[list[Problem], Figures]:
    graph = state_graph(scenario, limits)
    course = course_of(graph, limits)
    steps = steps_to(course, ending_masks(graph))
    endless = list(points_without_end(course))
    figures = figures_of(course, steps, points_end=not endless)

    def found() -> Iterator[Problem]:
        yield from scenes_never_reached(graph)
        yield from ways_that_stop(graph, steps)
        yield from lock_outs(course, steps)
        yield from choices_and_conditions(graph)
        yield from values_beyond_bounds(graph)
        yield from endless
        yield from critical_errors(course)
        yield from pass_problems(course, figures)

    return list(found()), figures
