from __future__ import annotations

import copy
import json
import random
import time

import pytest

from courses.scenarios.graph import scenario_from_json
from courses.scenarios.prove import prove, prove_json
from courses.scenarios.prover import explore
from courses.scenarios.prover.figures import Range, Step, in_digits


def figures(data):
    return prove_json(data).figures


def test_paths_are_exact_when_astronomically_many(build):
    count = 200
    scenes = [
        build.scene(
            f"s{n}", *[build.choice(f"c{k}", f"s{n + 1}" if n < count - 1 else "end")
                       for k in range(1 + n % 4)]
        )
        for n in range(count)
    ]  # fmt: skip
    found = figures(build.scenario(*scenes, build.ending("end")))
    assert found.paths == 24**50
    assert found.endings[0].paths == 24**50
    assert found.to_json()["paths"] == str(24**50)
    assert found.decisions == Range(count, count)


def test_paths_merge_where_values_merge(build):
    def diamond(*effects):
        return build.scenario(
            build.scene("a", build.choice("x", "b", effects=list(effects)), build.choice("y", "b")),
            build.scene("b", build.choice("x", "end"), build.choice("y", "end")),
            build.ending("end"),
            variables=[build.number("v", 1, 0, 3)],
        )

    assert figures(diamond()).paths == figures(diamond(build.add("v", 1))).paths == 4
    assert figures(diamond()).states == 3
    assert figures(diamond(build.add("v", 1))).states == 5


@pytest.mark.parametrize("topics", [1, 2, 3, 4])
def test_a_talk_that_ends_is_counted_exactly(build, topics):
    """Each topic can be raised once, in any order, in one of two ways, or left out."""
    hub = build.scene(
        "hub",
        *[
            build.choice(f"t{n}", f"t{n}", condition=build.when(f"f{n}", "==", False))
            for n in range(topics)
        ],
        build.choice("done", "end"),
    )
    rooms = [
        build.scene(
            f"t{n}",
            build.choice("kind", "hub", effects=[build.set(f"f{n}", True)], scores={"care": n + 1}),
            build.choice("curt", "hub", effects=[build.set(f"f{n}", True)]),
        )
        for n in range(topics)
    ]
    found = figures(
        build.scenario(
            hub, *rooms, build.ending("end"), variables=[build.flag(f"f{n}") for n in range(topics)]
        )
    )

    def plays(left):
        return 1 + left * 2 * plays(left - 1) if left else 1

    assert found.paths == plays(topics)
    assert found.best.competencies["care"] == topics * (topics + 1) // 2
    assert found.decisions == Range(1, 2 * topics + 1)


def test_a_cycle_of_states_is_without_end(build):
    data = build.scenario(
        build.scene("a", build.choice("again", "b"), build.choice("on", "end"), minutes=1),
        build.scene("b", build.choice("back", "a"), minutes=2),
        build.ending("end", minutes=0.5),
    )
    found = figures(data)
    assert found.paths is None
    assert found.to_json()["paths"] is None
    assert found.decisions == Range(1, None)
    assert found.seconds.greatest is None


def test_reading_time_is_what_the_trainer_says_and_else_the_words(build):
    def case(**more):
        choice = build.choice("on", "end", text="word " * 9, feedback=None)
        body = [{"type": "html", "value": "<p class='x'>" + "word " * 79 + "</p>"}]
        return build.scenario(
            build.scene("a", choice, title="Two words", body=body, **more),
            build.ending("end", minutes=0),
        )

    assert figures(case()).seconds == Range(30, 30)
    assert figures(case(minutes=4)).seconds == Range(240, 240)


def test_the_most_intense_play_is_shown(build):
    data = build.scenario(
        build.scene("a", build.choice("in", "b"), build.choice("past", "end")),
        build.scene("b", build.choice("talk", "c", condition=build.when("v", ">", 1)),
                    build.choice("wait", "b2")),
        build.scene("b2", build.choice("back", "b", effects=[build.add("v", 1)],
                                       condition=build.when("v", "<", 3))),
        build.scene("c", build.choice("out", "end"), intensity=3),
        build.ending("end"),
        variables=[build.number("v", 1, 0, 3)],
    )  # fmt: skip
    found = figures(data)
    assert found.intensity == 3
    assert found.intensity_path == (
        Step("a", "in"),
        Step("b", "wait"),
        Step("b2", "back"),
        Step("b", "talk"),
        Step("c", "out"),
        Step("end", ""),
    )


