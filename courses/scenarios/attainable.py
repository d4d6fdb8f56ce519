"""The best attainable score, by walking every state: scene and values of variables."""

from __future__ import annotations

import numpy as np

from courses.scenarios.model import Best, Scenario
from courses.scenarios.problems import ScenarioError, problem
from courses.scenarios.prover.limits import Limits, TooLarge
from courses.scenarios.prover.loops import course_of
from courses.scenarios.prover.on_ways import points_without_end
from courses.scenarios.prover.state_graph import state_graph
from courses.scenarios.prover.sweep import greatest


def best(scenario: Scenario, limits: Limits | None = None) -> Best:
    """The most points of one play from start to an ending: in all, and by competency.

    Raises ScenarioError where a scored choice lies on a cycle (points without end), and where
    the scenario is too large to be explored.
    """
    try:
        return _best(scenario, limits or Limits())
    except TooLarge as found:
        raise ScenarioError([problem(f"too-large-{found.limit}", most=found.most)]) from found


def _best(scenario: Scenario, limits: Limits) -> Best:
    graph = state_graph(scenario, limits)
    course = course_of(graph, limits)
    endless = list(points_without_end(course))
    if endless:
        raise ScenarioError(endless)
    names = [each.id for each in scenario.competencies]
    weights = np.array(
        [[move.points, *(move.points_in(name) for name in names)] for move in graph.moves],
        dtype=np.int64,
    ).reshape(len(graph.moves), 1 + len(names))
    held = greatest(course, weights, [0] * (1 + len(names)))
    most = [
        max((int(held[scene][:, column].max()) for scene in graph.endings), default=0)
        for column in range(1 + len(names))
    ]
    return Best(most[0], dict(zip(names, most[1:], strict=True)))
