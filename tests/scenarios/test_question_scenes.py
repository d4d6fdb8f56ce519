from __future__ import annotations

import copy
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.scenarios.graph import problems_of, scenario_from_json, to_json
from courses.scenarios.play import ChoiceRefused, decide, start
from courses.scenarios.questions import (
    REVIEW,
    SOLVED,
    TRY_AGAIN,
    AnswerRefused,
    answer,
    check,
    drawn,
    options_shown,
)
from courses.scenarios.reading_time import scene_seconds
from courses.scenarios.score import best, head_of

OPTIONS = [
    {"id": "a", "text": "Act", "feedback": "Yes: what is done."},
    {"id": "m", "text": "Means", "feedback": "Yes: how it is done."},
    {"id": "t", "text": "Travel", "feedback": "Crossing a border is not needed."},
]
QUESTIONS = {
    "single": {"options": OPTIONS, "right": ["a"]},
    "multiple": {"options": OPTIONS, "right": ["m", "a"]},
    "order": {"options": OPTIONS, "right": ["m", "a", "t"]},
    "match": {
        "options": OPTIONS,
        "prompts": [
            {"id": "1", "text": "Recruiting", "answer": "a"},
            {"id": "2", "text": "Deceiving", "answer": "m"},
        ],
    },
    "short": {"accepted": ["Palermo Protocol", "the Palermo Protocol"]},
}
RIGHT = {
    "single": "a",
    "multiple": ["a", "m"],
    "order": ["m", "a", "t"],
    "match": {"1": "a", "2": "m"},
    "short": "  the palermo   PROTOCOL. ",
}
OTHER = {
    "single": ["t"],
    "multiple": ["a"],
    "order": ["a", "m", "t"],
    "match": {"1": "a", "2": "t"},
    "short": "Vienna",
}
NO_ANSWER = {
    "single": [["a", "m"], "", [], "gone", {"a": "m"}],
    "multiple": [["a", "a"], [], ["gone"], {"a": "m"}],
    "order": [["m", "a"], [], ["m", "a", "gone"], ["m", "m", "a"]],
    "match": ["a", {"1": "a"}, {"1": "a", "2": ""}, {"1": "a", "2": "gone"}, []],
    "short": ["", " . ", "x" * 501, ["Palermo Protocol"]],
}
KINDS = sorted(QUESTIONS)


def item(kind):
    return {"id": kind, "kind": kind, "text": f"A {kind} question?", **QUESTIONS[kind]}


@pytest.fixture
def quiz(build):
    def made(*kinds, **more):
        return build.scenario(
            build.scene(
                "q",
                build.choice("on", "end", scores={"law": 2}, effects=[build.set("knows", True)]),
                kind="question",
                question={"items": [item(each) for each in kinds], **more},
                review="again",
            ),
            build.scene("again", build.choice("read", "end"), kind="information"),
            build.ending("end"),
            variables=[build.flag("knows")],
        )

    return made


def at_question(data):
    scenario = scenario_from_json(data)
    head = head_of(scenario)
    return scenario.scene("q"), start(head), head


@pytest.mark.parametrize("kind", KINDS)
def test_a_good_answer_goes_on_with_full_credit(quiz, kind):
    scene, state, head = at_question(quiz(kind))
    done = answer(scene, state, {kind: RIGHT[kind]}, head, 1)
    assert done.outcome == SOLVED
    assert done.target == done.state.scene == "end"
    assert done.state.earned["law"] == 2
    assert done.state.variables["knows"] == 1


@pytest.mark.parametrize("kind", KINDS)
def test_two_tries_and_then_the_review_never_a_lock_out(quiz, kind):
    scene, state, head = at_question(quiz(kind))
    first = answer(scene, state, {kind: OTHER[kind]}, head, 1)
    assert (first.outcome, first.state.scene, first.tries_left) == (TRY_AGAIN, "q", 1)
    second = answer(scene, first.state, {kind: OTHER[kind]}, head, 1)
    assert (second.outcome, second.state.scene, second.tries_left) == (REVIEW, "again", 0)
    assert second.state.tries == 0
    assert second.state.earned["law"] == 0
    solved = answer(scene, first.state, {kind: RIGHT[kind]}, head, 1)
    assert solved.state.earned["law"] == 2


@pytest.mark.parametrize(("kind", "junk"), [(k, junk) for k in KINDS for junk in NO_ANSWER[k]])
def test_what_is_no_answer_uses_no_try(quiz, kind, junk):
    scene, state, head = at_question(quiz(kind))
    with pytest.raises(AnswerRefused) as refused:
        answer(scene, state, {kind: junk}, head, 1)
    assert refused.value.question == kind


def test_an_unanswered_question_of_several_uses_no_try(quiz):
    scene, state, head = at_question(quiz("single", "short"))
    with pytest.raises(AnswerRefused, match="empty"):
        answer(scene, state, {"single": "a"}, head, 1)


def test_a_question_takes_no_plain_choice_and_a_choice_scene_no_answer(quiz):
    data = quiz("single")
    scene, state, head = at_question(data)
    with pytest.raises(ChoiceRefused, match="question"):
        decide(scene, state, "on", head)
    with pytest.raises(AnswerRefused, match="other-scene"):
        answer(scenario_from_json(data).scene("again"), state, {}, head, 1)


