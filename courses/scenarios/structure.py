"""What the parts of a scenario refer to: does it exist, once, and does it fit?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from courses.scenarios.conditions import comparisons
from courses.scenarios.model import (
    ADD,
    ENDING,
    FLAG,
    QUESTION,
    Choice,
    Scenario,
    Scene,
    Variable,
)
from courses.scenarios.problems import Problem, problem
from courses.scenarios.question_structure import question_problems

WIDEST = 10_001


def structural_problems(scenario: Scenario) -> list[Problem]:
    """Everything that keeps `scenario` from being played at all; empty when it can be."""
    return list(_problems(scenario))


def _problems(scenario: Scenario) -> Iterator[Problem]:
    scenes = {each.id: each for each in scenario.scenes}
    variables = {each.id: each for each in scenario.variables}
    competencies = {each.id for each in scenario.competencies}
    yield from _twice(each.id for each in scenario.scenes)
    yield from _twice(each.id for each in scenario.variables)
    yield from _twice(each.id for each in scenario.competencies)
    if not scenes:
        yield problem("no-scenes")
        return
    if scenario.start not in scenes:
        yield problem("start-unknown")
    if not any(each.kind == ENDING for each in scenario.scenes):
        yield problem("no-ending")
    for competency in scenario.pass_rule.competencies:
        if competency not in competencies:
            yield problem("pass-competency-unknown", competency=competency)
    for variable in scenario.variables:
        yield from _variable_problems(variable)
    for scene in scenario.scenes:
        yield from _scene_problems(scene, scenes)
        for choice in scene.choices:
            yield from _choice_problems(scene, choice, scenes, variables, competencies)


def _twice(ids: Iterator[str]) -> Iterator[Problem]:
    for each, times in Counter(ids).items():
        if times > 1:
            yield problem("id-twice", id=each)


def _variable_problems(variable: Variable) -> Iterator[Problem]:
    name = variable.title or variable.id
    if variable.min > variable.max:
        yield problem("bounds-crossed", variable=name)
        return
    values = variable.max - variable.min + 1
    if values > WIDEST:
        yield problem("bounds-wide", variable=name, values=values, most=WIDEST)
    if not variable.min <= variable.initial <= variable.max:
        yield problem(
            "initial-out-of-bounds",
            variable=name,
            value=variable.initial,
            least=variable.min,
            greatest=variable.max,
        )


def _scene_problems(scene: Scene, scenes: dict[str, Scene]) -> Iterator[Problem]:
    def said(code: str) -> Problem:
        return problem(code, scene.id, scene=scene.title or scene.id)

    for each, times in Counter(choice.id for choice in scene.choices).items():
        if times > 1:
            yield problem("id-twice", scene.id, id=each)
    if scene.kind == ENDING:
        if scene.ending is None:
            yield said("ending-missing")
        if scene.choices:
            yield said("ending-with-choices")
    elif scene.ending is not None:
        yield said("ending-misplaced")
    if scene.kind == QUESTION:
        if scene.question is None:
            yield said("question-missing")
        else:
            yield from question_problems(scene, scene.question)
        if scene.review is None:
            yield said("review-missing")
        elif scene.review not in scenes:
            yield said("review-unknown")
    elif scene.question is not None:
        yield said("question-misplaced")


def _choice_problems(
    scene: Scene,
    choice: Choice,
    scenes: dict[str, Scene],
    variables: dict[str, Variable],
    competencies: set[str],
) -> Iterator[Problem]:
    def said(code: str, **more: str) -> Problem:
        return problem(
            code, scene.id, choice.id, scene=scene.title or scene.id, text=choice.text, **more
        )

    if choice.target not in scenes:
        yield said("target-unknown")
    critical = choice.critical
    if critical and critical.repair is not None and critical.repair not in scenes:
        yield said("repair-unknown")
    for competency, points in choice.scores.items():
        if competency not in competencies:
            yield said("competency-unknown", competency=competency)
        if points < 0:
            yield said("score-negative")
    for effect in choice.effects:
        variable = variables.get(effect.variable)
        if variable is None:
            yield said("variable-unknown", variable=effect.variable)
        elif variable.kind == FLAG:
            if effect.op == ADD:
                yield said("flag-added", variable=variable.title or variable.id)
            elif effect.value not in (0, 1):
                yield said("flag-set-to-number", variable=variable.title or variable.id)
    for compared in comparisons(choice.condition):
        variable = variables.get(compared.variable)
        if variable is None:
            yield said("variable-unknown", variable=compared.variable)
        elif variable.kind == FLAG and compared.value not in (0, 1):
            yield said("flag-compared", variable=variable.title or variable.id)
