"""Stories as they are published: everything is taken over or listed, and nothing else is."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from courses.scenarios.graph import problems_of
from courses.scenarios.twee.exporting import export_twee
from courses.scenarios.twee.importing import import_story
from courses.scenarios.twee.report import WHY
from courses.scenarios.twee.story import Story


def rows(report: Any) -> list[tuple[str, str, int, str]]:
    return [(each.code, each.passage, each.line, each.what) for each in report.items]


def test_the_report_of_a_long_story_is_exact_in_both_formats(
    example: Any, written: Callable[[Story], str]
) -> None:
    imported = import_story(written(example.story))

    # Passages for code stand apart in the published page: the order differs, the rows do not.
    assert sorted(rows(imported.report)) == sorted(example.listed)
    assert all(each.code in WHY for each in imported.report.items)
    scenes = imported.scenario["scenes"]
    assert len(scenes) == example.scenes
    assert sum(len(each["choices"]) for each in scenes) == example.choices
    assert problems_of(imported.scenario) == []


def test_both_formats_give_the_same_scenario(example: Any, as_html: Any) -> None:
    from courses.scenarios.twee.write_twee import write_twee

    from_twee = import_story(write_twee(example.story)).scenario
    from_html = import_story(as_html(example.story)).scenario
    key = lambda each: each["name"]  # noqa: E731
    assert sorted(from_twee["twine"].pop("passages"), key=key) == sorted(
        from_html["twine"].pop("passages"), key=key
    )
    assert from_twee == from_html


def test_title_start_tags_and_places_are_kept(example: Any, written: Any) -> None:
    scenario = import_story(written(example.story)).scenario
    assert scenario["title"] == "At the door & beyond"
    assert scenario["start"] == "begin"
    first = next(each for each in scenario["scenes"] if each["name"] == "1. Meeting")
    assert first["twine"] == {"tags": ["chapter-1"], "position": "100,50", "size": "100,100"}
    assert scenario["twine"]["tag-colors"] == {"ending": "green"}
    assert {each["name"] for each in scenario["twine"]["passages"]} >= {
        "StoryInit",
        "StoryCaption",
        "PassageHeader",
    }


def test_nested_conditions_become_conditions_of_choices(example: Any, written: Any) -> None:
    scenario = import_story(written(example.story)).scenario
    first = next(each for each in scenario["scenes"] if each["name"] == "1. Meeting")
    ask, papers, call, leave = first["choices"]
    assert (ask["text"], ask["condition"]) == ("Ask how she is", None)
    assert ask["effects"] == [{"variable": "trust", "op": "add", "value": 1}]
    assert papers["effects"] == [
        {"variable": "trust", "op": "add", "value": -2},
        {"variable": "strikes", "op": "add", "value": 1},
    ]
    assert call["condition"] == {
        "all": [
            {"variable": "trust", "op": "==", "value": 2},
            {"variable": "police_called", "op": "==", "value": False},
        ]
    }
    assert call["effects"] == [{"variable": "police_called", "op": "set", "value": True}]
    assert leave["text"] == 'Leave "for now"'
    assert leave["effects"] == [{"variable": "minutes", "op": "set", "value": 60}]
    assert first["body"][0]["html"] == (
        "<p><b>Ana</b> opens the door a hand's width. <i>Who is there?</i></p>"
        "<p>[Twine: if $trust gte 3 and not $police_called]</p><p>She lets you in.</p>"
        "<p>[Twine: end]</p>"
        "<p>[Twine: elseif $trust lt 1 or ($police_called and $minutes lte 20)]</p>"
        "<p>She looks past you.</p><p>[Twine: end]</p>"
        "<p>[Twine: else]</p><p>She waits, and has $minutes minutes.</p><p>[Twine: end]</p>"
    )


def test_export_and_import_again_give_the_same_scenario(
    example: Any, written: Callable[[Story], str], as_html: Callable[[Story], str]
) -> None:
    from courses.scenarios.twee.exporting import export_story

    scenario = import_story(written(example.story)).scenario
    for text in (export_twee(scenario), as_html(export_story(scenario))):
        again = import_story(text)
        assert again.exact
        assert again.scenario == scenario
        assert again.report.items == []


def test_five_megabytes_are_read_in_good_time(example: Any, written: Any) -> None:
    story = example.story
    long = tuple(
        type(each)(each.name, each.text + "\n" + "She says it again. " * 1_050, each.tags)
        if not each.special
        else each
        for each in story.passages
    )
    text = written(Story(story.title, long, story.start, format="SugarCube"))
    assert 4_500_000 < len(text) < 5_500_000
    begun = time.perf_counter()
    assert len(import_story(text).scenario["scenes"]) == example.scenes
    assert time.perf_counter() - begun < 5
