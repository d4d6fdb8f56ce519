"""A scenario as data: read it, write it, name what is amiss.

The classes are those of `model`; this module is the way in and out for the rest of the site.
"""

from __future__ import annotations

from typing import Any

from courses.scenarios.canonical import fingerprint
from courses.scenarios.dump import head_json, scenario_json, scene_json
from courses.scenarios.model import (
    ADD,
    ENDING,
    FLAG,
    FORMAT,
    INFORMATION,
    KINDS,
    NUMBER,
    QUESTION,
    SET,
    SITUATION,
    Best,
    Choice,
    Competency,
    Critical,
    Effect,
    Ending,
    Feedback,
    NextStep,
    PassRule,
    Scenario,
    ScenarioHead,
    Scene,
    Softer,
    Variable,
)
from courses.scenarios.parse import (
    read_best,
    read_competencies,
    read_note,
    read_pass_rule,
    read_scenario,
    read_scene,
    read_variables,
)
from courses.scenarios.problems import Problem, ScenarioError
from courses.scenarios.reader import Reader
from courses.scenarios.structure import structural_problems

__all__ = [
    "ADD",
    "ENDING",
    "FLAG",
    "FORMAT",
    "INFORMATION",
    "KINDS",
    "NUMBER",
    "QUESTION",
    "SET",
    "SITUATION",
    "Best",
    "Choice",
    "Competency",
    "Critical",
    "Effect",
    "Ending",
    "Feedback",
    "NextStep",
    "PassRule",
    "Problem",
    "Scenario",
    "ScenarioError",
    "ScenarioHead",
    "Scene",
    "Softer",
    "Variable",
    "fingerprint",
    "head_from_json",
    "head_to_json",
    "problems_of",
    "scenario_from_json",
    "scene_from_json",
    "scene_to_json",
    "structural_problems",
    "to_json",
]


def scenario_from_json(data: Any) -> Scenario:
    """The scenario in `data`, which nobody has checked yet.

    Raises ScenarioError with every problem of shape, or else of reference.
    """
    read = Reader()
    scenario = read_scenario(data, read)
    problems = read.problems or structural_problems(scenario)
    if problems:
        raise ScenarioError(problems)
    return scenario


def problems_of(data: Any) -> list[Problem]:
    """What keeps `data` from being a scenario; empty when nothing does. Never raises."""
    try:
        scenario_from_json(data)
    except ScenarioError as error:
        return error.problems
    return []


def to_json(scenario: Scenario) -> dict[str, Any]:
    """`scenario` as JSON; `scenario_from_json` gives an equal scenario back."""
    return scenario_json(scenario)


def scene_to_json(scene: Scene, flags: frozenset[str] = frozenset()) -> dict[str, Any]:
    """One scene as JSON; give `scenario.flags` so that yes/no values print as such."""
    return scene_json(scene, flags)


def scene_from_json(data: Any) -> Scene:
    """One stored scene. Raises ScenarioError where the data has lost its shape."""
    read = Reader()
    scene = read_scene(read.mapping(data, "scene"), read)
    if read.problems:
        raise ScenarioError(read.problems)
    return scene


def head_to_json(head: ScenarioHead) -> dict[str, Any]:
    """All of a scenario but its scenes, with the best attainable score, for storing."""
    return head_json(head)


def head_from_json(data: Any) -> ScenarioHead:
    """A stored head. Raises ScenarioError where the data has lost its shape."""
    read = Reader()
    whole = read.mapping(data, "head")
    if whole.get("format") != FORMAT:
        read.refuse("format-unknown")
    head = ScenarioHead(
        title=read.text(whole, "title"),
        start=read.id(whole, "start"),
        best=read_best(whole.get("best"), read),
        language=read.text(whole, "language") or "en",
        competencies=read_competencies(whole, read),
        pass_rule=read_pass_rule(whole, read),
        variables=read_variables(whole, read),
        note=read_note(whole, read),
    )
    if read.problems:
        raise ScenarioError(read.problems)
    return head
