"""The best attainable score, by walking every state: scene and values of variables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

from courses.scenarios.model import ENDING, Best, Choice, Scenario, Scene
from courses.scenarios.play import affected, choices_open
from courses.scenarios.problems import ScenarioError, problem
from courses.scenarios.state import State

Spot = tuple[str, tuple[int, ...]]
Steps = dict[Spot, list[tuple[Spot, Choice | None]]]


def best(scenario: Scenario) -> Best:
    """The most points of one play from start to an ending: in all, and by competency.

    Raises ScenarioError where a scored choice lies on a cycle: points without end.
    """
    steps, endings = walk(scenario)
    order = components(steps)
    number = {spot: index for index, part in enumerate(order) for spot in part}
    for spot, onward in steps.items():
        for target, choice in onward:
            if choice and any(choice.scores.values()) and number[spot] == number[target]:
                raise ScenarioError([problem("scored-cycle", spot[0], choice.id, text=choice.text)])

    def greatest(points: Callable[[Choice], int]) -> int:
        most: list[int | None] = []
        for part in order:
            found = [0 for spot in part if spot in endings]
            for spot in part:
                for target, choice in steps[spot]:
                    ahead = most[number[target]] if number[target] < len(most) else None
                    if ahead is not None:
                        found.append(ahead + (points(choice) if choice else 0))
            most.append(max(found, default=None))
        return most[-1] or 0

    return Best(
        overall=greatest(lambda choice: sum(choice.scores.values())),
        competencies={
            each.id: greatest(lambda choice, id=each.id: choice.scores.get(id, 0))  # type: ignore[misc]
            for each in scenario.competencies
        },
    )


def walk(scenario: Scenario) -> tuple[Steps, set[Spot]]:
    """Every spot that play reaches with the steps out of it, and those that end play."""
    scenes = {each.id: each for each in scenario.scenes}
    names = [each.id for each in scenario.variables]
    first = (scenario.start, tuple(each.initial for each in scenario.variables))
    steps: Steps = defaultdict(list)
    endings: set[Spot] = set()
    waiting, seen = [first], {first}
    while waiting:
        spot = waiting.pop()
        scene = scenes[spot[0]]
        values = dict(zip(names, spot[1], strict=True))
        steps[spot] = []
        if scene.kind == ENDING:
            endings.add(spot)
        for choice, target in onward(scene, values):
            after = affected(values, choice.effects, scenario.variables) if choice else values
            next_spot = (target, tuple(after[name] for name in names))
            steps[spot].append((next_spot, choice))
            if next_spot not in seen:
                seen.add(next_spot)
                waiting.append(next_spot)
    return steps, endings


def onward(scene: Scene, values: dict[str, int]) -> Iterator[tuple[Choice | None, str]]:
    """The ways out of a scene: choices, or the two outcomes of a question."""
    found = choices_open(scene, State(scene.id, values))
    if scene.kind == "question":
        found = found[:1]
        if scene.review:
            yield None, scene.review
    for choice in found:
        yield choice, choice.target


def components(steps: Steps) -> list[list[Spot]]:
    """Strongly connected parts, each after the parts that it leads to (Tarjan, no recursion)."""
    index: dict[Spot, int] = {}
    low: dict[Spot, int] = {}
    stack: list[Spot] = []
    parts: list[list[Spot]] = []
    done: set[Spot] = set()
    root = next(iter(steps))
    index[root] = low[root] = 0
    stack.append(root)
    work = [(root, iter(steps[root]))]
    while work:
        spot, targets = work[-1]
        for target, _choice in targets:
            if target not in index:
                index[target] = low[target] = len(index)
                stack.append(target)
                work.append((target, iter(steps[target])))
                break
            if target not in done:
                low[spot] = min(low[spot], index[target])
        else:
            work.pop()
            if work:
                low[work[-1][0]] = min(low[work[-1][0]], low[spot])
            if low[spot] == index[spot]:
                cut = stack.index(spot)
                part, stack[cut:] = stack[cut:], []
                done.update(part)
                parts.append(part)
    return parts
