"""The prover against a player that tries every choice, on 1,000 random scenarios."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field, replace

import pytest

from courses.scenarios.graph import ScenarioHead, scenario_from_json
from courses.scenarios.play import choices_open, decide, start
from courses.scenarios.prove import prove
from courses.scenarios.questions import SOLVED, answer
from courses.scenarios.score import Best, result

DEEPEST = 12


def random_condition(build, chance, variables, depth=0):
    kind = chance.random()
    if depth < 2 and kind < 0.3:
        parts = [
            random_condition(build, chance, variables, depth + 1)
            for _ in range(chance.randint(1, 2))
        ]
        return {chance.choice(["all", "any"]): parts}
    if depth < 2 and kind < 0.4:
        return {"not": random_condition(build, chance, variables, depth + 1)}
    variable = chance.choice(variables)
    if variable["kind"] == "flag":
        return build.when(variable["id"], chance.choice(["==", "!="]), chance.random() < 0.5)
    op = chance.choice(["==", "!=", "<", "<=", ">", ">="])
    return build.when(variable["id"], op, chance.randint(variable["min"], variable["max"]))


def random_effect(build, chance, variable):
    if variable["kind"] == "flag":
        return build.set(variable["id"], chance.random() < 0.5)
    if chance.random() < 0.25:
        return build.set(variable["id"], chance.randint(variable["min"], variable["max"]))
    return build.add(variable["id"], chance.choice([-2, -1, 1, 1, 2]))


def random_scenario(build, seed, *, cyclic):
    chance = random.Random(seed)
    variables = [build.number("v", chance.randint(0, 2), 0, chance.randint(2, 4))]
    if chance.random() < 0.6:
        variables.append(build.flag("f", chance.random() < 0.5))
    if chance.random() < 0.4:
        variables.append(build.number("w", -1, -2, 1))
    count = chance.randint(3, 6) if cyclic else chance.randint(4, 11)
    names = [f"s{index}" for index in range(count)] + ["e0", "e1"]
    scenes = []
    for index in range(count):
        choices = []
        ahead = names if cyclic else names[index + 1 : index + 4]
        for number in range(chance.choice([1, 2, 2] if cyclic else [1, 2, 2, 2, 3, 3, 3])):
            more = {}
            if chance.random() < 0.35:
                more["condition"] = random_condition(build, chance, variables)
            if chance.random() < 0.5:
                more["effects"] = [
                    random_effect(build, chance, chance.choice(variables))
                    for _ in range(chance.randint(1, 2))
                ]
            if chance.random() < (0.15 if cyclic else 0.6):
                more["scores"] = {
                    each: chance.randint(0, 3) for each in ("care", "law") if chance.random() < 0.6
                }
            if chance.random() < 0.15:
                more["critical"] = {"reason": "r", "repair": chance.choice([None, *names])}
            choices.append(build.choice(f"c{number}", chance.choice(ahead), **more))
        more = {}
        if choices and chance.random() < 0.15:
            item = {
                "id": "q",
                "kind": "single",
                "text": "?",
                "options": [{"id": "a", "text": "A"}, {"id": "b", "text": "B"}],
                "right": ["a"],
            }
            more = {
                "kind": "question",
                "question": {"items": [item]},
                "review": chance.choice(ahead),
            }
        more["minutes"] = chance.choice([None, 1, 2])
        scenes.append(build.scene(names[index], *choices, **more))
    rule = {
        "overall": chance.choice([0, 0.3, 0.7, 1]),
        "competencies": {
            each: chance.choice([0.5, 0.8, 1]) for each in ("care", "law") if chance.random() < 0.5
        },
        "critical_errors": chance.choice([0, 0, 1]),
    }
    return build.scenario(
        *scenes,
        build.ending("e0"),
        build.ending("e1"),
        variables=variables,
        **{"pass": rule},
    )


@dataclass
class Played:
    """What a player met who tried everything."""

    plays: list = field(default_factory=list)
    scenes: set = field(default_factory=set)
    taken: set = field(default_factory=set)
    stuck: set = field(default_factory=set)
    beyond: set = field(default_factory=set)
    onward: dict = field(default_factory=lambda: defaultdict(set))
    # The same for a player who answers no question well.
    unsolved: dict = field(default_factory=lambda: defaultdict(set))
    asking: set = field(default_factory=set)
    repeated: bool = False
    cut: bool = False


def ways(scenario, scene, state, head):
    """Every step out of a state, by the functions that learners' answers go through."""
    if scene.kind == "question":
        solved = answer(scene, state, {"q": "a"}, head, 1)
        if solved.outcome == SOLVED:
            yield solved.choice, replace(solved.state, decisions=state.decisions + 1)
        tried = answer(scene, state, {"q": "b"}, head, 1)
        review = answer(scene, tried.state, {"q": "b"}, head, 1)
        yield None, replace(review.state, decisions=state.decisions + 1)
        return
    for choice in choices_open(scene, state):
        yield choice, decide(scene, state, choice.id, head).state