def test_the_review_scene_is_next_where_no_way_on_is_open(build, quiz):
    data = quiz("single")
    data["scenes"][0]["choices"][0]["condition"] = build.when("knows", "==", True)
    scene, state, head = at_question(data)
    assert answer(scene, state, {"single": "a"}, head, 1).target == "again"


def test_feedback_is_that_of_the_options_chosen(quiz):
    scene, _state, _head = at_question(quiz("multiple"))
    looked = check(scene.question.items[0], ["a", "t"])
    assert not looked.right
    assert looked.feedback == ("Yes: what is done.", "Crossing a border is not needed.")


def test_enough_of_several_is_enough(quiz):
    scene, state, head = at_question(quiz("single", "short", needed=1))
    answers = {"single": "t", "short": "palermo protocol"}
    assert answer(scene, state, answers, head, 1).outcome == SOLVED


@given(st.integers())
def test_n_of_m_are_drawn_by_the_attempts_seed(quiz_of_three, seed):
    scene = scenario_from_json(quiz_of_three).scene("q")
    assert drawn(scene, seed) == drawn(scene, seed)
    assert len({each.id for each in drawn(scene, seed)}) == 2


@pytest.fixture(scope="module")
def quiz_of_three(build):
    return build.scenario(
        build.scene(
            "q",
            build.choice("on", "end"),
            kind="question",
            question={"items": [item(k) for k in ("single", "short", "order")], "draw": 2},
            review="end",
        ),
        build.ending("end"),
    )


def test_every_question_of_the_bank_has_its_turn(quiz_of_three):
    scene = scenario_from_json(quiz_of_three).scene("q")
    assert {each.id for seed in range(40) for each in drawn(scene, seed)} == {
        "single",
        "short",
        "order",
    }


def test_the_written_order_is_not_shown(quiz):
    scene, _state, _head = at_question(quiz("order"))
    shown = {
        tuple(each.id for each in options_shown(scene, scene.question.items[0], seed))
        for seed in range(60)
    }
    assert len(shown) == 6


def test_questions_survive_json_and_count_in_the_best(quiz):
    data = quiz(*KINDS, draw=3, needed=2)
    scenario = scenario_from_json(data)
    assert scenario_from_json(json.loads(json.dumps(to_json(scenario)))) == scenario
    assert best(scenario).overall == 2


@pytest.mark.parametrize(
    ("code", "kind", "change"),
    [
        ("options-few", "single", lambda q: q["items"][0].update(options=OPTIONS[:1])),
        ("right-not-one", "single", lambda q: q["items"][0].update(right=["a", "m"])),
        ("right-unknown", "single", lambda q: q["items"][0].update(right=["gone"])),
        ("right-missing", "multiple", lambda q: q["items"][0].update(right=[])),
        ("order-incomplete", "order", lambda q: q["items"][0].update(right=["a", "m"])),
        ("right-unknown", "match", lambda q: q["items"][0]["prompts"][0].update(answer="gone")),
        ("prompts-missing", "match", lambda q: q["items"][0].update(prompts=[])),
        ("accepted-missing", "short", lambda q: q["items"][0].update(accepted=[" "])),
        ("accepted-missing", "short", lambda q: q["items"][0].update(accepted=["…", " . "])),
        ("options-alike", "order", lambda q: q["items"][0]["options"][2].update(text=" act.")),
        ("options-alike", "match", lambda q: q["items"][0]["prompts"][1].update(text="RECRUITING")),
        ("question-missing", "short", lambda q: q.update(items=[])),
        ("draw-impossible", "short", lambda q: q.update(draw=2)),
        ("draw-impossible", "short", lambda q: q.update(draw=0)),
        ("needed-impossible", "short", lambda q: q.update(needed=2)),
        ("tries-impossible", "short", lambda q: q.update(tries=0)),
        ("id-twice", "short", lambda q: q["items"].append(q["items"][0])),
    ],
)
def test_a_question_that_cannot_be_answered_is_named(quiz, code, kind, change):
    data = quiz(kind)
    assert problems_of(data) == []
    data = copy.deepcopy(data)
    change(data["scenes"][0]["question"])
    assert code in [each.code for each in problems_of(data)]


def test_a_problem_names_its_question(quiz):
    data = copy.deepcopy(quiz("single", "short"))
    data["scenes"][0]["question"]["items"][1]["accepted"] = []
    (said,) = problems_of(data)
    assert (said.scene, said.question, said.choice) == ("q", "short", "")


def test_of_a_bank_only_what_is_asked_takes_time_to_read(quiz):
    all_asked = scenario_from_json(quiz("single", "short", "order")).scene("q")
    one_asked = scenario_from_json(quiz("single", "short", "order", draw=1)).scene("q")
    nothing = replace(all_asked, question=None, choices=())
    words = scene_seconds(all_asked) - scene_seconds(nothing)
    assert words > 0
    assert abs(3 * (scene_seconds(one_asked) - scene_seconds(nothing)) - words) <= 3