def test_the_most_intense_play_comes_to_an_ending_where_one_does(build):
    """The shortest way to the intense scene is one from which no ending is ahead."""
    data = build.scenario(
        build.scene("a", build.choice("now", "c"), build.choice("later", "b")),
        build.scene("b", build.choice("in", "c", effects=[build.set("told", True)])),
        build.scene("c", build.choice("out", "end", condition=build.when("told", "==", True)),
                    build.choice("stay", "c2"), intensity=4),
        build.scene("c2", build.choice("round", "c2")),
        build.ending("end"),
        variables=[build.flag("told")],
    )  # fmt: skip
    path = figures(data).intensity_path
    assert [each.scene for each in path] == ["a", "b", "c", "end"]


def test_scores_are_given_by_ending_and_competency(door):
    found = figures(door)
    heard, left = found.endings
    assert (heard.scene, heard.overall) == ("heard", Range(2, 3))
    assert heard.competencies == {"care": Range(2, 3), "law": Range(0, 1)}
    assert (left.scene, left.overall, left.paths) == ("left", Range(0, 2), 3)


def test_a_proof_is_json(door):
    proof = prove_json(door)
    assert json.loads(json.dumps(proof.to_json())) == proof.to_json()


def test_numbers_too_long_for_a_page_are_shortened():
    assert in_digits(10**5000) == "10^5000"
    assert in_digits(10**300) == str(10**300)
    assert in_digits(0) == "0"


def test_rows_kept_as_numbers_give_the_same_proof_as_masks(build, door, monkeypatch):
    data = copy.deepcopy(door)
    data["scenes"][2]["choices"].append(
        build.choice("round", "hall", effects=[build.add("trust", 1)],
                     condition=build.when("trust", "<", 7))
    )  # fmt: skip
    masks = prove_json(data)
    monkeypatch.setattr(explore, "DENSE", 0)
    monkeypatch.setattr("courses.scenarios.prover.state_graph.DENSE", 0)
    assert prove_json(data) == masks
    assert masks.figures.states > 12


def large(build, scenes=200, seed=7):
    """Choices that each move one of four variables of 0 to 10, within bounds."""
    chance = random.Random(seed)
    names = [f"s{n}" for n in range(scenes)]
    made = []
    for n in range(scenes):
        choices = []
        for k in range(3):
            up = chance.random() < 0.5
            variable = f"v{chance.randrange(4)}"
            onward = n + 1 + (chance.randrange(6) if k else 0)
            more = {}
            if k:
                more["condition"] = build.when(variable, "<" if up else ">", 10 if up else 0)
                more["effects"] = [build.add(variable, 1 if up else -1)]
            choices.append(
                build.choice(
                    f"c{k}",
                    names[onward] if onward < scenes else f"e{k}",
                    scores={f"k{chance.randrange(4)}": chance.randrange(4)},
                    **more,
                )
            )
        made.append(build.scene(names[n], *choices))
    return build.scenario(
        *made,
        *[build.ending(f"e{k}") for k in range(3)],
        variables=[build.number(f"v{k}", 5, 0, 10) for k in range(4)],
        competencies=[{"id": f"k{k}", "title": f"K{k}"} for k in range(4)],
        **{"pass": {"overall": 0.6, "competencies": {"k0": 0.5}, "critical_errors": 0}},
    )


def test_two_hundred_scenes_with_four_variables_are_proven_quickly(build):
    """The bench holds the target of a second; here a slow and busy machine passes too."""
    scenario = scenario_from_json(large(build))
    spent = []
    for _ in range(2):
        before = time.process_time()
        proof = prove(scenario)
        spent.append(time.process_time() - before)
    assert proof.figures.states > 1_000_000
    assert proof.figures.paths > 10**20
    assert min(spent) < 3
