"""For every kind of problem, a scenario that has it and one that just has not."""

from __future__ import annotations

import copy

import pytest

from courses.scenarios.problems import WARNINGS
from courses.scenarios.prove import Limits, prove_json
from courses.scenarios.sentences import SENTENCES

SOFTER = {"title": "Softer", "body": [{"type": "html", "value": "<p>He waits outside.</p>"}]}
NOTE = {"text": "A scene speaks of control by an employer.", "themes": ["control"]}


def found(data, **limits):
    proof = prove_json(data, Limits(**limits) if limits else None)
    return {each.code: each for each in (*proof.errors, *proof.warnings)}


@pytest.fixture(scope="session")
def clean(build, door):
    """The small whole case, without anything to be said against it."""
    data = copy.deepcopy(door)
    data["scenes"][1]["choices"][0]["effects"] = [build.add("trust", 1)]
    return data


def test_the_clean_case_is_clean(clean):
    proof = prove_json(clean)
    assert (proof.errors, proof.warnings) == ((), ())
    assert proof.clean
    assert proof.figures.paths == 6


def choice(data, scene, number):
    return data["scenes"][scene]["choices"][number]


def lost_scene(b, d):
    d["scenes"].append(b.scene("lost", b.choice("on", "left")))


def found_scene(b, d):
    lost_scene(b, d)
    d["scenes"][1]["choices"].append(b.choice("look", "lost"))


def only_choice(d, condition):
    d["scenes"][2]["choices"] = [{**choice(d, 2, 1), "condition": condition}]


def trap(b, d, *more):
    d["scenes"].append(b.scene("trap", b.choice("round", "pit"), *more))
    d["scenes"].append(b.scene("pit", b.choice("back", "trap")))
    d["scenes"][1]["choices"].append(b.choice("fall", "trap"))


def looped(b, d, **more):
    d["variables"].append(b.number("times", 0, 0, 3))
    d["scenes"][2]["choices"].append(b.choice("again", "hall", scores={"care": 1}, **more))


def all_in_one(b, d, scores):
    """Every way gives care or law, never both; a pass may ask for both."""
    d["scenes"] = [
        b.scene(
            "door",
            b.choice("a", "heard", scores=scores),
            b.choice("b", "heard"),
            b.choice("c", "heard", scores={"law": 2}),
        ),
        b.ending("heard"),
    ]
    d["pass"] = {"overall": 0.5, "competencies": {"care": 0.5, "law": 0.5}, "critical_errors": 0}


def needs_critical(b, d, allowed):
    """The only way to points is a critical error that is never made good."""
    d["scenes"] = [
        b.scene(
            "door",
            b.choice(
                "a",
                "hall",
                scores={"care": 1, "law": 1},
                critical={"reason": "r", "repair": "apart"},
            ),
            b.choice("b", "hall"),
        ),
        b.scene("apart", b.choice("on", "hall")),
        b.scene(
            "hall",
            b.choice("on", "heard"),
            b.choice("off", "heard"),
            b.choice("apart", "apart", condition=b.when("trust", ">=", 9)),
        ),
        b.ending("heard"),
    ]
    d["pass"] = {"overall": 0.5, "competencies": {}, "critical_errors": allowed}


def errors_only(b, d, repairable):
    """Nothing is asked but no critical error; the one there is can be left unrepaired, or not."""
    d["pass"] = {"overall": 0, "competencies": {}, "critical_errors": 0}
    if not repairable:
        choice(d, 1, 1)["scores"] = {}
        choice(d, 0, 0)["target"] = "hall"
        d["scenes"][2]["choices"].append(b.choice("talk", "apart"))


def shy_repair(b, d, trust):
    """After the error, the way to its repair asks for trust, which starts at 1."""
    d["scenes"] = [
        b.scene("door", b.choice("a", "hall"), b.choice("b", "hall", effects=[b.add("trust", 1)])),
        b.scene(
            "hall",
            b.choice("fine", "heard", scores={"care": 1, "law": 1}),
            b.choice("hasty", "mid", critical={"reason": "r", "repair": "apart"}),
        ),
        b.scene(
            "mid",
            b.choice("talk", "apart", condition=b.when("trust", ">=", trust)),
            b.choice("on", "heard"),
        ),
        b.scene("apart", b.choice("on", "heard")),
        b.ending("heard"),
    ]


def intense(d, value, *, note=None, softer=None):
    d["scenes"][2].update(intensity=value, softer=softer)
    d["note"] = note


