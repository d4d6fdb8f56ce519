from __future__ import annotations

import copy
import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.scenarios.graph import ScenarioError, scenario_from_json
from courses.scenarios.play import (
    ChoiceRefused,
    State,
    choices_open,
    decide,
    rewind,
    shuffled,
    start,
)
from courses.scenarios.prove import Limits, prove
from courses.scenarios.score import best, head_of, needed_points, result


def walk(data, *choices):
    """Plays the choices, with one scene at a time and through JSON at every step."""
    scenario = scenario_from_json(data)
    head = head_of(scenario)
    states = [start(head)]
    for choice in choices:
        scene = scenario.scene(states[-1].scene)
        after = decide(scene, states[-1], choice, head).state
        states.append(State.from_json(json.loads(json.dumps(after.to_json()))))
        assert states[-1] == after
    return head, states


def test_a_careful_walk_passes(door):
    head, states = walk(door, "greet-her", "offer")
    assert states[-1].scene == "heard"
    assert states[-1].variables == {"trust": 3}
    assert states[-1].decisions == 2
    outcome = result(head, states[-1])
    assert outcome.passed
    assert outcome.missing == []
    assert outcome.competencies == {"care": 2 / 3, "law": 1.0}
    assert outcome.overall == 1.0


def test_a_rushed_walk_does_not_pass_and_says_what_lacks(door):
    head, states = walk(door, "ask-him", "go-on")
    outcome = result(head, states[-1])
    assert not outcome.passed
    assert outcome.missing == ["overall", "competency:care"]
    assert outcome.overall == 0


def test_a_critical_error_counts_until_it_is_made_good(door):
    head, states = walk(door, "ask-him")
    assert result(head, states[-1]).missing == ["overall", "competency:care", "critical"]
    assert [each.reason for each in states[-1].unrepaired] == ["She was asked in front of him."]
    head, states = walk(door, "ask-him", "make-room")
    assert states[-1].unrepaired == ()
    assert states[-1].critical[0].repaired


def test_a_closed_choice_is_neither_shown_nor_taken(door):
    head, states = walk(door, "ask-him", "make-room")
    hall = scenario_from_json(door).scene("hall")
    assert [each.id for each in choices_open(hall, states[-1])] == ["wait", "leave"]
    with pytest.raises(ChoiceRefused, match="closed"):
        decide(hall, states[-1], "offer", head)


@pytest.mark.parametrize(
    ("scene", "choice", "reason"),
    [
        ("hall", "wait", "other-scene"),
        ("door", "gone", "unknown"),
        ("door", "", "unknown"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused(door, scene, choice, reason):
    scenario = scenario_from_json(door)
    head = head_of(scenario)
    with pytest.raises(ChoiceRefused, match=reason):
        decide(scenario.scene(scene), start(head), choice, head)


def test_an_ending_takes_no_decision(door):
    head, states = walk(door, "greet-her", "leave")
    with pytest.raises(ChoiceRefused, match="finished"):
        decide(scenario_from_json(door).scene("left"), states[-1], "leave", head)


def test_a_variable_never_leaves_its_bounds_in_play(door):
    data = copy.deepcopy(door)
    data["scenes"][0]["choices"][0]["effects"][0]["value"] = -50
    _head, states = walk(data, "ask-him")
    assert states[-1].variables == {"trust": 0}


def test_practice_goes_back_to_any_decision(door):
    _head, states = walk(door, "ask-him", "make-room", "wait")
    assert rewind(states, 0) == states[:1]
    assert rewind(states, 2)[-1].scene == "hall"
    with pytest.raises(ChoiceRefused):
        rewind(states, 4)


def test_best_is_what_one_play_can_reach(door):
    found = best(scenario_from_json(door))
    assert found.overall == 3
    assert found.competencies == {"care": 3, "law": 1}


def test_best_leaves_out_what_never_ends(build):
    data = build.scenario(
        build.scene(
            "a",
            build.choice("rich", "trap", scores={"care": 9}),
            build.choice("on", "end", scores={"care": 2}),
        ),
        build.scene("trap", build.choice("round", "trap")),
        build.ending("end"),
    )
    assert best(scenario_from_json(data)).overall == 2


def test_points_without_end_are_refused_but_a_counted_loop_is_not(build):
    def looped(**more):
        return build.scenario(
            build.scene(
                "a", build.choice("again", "a", scores={"care": 1}, **more), build.choice("on", "b")
            ),
            build.ending("b"),
            variables=[build.number("times", 0, 0, 3)],
        )

    with pytest.raises(ScenarioError, match="without end"):
        best(scenario_from_json(looped()))
    counted = looped(effects=[build.add("times", 1)], condition=build.when("times", "<", 3))
    assert best(scenario_from_json(counted)).overall == 3


@given(st.integers(0, 100), st.integers(0, 1000))
def test_needed_points_are_exact(percent, most):
    points = needed_points(percent / 100, most)
    assert Fraction(points) >= Fraction(percent, 100) * most > points - 1


@given(st.integers(), st.text(max_size=8))
def test_the_order_is_the_same_for_the_same_attempt(door, seed, place):
    choices = scenario_from_json(door).scene("hall").choices
    order = shuffled(choices, seed, place)
    assert order == shuffled(reversed(choices), seed, place)
    assert sorted(each.id for each in order) == sorted(each.id for each in choices)


def test_the_order_differs_between_attempts(door):
    choices = scenario_from_json(door).scene("hall").choices
    assert len({tuple(c.id for c in shuffled(choices, seed, "hall")) for seed in range(50)}) == 6


@given(st.recursive(st.none() | st.integers() | st.text(), lambda x: st.lists(x), max_leaves=4))
def test_a_broken_state_is_refused(junk):
    with pytest.raises(ScenarioError):
        State.from_json(junk)


def test_a_best_that_is_known_is_not_worked_out_again(door):
    scenario = scenario_from_json(door)
    assert head_of(scenario, prove(scenario).figures.best) == head_of(scenario)


def test_a_scenario_too_large_for_a_best_is_refused(door):
    with pytest.raises(ScenarioError, match="more than 3 states"):
        best(scenario_from_json(door), Limits(states=3))
