"""Reports on critical errors: each needs a scene in which it can be made good, and a way there."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from courses.scenarios.model import ENDING, Critical
from courses.scenarios.problems import Problem, problem
from courses.scenarios.prover.loops import Course
from courses.scenarios.prover.space import Mask
from courses.scenarios.prover.state_graph import Link, StateGraph
from courses.scenarios.prover.sweep import Numbers, steps_to
from courses.scenarios.prover.wording import choice_name, scene_name, values_text


def critical_errors(course: Course) -> Iterator[Problem]:
    """Critical errors without a repair, or from which it cannot be reached. Raises TooLarge."""
    graph = course.graph
    place = {scene.id: index for index, scene in enumerate(graph.scenario.scenes)}
    ways: dict[str, list[Numbers]] = {}
    for link in (each for links in graph.links for each in links):
        choice = link.move.choice
        if choice is None or choice.critical is None:
            continue
        repair = choice.critical.repair
        if repair is None or graph.scenario.scenes[place[repair]].kind == ENDING:
            yield _said("critical-without-repair", graph, link, choice.critical)
            continue
        if repair not in ways:
            goal = place[repair]
            ways[repair] = steps_to(course, {goal: made_good(graph, goal)})
        steps = ways[repair][link.move.target]
        landed = steps if link.target is None else steps[link.target]
        if (landed < 0).all():
            yield _said("repair-never-reached", graph, link, choice.critical)
        elif (landed < 0).any():
            at = int((landed < 0).argmax())
            before = at if link.source is None else int(link.source[at])
            values = values_text(graph.scenario, graph.values(link.move.source, before))
            yield _said("repair-not-always-reached", graph, link, choice.critical, values=values)


def made_good(graph: StateGraph, scene: int) -> Mask:
    """The positions of a repair scene at which a choice that is no critical error is open."""
    found = np.zeros(len(graph.rows[scene]), dtype=bool)
    for link in graph.links[scene]:
        if link.move.choice is not None and link.move.choice.critical is None:
            found[slice(None) if link.source is None else link.source] = True
    return found


def _said(code: str, graph: StateGraph, link: Link, critical: Critical, **more: str) -> Problem:
    scenes = graph.scenario.scenes
    scene, choice = scenes[link.move.source], link.move.choice
    assert choice is not None  # noqa: S101 - only choices are critical
    repair = next((scene_name(each) for each in scenes if each.id == critical.repair), "")
    return problem(
        code,
        scene.id,
        choice.id,
        scene=scene_name(scene),
        text=choice_name(choice),
        repair=repair,
        **more,
    )