def many(b, d, mark, scenes=3):
    """`scenes` decisions of three choices, of which the best is marked."""
    row = []
    for n in range(scenes):
        onward = f"d{n + 1}" if n < scenes - 1 else "heard"
        texts = ["I wait and say nothing yet.", "I ask what she needs.", "I go back to the car."]
        choices = [b.choice(f"c{k}", onward, text=text) for k, text in enumerate(texts)]
        choices[1]["scores"] = {"care": 1, "law": 1}
        mark(choices)
        row.append(b.scene(f"d{n}", *choices))
    d["scenes"] = [*row, b.ending("heard")]
    d["start"] = "d0"
    d["pass"] = {"overall": 0.5, "competencies": {}, "critical_errors": 0}
    d["variables"] = []


def longer(choices):
    choices[1]["text"] += " Then I wait for as long as her answer takes."


def forward(choices):
    choices[0], choices[1] = choices[1], choices[0]


def polite(choices):
    choices[1]["text"] = "I ask: may I sit down?"


def asks(b, d, *more):
    """A question whose review leads back to it, and by `more` elsewhere."""
    options = [{"id": "a", "text": "A"}, {"id": "b", "text": "B"}]
    item = {"id": "q", "kind": "single", "text": "Which?", "options": options, "right": ["a"]}
    d["variables"].append(b.flag("late"))
    d["scenes"][1]["choices"] += [
        b.choice("learn", "ask"),
        b.choice("later", "ask", effects=[b.set("late", True)]),
    ]
    d["scenes"] += [
        b.scene(
            "ask",
            b.choice("on", "left"),
            kind="question",
            question={"items": [item]},
            review="read",
        ),
        b.scene("read", b.choice("back", "ask"), *more, kind="information"),
    ]


def bank(b, d, right, questions=3):
    """A bank of questions of three answers each, the first the longest, with `right` the right."""
    texts = {"a": "I wait until she has had something to drink.", "b": "I ask.", "c": "I go."}
    options = [{"id": key, "text": text} for key, text in texts.items()]
    items = [
        {"id": f"q{n}", "kind": "single", "text": f"{n}?", "options": options, "right": [right]}
        for n in range(questions)
    ]
    d["scenes"][1]["choices"].append(b.choice("learn", "ask"))
    ways = {"question": {"items": items}, "review": "left"}
    d["scenes"].append(b.scene("ask", b.choice("on", "left"), kind="question", **ways))


