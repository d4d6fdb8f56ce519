"""Reports on the ways through a scenario: scenes, endings, choices, conditions, bounds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from courses.scenarios.conditions import Compare, comparisons
from courses.scenarios.model import ENDING, Choice, Scene
from courses.scenarios.problems import Problem, problem
from courses.scenarios.prover.loops import Course, scored_on_cycle
from courses.scenarios.prover.space import Mask
from courses.scenarios.prover.state_graph import Link, StateGraph
from courses.scenarios.prover.sweep import Numbers
from courses.scenarios.prover.wording import (
    choice_name,
    comparison_text,
    scene_name,
    values_text,
    variable_name,
)


def scenes_never_reached(graph: StateGraph) -> Iterator[Problem]:
    for scene, rows in zip(graph.scenario.scenes, graph.rows, strict=True):
        if not len(rows):
            yield problem("scene-never-reached", scene.id, scene=scene_name(scene))


def ways_that_stop(graph: StateGraph, steps: Sequence[Numbers]) -> Iterator[Problem]:
    """Dead ends, and places from which no ending can be reached; `steps` lead to endings."""
    for index, scene in enumerate(graph.scenario.scenes):
        if scene.kind == ENDING or not len(graph.rows[index]):
            continue
        stuck = graph.stuck(index)
        yield from _where(graph, index, stuck, "dead-end")
        yield from _where(graph, index, (steps[index] < 0) & ~stuck, "no-ending-ahead")


def _where(graph: StateGraph, index: int, mask: Mask, code: str) -> Iterator[Problem]:
    """One problem for a scene: always, or with some values, of which it gives an example."""
    scene = graph.scenario.scenes[index]
    if not mask.any():
        return
    if mask.all():
        yield problem(code, scene.id, scene=scene_name(scene))
        return
    values = values_text(graph.scenario, graph.values(index, int(mask.argmax())))
    yield problem(f"{code}-sometimes", scene.id, scene=scene_name(scene), values=values)


def choices_and_conditions(graph: StateGraph) -> Iterator[Problem]:
    """Choices that nobody can take, and conditions or parts of them that decide nothing."""
    for index, scene in enumerate(graph.scenario.scenes):
        if not len(graph.rows[index]):
            continue
        links = {link.move.choice.id: link for link in graph.links[index] if link.move.choice}
        for choice in scene.choices:
            link = links.get(choice.id)
            if link is None:
                yield _said("choice-never-open", scene, choice)
            elif choice.condition is not None:
                yield from _condition(graph, index, choice, link)


def _condition(graph: StateGraph, index: int, choice: Choice, link: Link) -> Iterator[Problem]:
    scene = graph.scenario.scenes[index]
    view = graph.space.view(graph.rows[index])
    assert choice.condition is not None  # noqa: S101 - the caller has looked
    if link.source is None or view.holds(choice.condition).all():
        yield _said("condition-always", scene, choice)
        return
    if isinstance(choice.condition, Compare):
        return
    for part in dict.fromkeys(comparisons(choice.condition)):
        mask = view.holds(part)
        if mask.all() or not mask.any():
            code = "condition-part-always" if mask.all() else "condition-part-never"
            yield _said(code, scene, choice, part=comparison_text(graph.scenario, part))


def _said(code: str, scene: Scene, choice: Choice, **more: str) -> Problem:
    return problem(
        code, scene.id, choice.id, scene=scene_name(scene), text=choice_name(choice), **more
    )


def values_beyond_bounds(graph: StateGraph) -> Iterator[Problem]:
    for move, variable, row in graph.beyond:
        if move.choice is None:
            continue
        scene = graph.scenario.scenes[move.source]
        bounds = graph.space.variables[graph.space.place[variable]]
        yield _said(
            "out-of-bounds",
            scene,
            move.choice,
            variable=variable_name(graph.scenario, variable),
            least=str(bounds.min),
            greatest=str(bounds.max),
            values=values_text(graph.scenario, graph.space.decode(row)),
        )


def points_without_end(course: Course) -> Iterator[Problem]:
    """Scored choices on a cycle of states."""
    graph = course.graph
    for loop in course.loops.values():
        for move in scored_on_cycle(loop, graph.moves):
            if move.choice is not None:
                yield _said("scored-cycle", graph.scenario.scenes[move.source], move.choice)


def ending_masks(graph: StateGraph) -> dict[int, Mask]:
    return {index: np.ones(len(graph.rows[index]), dtype=bool) for index in graph.endings}
