"""An export that was worked on in Twine comes back with the changes, and with Waymark's data."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from courses.scenarios.graph import scenario_from_json, to_json
from courses.scenarios.parse import read_scenario
from courses.scenarios.reader import Reader
from courses.scenarios.twee.exporting import export_twee
from courses.scenarios.twee.importing import import_story

TINY = Path(__file__).parents[1] / "content" / "fixtures" / "tiny" / "scenarios" / "tiny-door.yaml"


@pytest.fixture
def scenario() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(TINY.read_text())
    data.pop("slug")
    for scene in data["scenes"]:
        for part in (scene, scene.get("softer") or {}):
            part["body"] = [{"type": "html", "html": f"<p>{part.get('body', '').strip()}</p>"}]
    return to_json(scenario_from_json(data))


def codes(imported: Any) -> list[tuple[str, str]]:
    return [(each.code, each.passage) for each in imported.report.items]


def scene(data: dict[str, Any], scene_id: str) -> dict[str, Any]:
    return next(each for each in data["scenes"] if each["id"] == scene_id)


def test_changed_words_keep_scores_and_feedback(scenario: dict[str, Any]) -> None:
    text = export_twee(scenario).replace("Someone looks out.", "Somebody looks ''out''.")
    imported = import_story(text)
    expected = copy.deepcopy(scenario)
    scene(expected, "door")["body"] = [
        {
            "type": "html",
            "html": "<p>A door opens a hand's width. Somebody looks <b>out</b>.</p>",
        }
    ]
    assert not imported.exact
    assert imported.scenario == expected
    assert codes(imported) == [("waymark-changed", "The door")]


def test_a_changed_target_keeps_the_choice(scenario: dict[str, Any]) -> None:
    text = export_twee(scenario).replace(
        "[[Ask at once for the papers of everyone.|The talk]",
        "[[Ask at once for the papers of everyone.|An open door]",
    )
    choice = scene(import_story(text).scenario, "door")["choices"][1]
    assert choice["id"] == "demand"
    assert choice["target"] == "open"
    assert choice["critical"]["repair"] == "talk"


def test_a_choice_and_a_scene_that_are_new(scenario: dict[str, Any]) -> None:
    text = export_twee(scenario).replace(
        "[[Leave your card", "[[Sit down|The chair]]\n[[Leave your card"
    )
    text = text.replace(":: Waymark data", ":: The chair\nYou sit.\n\n\n:: Waymark data")
    imported = import_story(text)
    talk = scene(imported.scenario, "talk")
    assert [each["text"] for each in talk["choices"]] == [
        "Ask how the person is and listen.",
        "Sit down",
        "Leave your card and say when you are back.",
    ]
    assert talk["choices"][0]["scores"] == {"trust": 1}
    assert scene(imported.scenario, "the-chair")["kind"] == "ending"
    assert codes(imported) == [("waymark-changed", "The talk"), ("waymark-new", "The chair")]


def test_a_scene_that_is_gone_and_a_choice_that_is_gone_are_listed(
    scenario: dict[str, Any],
) -> None:
    text = export_twee(scenario)
    begin, end = text.index(":: An open door"), text.index(":: StoryInit")
    if begin > end:
        end = text.index(":: Waymark data")
    text = text[:begin] + text[end:]
    lines = [line for line in text.split("\n") if not line.startswith("[[Leave your card")]
    imported = import_story("\n".join(lines))
    assert [each["id"] for each in imported.scenario["scenes"]] == ["door", "talk", "good"]
    assert set(codes(imported)) == {
        ("waymark-changed", "The talk"),
        ("waymark-choice-gone", "The talk"),
        ("waymark-gone", "An open door"),
    }


def test_a_changed_start_of_a_value(scenario: dict[str, Any]) -> None:
    imported = import_story(export_twee(scenario).replace("$calm to 3", "$calm to 4"))
    calm = imported.scenario["variables"][0]
    assert (calm["initial"], calm["max"], calm["title"]) == (4, 5, "Calm")


@pytest.mark.parametrize("harm", ['"format": 1,', '"waymark": 1,', '"scenes": {'])
def test_damaged_data_is_listed_and_the_story_is_read(scenario: dict[str, Any], harm: str) -> None:
    imported = import_story(export_twee(scenario).replace(harm, "", 1))
    assert codes(imported)[0] == ("waymark-broken", "Waymark data")
    assert [each["name"] for each in imported.scenario["scenes"]] == [
        "The door",
        "The talk",
        "A beginning",
        "An open door",
    ]


def test_data_as_deep_as_a_well_is_damaged_data(scenario: dict[str, Any]) -> None:
    text = export_twee(scenario)
    text = text[: text.index("[waymark]") + 10] + "[" * 200_000
    assert codes(import_story(text))[0][0] == "waymark-broken"


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("twine", [1]),
        ("twine", {"passages": [1, {"name": 2}], "tag-colors": [], "ifid": {}}),
        ("variables", None),
        ("scenes", [{"id": "door"}]),
        ("scenes", [{"title": "no id"}]),
        ("walks", 3),
        ("start", 7),
    ],
)
def test_data_of_another_shape_breaks_nothing(
    scenario: dict[str, Any], part: str, value: Any
) -> None:
    text = export_twee(scenario)
    begin = text.index("{", text.index("[waymark]"))
    data = json.loads(text[begin:])
    data["scenario"][part] = value
    for words in (text[:begin], text[:begin].replace("Someone looks", "Nobody looks")):
        imported = import_story(words + json.dumps(data))
        assert imported.scenario["scenes"]
        export_twee(to_json(read_scenario(imported.scenario, Reader())))