PAIRS = {
    "scene-never-reached": (lost_scene, found_scene),
    "dead-end": (
        lambda b, d: d["scenes"][2].update(choices=[]),
        lambda b, d: only_choice(d, None),
    ),
    "dead-end-sometimes": (
        lambda b, d: only_choice(d, b.when("trust", ">", 1)),
        lambda b, d: only_choice(d, b.when("trust", ">=", 0)),
    ),
    "no-ending-ahead": (trap, lambda b, d: trap(b, d, b.choice("out", "left"))),
    "no-ending-ahead-sometimes": (
        lambda b, d: (
            trap(b, d, b.choice("out", "left", condition=b.when("trust", ">", 0))),
            d["scenes"][0]["choices"].append(b.choice("x", "trap", effects=[b.add("trust", 1)])),
        ),
        lambda b, d: (
            trap(b, d, b.choice("out", "left", condition=b.when("trust", ">=", 0))),
            d["scenes"][0]["choices"].append(b.choice("x", "trap", effects=[b.add("trust", 1)])),
        ),
    ),
    "lock-out": (asks, lambda b, d: asks(b, d, b.choice("out", "left"))),
    "lock-out-sometimes": (
        lambda b, d: asks(b, d, b.choice("out", "left", condition=b.when("late", "==", True))),
        lambda b, d: asks(b, d, b.choice("out", "left")),
    ),
    "choice-never-open": (
        lambda b, d: choice(d, 2, 0).update(condition=b.when("trust", ">", 3)),
        lambda b, d: choice(d, 2, 0).update(condition=b.when("trust", ">", 2)),
    ),
    "condition-always": (
        lambda b, d: choice(d, 2, 0).update(condition=b.when("trust", ">=", 0)),
        lambda b, d: choice(d, 2, 0).update(condition=b.when("trust", ">=", 1)),
    ),
    "condition-part-always": (
        lambda b, d: choice(d, 2, 0).update(
            condition={"all": [b.when("trust", ">", 2), b.when("trust", "<", 4)]}
        ),
        lambda b, d: choice(d, 2, 0).update(
            condition={"any": [b.when("trust", ">", 2), b.when("trust", "<", 0)]}
        ),
    ),
    "condition-part-never": (
        lambda b, d: choice(d, 2, 0).update(
            condition={"any": [b.when("trust", ">", 2), b.when("trust", "<", 0)]}
        ),
        lambda b, d: choice(d, 2, 0).update(condition={"not": b.when("trust", "<", 1)}),
    ),
    "out-of-bounds": (
        lambda b, d: choice(d, 0, 1).update(effects=[b.add("trust", 10)]),
        lambda b, d: choice(d, 0, 1).update(effects=[b.add("trust", 9)]),
    ),
    "scored-cycle": (
        looped,
        lambda b, d: looped(
            b, d, effects=[b.add("times", 1)], condition=b.when("times", "<", 3)
        ),
    ),
    "critical-without-repair": (
        lambda b, d: choice(d, 0, 0)["critical"].update(repair=None),
        lambda b, d: choice(d, 0, 0)["critical"].update(repair="hall"),
    ),
    "repair-never-reached": (
        lambda b, d: choice(d, 0, 0).update(target="hall"),
        lambda b, d: (
            choice(d, 0, 0).update(target="hall"),
            choice(d, 1, 1).update(scores={}),
            d["scenes"][2]["choices"].append(b.choice("talk", "apart")),
        ),
    ),
    "repair-not-always-reached": (
        lambda b, d: shy_repair(b, d, 2),
        lambda b, d: shy_repair(b, d, 1),
    ),
    "pass-impossible": (
        lambda b, d: all_in_one(b, d, {"care": 2}),
        lambda b, d: all_in_one(b, d, {"care": 2, "law": 1}),
    ),
    "pass-certain": (
        lambda b, d: d.update({"pass": {"overall": 0, "competencies": {}, "critical_errors": 1}}),
        lambda b, d: errors_only(b, d, repairable=False),
    ),
    "competency-unscored": (
        lambda b, d: choice(d, 2, 0).update(scores={}),
        lambda b, d: choice(d, 2, 0).update(scores={"law": 1}),
    ),
    "feedback-missing": (
        lambda b, d: choice(d, 2, 2).update(feedback=None),
        lambda b, d: d["scenes"][2].update(choices=[{**choice(d, 2, 1), "feedback": None}]),
    ),
    **{
        f"feedback-without-{part.replace('_', '-')}": (
            lambda b, d, part=part: choice(d, 2, 2)["feedback"].update({part: " <br> "}),
            lambda b, d, part=part: choice(d, 2, 2)["feedback"].update({part: "Yes."}),
        )
        for part in ("happened", "why", "next_time")
    },
    "note-missing": (
        lambda b, d: intense(d, 3, softer=SOFTER),
        lambda b, d: intense(d, 3, softer=SOFTER, note=NOTE),
    ),
    "softer-missing": (
        lambda b, d: intense(d, 3, note=NOTE),
        lambda b, d: intense(d, 2, note=NOTE),
    ),
    "next-step-missing": (
        lambda b, d: d["scenes"][4]["ending"].update(next_steps=[{"text": " ", "url": "/x/"}]),
        lambda b, d: d["scenes"][4]["ending"].update(next_steps=[{"text": "Rest", "url": ""}]),
    ),
    "giveaway-longest": (
        lambda b, d: many(b, d, longer),
        lambda b, d: many(b, d, longer, scenes=2),
    ),
    "giveaway-first": (
        lambda b, d: many(b, d, forward),
        lambda b, d: many(b, d, forward, scenes=2),
    ),
    "giveaway-answer": (
        lambda b, d: bank(b, d, "a"),
        lambda b, d: bank(b, d, "a", questions=2),
    ),
    "giveaway-polite": (
        lambda b, d: many(b, d, polite),
        lambda b, d: many(b, d, lambda c: [polite(c), c[0].update(text="Please!")]),
    ),
}  # fmt: skip


@pytest.mark.parametrize("code", PAIRS)
def test_a_scenario_has_it_and_one_just_has_not(build, clean, code):
    has, has_not = PAIRS[code]
    data = copy.deepcopy(clean)
    has(build, data)
    assert code in found(data)
    said = found(data)[code]
    assert said.message == SENTENCES[code] % said.parameters
    data = copy.deepcopy(clean)
    has_not(build, data)
    assert not {code, "scored-cycle"} & set(found(data))
    assert prove_json(data).figures is not None