def spot(state):
    return state.scene, tuple(sorted(state.variables.items()))


def leaves_bounds(scenario, choice, values):
    """The first variable that a choice takes out of its bounds, each kept within afterwards."""
    values, found = dict(values), set()
    for effect in choice.effects:
        variable = next(each for each in scenario.variables if each.id == effect.variable)
        value = effect.value if effect.op == "set" else values[variable.id] + effect.value
        if not variable.min <= value <= variable.max:
            found.add(variable.id)
        values[variable.id] = variable.clamp(value)
    return found


def play_everything(scenario, head):
    played = Played()

    def go(state, before):
        here = spot(state)
        scene = scenario.scene(state.scene)
        played.scenes.add(scene.id)
        if here in before:
            played.repeated = True
        if scene.kind == "ending":
            played.onward[here].add("end")
            played.unsolved[here].add("end")
            played.plays.append(state)
            return
        if len(before) == DEEPEST:
            played.cut = True
            return
        met = False
        for choice, after in ways(scenario, scene, state, head):
            met = True
            played.taken.add((scene.id, choice.id if choice else ""))
            played.onward[here].add(spot(after))
            if scene.kind == "question":
                played.asking.add(here)
            if scene.kind != "question" or choice is None:
                played.unsolved[here].add(spot(after))
            if choice:
                for variable in leaves_bounds(scenario, choice, state.variables):
                    played.beyond.add((scene.id, choice.id, variable))
            go(after, (*before, here))
        if not met:
            played.stuck.add(scene.id)

    go(start(head), ())
    return played


def with_ending(onward):
    """The spots from which an ending is ahead."""
    good, grown = {"end"}, True
    while grown:
        more = {here for here, there in onward.items() if there & good} - good
        grown = bool(more)
        good |= more
    return good


def without_ending(played):
    """Scenes at which no ending is ahead any more, though some choice is open."""
    good = with_ending(played.onward)
    return {here[0] for here in played.onward if here not in good}


def locked_out(played):
    """Questions after which only those who answer well come to an ending."""
    held = with_ending(played.onward) - with_ending(played.unsolved)
    return {here[0] for here in held & played.asking}


def head_for(scenario, plays=()):
    best = Best(
        max((sum(each.earned.values()) for each in plays), default=0),
        {
            name.id: max((each.earned[name.id] for each in plays), default=0)
            for name in scenario.competencies
        },
    )
    return ScenarioHead(
        title=scenario.title,
        start=scenario.start,
        best=best,
        competencies=scenario.competencies,
        pass_rule=scenario.pass_rule,
        variables=scenario.variables,
    )


def codes(proof, *names):
    found = (*proof.errors, *proof.warnings)
    return {each.scene for each in found if each.code.removesuffix("-sometimes") in names}


def named(proof, code):
    return {
        (each.scene, each.choice) for each in (*proof.errors, *proof.warnings) if each.code == code
    }


