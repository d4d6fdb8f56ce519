"""Can the scenario be passed at all, and can it be not passed? Exact, or said not to be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import prod

import numpy as np

from courses.scenarios.model import ADD, NUMBER, SET, Effect, Variable
from courses.scenarios.problems import Problem, problem
from courses.scenarios.prover.explore import Reached, explore
from courses.scenarios.prover.figures import Figures
from courses.scenarios.prover.limits import Limits, TooLarge
from courses.scenarios.prover.loops import Course
from courses.scenarios.prover.moves import Move
from courses.scenarios.prover.space import Space
from courses.scenarios.prover.state_graph import StateGraph
from courses.scenarios.prover.sweep import NOWHERE, greatest
from courses.scenarios.prover.witness import way_back
from courses.scenarios.requirement import Requirement, requirement

# Sums that the prover keeps beside the trainer's variables; no id of a trainer starts like this.
OVERALL, POINTS, ERRORS = "\0overall", "\0points ", "\0errors "


def pass_problems(course: Course, figures: Figures) -> Iterator[Problem]:
    """Pass impossible; pass certain whatever one does; and what could not be proven of these."""
    best = figures.best
    if best is None or not figures.endings:
        return
    graph = course.graph
    needed = requirement(graph.scenario.pass_rule, best)
    for competency in graph.scenario.competencies:
        if not best.competencies.get(competency.id):
            yield problem("competency-unscored", competency=competency.title or competency.id)
    try:
        possible = _some_walk_passes(course, needed) or _passable(graph, needed, course.limits)
        if not possible:
            yield problem("pass-impossible")
    except TooLarge as found:
        yield problem("pass-not-proven", most=found.most)
    try:
        if not (_too_few_points(figures, needed) or _too_many_errors(graph, needed, course.limits)):
            yield problem("pass-certain")
    except TooLarge as found:
        yield problem("pass-certain-not-proven", most=found.most)


def _too_few_points(figures: Figures, needed: Requirement) -> bool:
    """Does some play earn too little?"""
    return any(
        ending.overall.least < needed.overall
        or any(
            ending.competencies[each].least < points for each, points in needed.competencies.items()
        )
        for ending in figures.endings
    )


def _some_walk_passes(course: Course, needed: Requirement) -> bool:
    """Does a play pass that makes no critical error and earns most? Mostly one does, and then
    nothing more has to be counted. Tried again with the competencies that a pass asks for
    weighing more, and more."""
    graph = course.graph
    for factor in (0, 1, 4) if any(needed.competencies.values()) else (0,):
        weights = np.array(
            [
                NOWHERE
                if move.critical
                else move.points
                + factor * sum(move.points_in(each) for each in needed.competencies)
                for move in graph.moves
            ],
            dtype=np.int64,
        ).reshape(len(graph.moves), 1)
        held = greatest(course, weights, [0], keep=True)
        most, ending, position = max(
            (int(held[scene].max()), scene, int(held[scene].argmax())) for scene in graph.endings
        )
        if most <= NOWHERE // 2:
            return False
        walk = way_back(graph, held, weights, (ending, position))
        if sum(move.points for move in walk) >= needed.overall and all(
            sum(move.points_in(competency) for move in walk) >= points
            for competency, points in needed.competencies.items()
        ):
            return True
    return False


def _passable(graph: StateGraph, needed: Requirement, limits: Limits) -> bool:
    """Does any play pass? Counts all scores and critical errors together."""
    space, reached = _with_sums(graph, needed, limits, points=True)
    for scene in graph.endings:
        view = space.view(reached.rows[scene])
        fits = np.ones(len(view.rows), dtype=bool)
        errors = np.zeros(len(view.rows), dtype=np.int64)
        for each in space.variables:
            if each.id.startswith((OVERALL, POINTS)):
                fits &= view.values(each.id) == each.max
            elif each.id.startswith(ERRORS):
                errors += view.values(each.id)
        if (fits & (errors <= needed.critical_errors)).any():
            return True
    return False


def _too_many_errors(graph: StateGraph, needed: Requirement, limits: Limits) -> bool:
    """Does some play end with more critical errors than are allowed?"""
    if not any(move.critical for move in graph.moves):
        return False
    space, reached = _with_sums(graph, needed, limits, points=False)
    for scene in graph.endings:
        view = space.view(reached.rows[scene])
        errors = np.zeros(len(view.rows), dtype=np.int64)
        for each in space.variables:
            if each.id.startswith(ERRORS):
                errors += view.values(each.id)
        if (errors > needed.critical_errors).any():
            return True
    return False


def _with_sums(
    graph: StateGraph, needed: Requirement, limits: Limits, *, points: bool
) -> tuple[Space, Reached]:
    """Explores play again with the sums that a pass asks for as further variables, each counted
    up to what decides: points to their threshold, errors to one more than are allowed."""
    sums: list[Variable] = []
    if points:
        targets = {OVERALL: needed.overall}
        targets |= {POINTS + each: most for each, most in needed.competencies.items()}
        sums += [_sum(each, most) for each, most in targets.items() if most]
    repairs = {
        move.choice.critical.repair
        for move in graph.moves
        if move.choice is not None and move.choice.critical is not None
    }
    sums += [
        _sum(ERRORS + (each or ""), needed.critical_errors + 1) for each in sorted(repairs, key=str)
    ]
    variables = [*graph.scenario.variables, *sums]
    cells = len(graph.rows) * prod(each.max - each.min + 1 for each in variables)
    if cells > limits.joint_cells:
        raise TooLarge("joint_cells", limits.joint_cells)
    counted = {each.id for each in sums}
    moves = [replace(move, effects=_effects(graph, move, counted)) for move in graph.moves]
    space = Space(variables)
    wide = replace(limits, states=limits.joint_cells)
    return space, explore(space, len(graph.rows), moves, graph.start, wide, keep=False)


def _sum(name: str, most: int) -> Variable:
    return Variable(name, name, NUMBER, 0, 0, most)


def _effects(graph: StateGraph, move: Move, counted: set[str]) -> tuple[Effect, ...]:
    """What a move does to the sums: values beyond a threshold stay there."""
    if move.choice is None:
        return move.effects
    added = {OVERALL: move.points}
    added |= {POINTS + each: points for each, points in move.choice.scores.items()}
    found = [Effect(each, ADD, points) for each, points in added.items() if points]
    critical = move.choice.critical
    if critical is not None:
        found.append(Effect(ERRORS + (critical.repair or ""), ADD, 1))
    else:
        found.append(Effect(ERRORS + graph.scenario.scenes[move.source].id, SET, 0))
    return (*move.effects, *(each for each in found if each.variable in counted))