def test_every_kind_of_problem_that_the_prover_names_has_its_pair():
    first = list(SENTENCES).index("scene-never-reached")
    beyond = ("too-large", "pass-not-proven", "pass-certain-not-proven")
    named = {code for code in list(SENTENCES)[first:] if not code.startswith(beyond)}
    assert named | {"scored-cycle"} == set(PAIRS)
    assert set(SENTENCES) >= WARNINGS


def test_a_problem_names_its_scene_and_choice(build, clean):
    data = copy.deepcopy(clean)
    PAIRS["out-of-bounds"][0](build, data)
    said = found(data)["out-of-bounds"]
    assert (said.scene, said.choice) == ("door", "greet-her")
    assert said.message == (
        "The choice “I choose greet-her.” in “Scene door” takes “Trust” beyond 0 to 10, "
        "for example when Trust = 1."
    )


def test_a_pass_through_a_critical_error_is_found_where_the_rule_allows_it(build, clean):
    for allowed, impossible in ((0, True), (1, False)):
        data = copy.deepcopy(clean)
        needs_critical(build, data, allowed)
        assert ("pass-impossible" in found(data)) == impossible


def test_a_repair_on_the_way_makes_a_pass_certain_only_where_none_can_miss_it(build, clean):
    data = copy.deepcopy(clean)
    errors_only(build, data, repairable=True)
    assert "pass-certain" in found(data)


def test_an_intense_scene_that_nobody_meets_needs_no_note(build, clean):
    data = copy.deepcopy(clean)
    data["scenes"].append(build.scene("lost", build.choice("on", "left"), intensity=4))
    assert not {"note-missing", "softer-missing"} & set(found(data))


def test_a_draft_that_is_no_scenario_has_errors_and_no_figures():
    proof = prove_json({"format": 1})
    assert proof.figures is None
    assert {each.code for each in proof.errors} == {"text-missing"}


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        ({"states": 6}, "too-large-states"),
        ({"arrows": 8}, "too-large-arrows"),
    ],
)
def test_beyond_a_limit_it_says_so(clean, limits, code):
    assert code in found(clean, **limits)
    roomy = dict.fromkeys(limits, 1000)
    assert found(clean, **roomy) == {}


@pytest.mark.parametrize(
    ("limits", "code"),
    [({"rounds": 3}, "too-large-rounds"), ({"loop_states": 3}, "too-large-loop_states")],
)
def test_beyond_a_limit_of_loops_it_says_so(build, clean, limits, code):
    data = copy.deepcopy(clean)
    PAIRS["scored-cycle"][1](build, data)
    proof = prove_json(data, Limits(**limits))
    assert code in {each.code for each in proof.errors}
    assert proof.figures is None
    assert found(data) == {}


def test_a_pass_that_is_too_large_to_be_proven_is_a_warning_with_what_was_proven(build, clean):
    data = copy.deepcopy(clean)
    PAIRS["pass-impossible"][0](build, data)
    proof = prove_json(data, Limits(joint_cells=50))
    assert [each.code for each in proof.warnings] == ["pass-not-proven"]
    assert proof.figures.paths == 3
    data = copy.deepcopy(clean)
    errors_only(build, data, repairable=False)
    assert "pass-certain-not-proven" in found(data, joint_cells=50)


def test_a_variable_as_wide_as_can_be_is_proven_or_named(build, clean):
    data = copy.deepcopy(clean)
    data["variables"] += [build.number(f"v{n}", 0, 0, 10_000) for n in range(3)]
    assert found(data) == {}
    data["variables"] += [build.number(f"w{n}", 0, 0, 10_000) for n in range(3)]
    assert "too-large-states" in found(data)


def test_a_repair_scene_with_nothing_but_critical_choices_repairs_nothing(build, clean):
    data = copy.deepcopy(clean)
    for each in data["scenes"][1]["choices"]:
        each["critical"] = {"reason": "r", "repair": "apart"}
    said = [each for each in prove_json(data).errors if each.code == "repair-never-reached"]
    assert {each.choice for each in said} == {"ask-him", "go-on", "make-room"}


def test_points_on_the_way_from_one_cycle_to_another_are_no_points_without_end(build):
    def case(**once):
        return build.scenario(
            build.scene("a", build.choice("round", "a"),
                        build.choice("over", "b", scores={"care": 1, "law": 1}, **once)),
            build.scene("b", build.choice("back", "a"), build.choice("on", "end")),
            build.ending("end"),
            variables=[build.flag("told")],
        )  # fmt: skip

    once = {
        "effects": [build.set("told", True)],
        "condition": build.when("told", "==", False),
    }
    assert "scored-cycle" not in found(case(**once))
    assert "scored-cycle" in found(case())