def agree_on_ways(scenario, proof, played):
    assert set(proof.figures.reached) == played.scenes
    never = {each.id for each in scenario.scenes} - played.scenes
    assert codes(proof, "scene-never-reached") == never
    assert codes(proof, "dead-end") == played.stuck
    assert codes(proof, "no-ending-ahead") == without_ending(played)
    assert codes(proof, "lock-out") == locked_out(played)
    reached = [each for each in scenario.scenes if each.id in played.scenes]
    assert named(proof, "choice-never-open") == {
        (scene.id, choice.id)
        for scene in reached
        for choice in scene.choices
        if (scene.id, choice.id) not in played.taken
    }
    assert named(proof, "out-of-bounds") == {each[:2] for each in played.beyond}
    assert {each.scene for each in proof.figures.endings} == {each.scene for each in played.plays}


def agree_on_scores(proof, plays):
    figures = proof.figures
    if not plays:
        assert figures.decisions is None
        return
    for ending in figures.endings:
        here = [each for each in plays if each.scene == ending.scene]
        totals = [sum(each.earned.values()) for each in here]
        assert (ending.overall.least, ending.overall.greatest) == (min(totals), max(totals))
        for name, found in ending.competencies.items():
            points = [each.earned[name] for each in here]
            assert (found.least, found.greatest) == (min(points), max(points))
    assert figures.best.overall == max(sum(each.earned.values()) for each in plays)
    assert figures.decisions.least == min(each.decisions for each in plays)


@pytest.mark.parametrize("part", range(10))
def test_without_cycles_prover_and_player_agree(build, part):
    for seed in range(part * 50, part * 50 + 50):
        scenario = scenario_from_json(random_scenario(build, seed, cyclic=False))
        proof = prove(scenario)
        played = play_everything(scenario, head_for(scenario))
        plays = played.plays
        agree_on_ways(scenario, proof, played)
        agree_on_scores(proof, plays)
        assert proof.figures.paths == len(plays), seed
        for ending in proof.figures.endings:
            assert ending.paths == sum(each.scene == ending.scene for each in plays)
        if plays:
            assert proof.figures.decisions.greatest == max(each.decisions for each in plays)
            head = head_for(scenario, plays)
            passed = {result(head, each).passed for each in plays}
            found = {each.code for each in (*proof.errors, *proof.warnings)}
            assert ("pass-impossible" in found) == (True not in passed), seed
            assert ("pass-certain" in found) == (False not in passed), seed


@pytest.mark.parametrize("part", range(10))
def test_with_cycles_prover_and_player_agree(build, part):
    whole = 0
    for seed in range(1000 + part * 50, 1000 + part * 50 + 50):
        scenario = scenario_from_json(random_scenario(build, seed, cyclic=True))
        proof = prove(scenario)
        played = play_everything(scenario, head_for(scenario))
        plays, figures = played.plays, proof.figures
        assert played.scenes <= set(figures.reached), seed
        for ending in figures.endings:
            here = [sum(each.earned.values()) for each in plays if each.scene == ending.scene]
            assert not here or ending.overall.least <= min(here)
            if here and ending.overall.greatest is not None:
                assert max(here) <= ending.overall.greatest
        endless = "scored-cycle" in {each.code for each in proof.errors}
        assert (figures.best is None) == endless
        if figures.states <= DEEPEST:
            whole += 1
            agree_on_ways(scenario, proof, played)
            assert (figures.paths is None) == played.repeated, seed
            if not endless:
                agree_on_scores(proof, plays)
        if figures.paths is not None and not played.cut:
            assert figures.paths == len(plays)
            agree_on_scores(proof, plays)
        if plays and not endless:
            head = replace(head_for(scenario), best=figures.best)
            passed = {result(head, each).passed for each in plays}
            found = {each.code for each in (*proof.errors, *proof.warnings)}
            assert not ("pass-impossible" in found and True in passed), seed
            assert not ("pass-certain" in found and False in passed), seed
    assert whole >= 10
