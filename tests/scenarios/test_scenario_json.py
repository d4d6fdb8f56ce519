from __future__ import annotations

import copy
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.scenarios.canonical import canonical_json, fingerprint
from courses.scenarios.graph import (
    ScenarioError,
    head_from_json,
    head_to_json,
    problems_of,
    scenario_from_json,
    scene_from_json,
    scene_to_json,
    to_json,
)
from courses.scenarios.score import head_of
from courses.scenarios.sentences import SENTENCES


def codes(data):
    return [each.code for each in problems_of(data)]


def test_a_scenario_survives_json(door):
    scenario = scenario_from_json(door)
    again = json.loads(json.dumps(to_json(scenario)))
    assert scenario_from_json(again) == scenario
    assert to_json(scenario_from_json(again)) == again


def test_what_others_keep_in_the_json_is_carried_along(door):
    data = copy.deepcopy(door)
    data["slug"] = "at-the-door"
    data["scenes"][0]["block"] = 7
    data["scenes"][0]["choices"][0]["colour"] = "blue"
    assert to_json(scenario_from_json(data)) == {
        **to_json(scenario_from_json(door)),
        "slug": "at-the-door",
        "scenes": to_json(scenario_from_json(data))["scenes"],
    }
    assert to_json(scenario_from_json(data))["scenes"][0]["block"] == 7
    assert to_json(scenario_from_json(data))["scenes"][0]["choices"][0]["colour"] == "blue"


def test_yes_and_no_stay_yes_and_no(build):
    data = build.scenario(
        build.scene(
            "a",
            build.choice(
                "go",
                "end",
                condition=build.when("told", "==", False),
                effects=[build.set("told", True)],
            ),
        ),
        build.ending("end"),
        variables=[build.flag("told")],
    )
    written = to_json(scenario_from_json(data))
    assert written["variables"][0]["initial"] is False
    assert written["scenes"][0]["choices"][0]["condition"]["value"] is False
    assert written["scenes"][0]["choices"][0]["effects"][0]["value"] is True


def test_a_stored_scene_and_head_come_back(door):
    scenario = scenario_from_json(door)
    for scene in scenario.scenes:
        assert scene_from_json(scene_to_json(scene, scenario.flags)) == scene
    head = head_of(scenario)
    assert head_from_json(json.loads(json.dumps(head_to_json(head)))) == head
    with pytest.raises(ScenarioError):
        head_from_json({"format": 1})
    with pytest.raises(ScenarioError):
        scene_from_json([])


@given(st.dictionaries(st.text(), st.integers() | st.text()))
def test_equal_content_has_an_equal_fingerprint(data):
    turned = dict(reversed(list(data.items())))
    assert fingerprint(data) == fingerprint(turned)
    assert json.loads(canonical_json(data)) == data


def test_a_fingerprint_refuses_what_json_cannot_hold():
    with pytest.raises(ValueError, match="JSON"):
        fingerprint({"a": float("nan")})


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)
PLACES = st.sampled_from(
    [
        ("scenes",), ("variables",), ("pass",), ("competencies",), ("start",), ("note",),
        ("title",),
        ("scenes", 0, "choices"), ("scenes", 0, "kind"), ("scenes", 0, "body"),
        ("scenes", 0, "softer"), ("scenes", 0, "intensity"), ("scenes", 0, "ending"),
        ("scenes", 0, "minutes"), ("scenes", 0, "question"), ("scenes", 0, "id"),
        ("scenes", 0, "choices", 0, "condition"), ("scenes", 0, "choices", 0, "effects"),
        ("scenes", 0, "choices", 0, "scores"), ("scenes", 0, "choices", 0, "critical"),
        ("scenes", 0, "choices", 0, "feedback"), ("scenes", 0, "choices", 0, "target"),
        ("variables", 0, "initial"), ("variables", 0, "min"), ("pass", "overall"),
    ]
)  # fmt: skip


@given(PLACES, JUNK)
def test_junk_is_refused_with_sentences_and_never_crashes(door, place, junk):
    data = copy.deepcopy(door)
    part = data
    for step in place[:-1]:
        part = part[step]
    part[place[-1]] = junk
    for each in problems_of(data):
        assert each.message == SENTENCES[each.code] % each.parameters
    problems_of(junk)


def broken(door, change):
    data = copy.deepcopy(door)
    change(data)
    return codes(data)


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("format-unknown", lambda d: d.update(format=2)),
        ("text-missing", lambda d: d.update(title=" ")),
        ("no-scenes", lambda d: d.update(scenes=[])),
        ("start-unknown", lambda d: d.update(start="gone")),
        ("id-twice", lambda d: d["scenes"].append(d["scenes"][0])),
        ("target-unknown", lambda d: d["scenes"][0]["choices"][0].update(target="gone")),
        ("variable-unknown", lambda d: d.update(variables=[])),
        ("competency-unknown", lambda d: d.update(competencies=[])),
        ("pass-competency-unknown", lambda d: d["pass"]["competencies"].update(gone=0.5)),
        ("repair-unknown", lambda d: d["scenes"][0]["choices"][0]["critical"].update(repair="x")),
        ("score-negative", lambda d: d["scenes"][0]["choices"][1]["scores"].update(care=-1)),
        ("bounds-crossed", lambda d: d["variables"][0].update(min=11)),
        ("bounds-wide", lambda d: d["variables"][0].update(max=20_000)),
        ("initial-out-of-bounds", lambda d: d["variables"][0].update(initial=11)),
        ("ending-missing", lambda d: d["scenes"][3].update(ending=None)),
        ("ending-misplaced", lambda d: d["scenes"][0].update(ending={"outcome": "x"})),
        ("ending-with-choices", lambda d: d["scenes"][3].update(choices=d["scenes"][0]["choices"])),
        ("no-ending", lambda d: [s.update(kind="information") for s in d["scenes"][3:]]),
        ("review-missing", lambda d: d["scenes"][1].update(kind="question")),
        ("question-missing", lambda d: d["scenes"][1].update(kind="question", review="hall")),
        ("flag-added", lambda d: d["variables"][0].update(kind="flag")),
        ("flag-compared", lambda d: d["variables"][0].update(kind="flag")),
        ("condition-unclear", lambda d: d["scenes"][0]["choices"][0].update(condition={"all": []})),
    ],
)
def test_each_break_is_named(door, code, change):
    assert codes(door) == []
    assert code in broken(door, change)


def test_a_condition_nested_without_end_is_refused(door):
    deep = {"variable": "trust", "op": "==", "value": 1}
    for _ in range(100):
        deep = {"not": deep}
    data = copy.deepcopy(door)
    data["scenes"][0]["choices"][0]["condition"] = deep
    assert "condition-deep" in codes(data)
