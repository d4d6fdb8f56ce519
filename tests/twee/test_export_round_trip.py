"""Whatever a scenario says, its Twee export imports as the same scenario."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.scenarios.conditions import holds
from courses.scenarios.graph import problems_of, scenario_from_json, to_json
from courses.scenarios.questions import plain
from courses.scenarios.reader import Reader
from courses.scenarios.twee.exporting import export_story, export_twee
from courses.scenarios.twee.importing import import_story
from courses.scenarios.twee.story import Story
from courses.scenarios.twee.write_twee import write_twee

words = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            "::",
            "a]][[b",
            "a->b",
            "x|y",
            "<<if $x>>",
            "StoryInit",
            "<script>alert(1)</script>",
            "''b'' //i//",
            "{{{raw}}}",
            "\\",
            '"',
            "\u2028\x85",
            "$trust",
            "][",
            "Start",
            "شرطة",
        ]
    ),
)
some_words = words.filter(lambda text: bool(text.strip()))
names = st.text(st.sampled_from("abcxyz01-_é"), min_size=1, max_size=8)
html = st.lists(words, max_size=3).map(
    lambda parts: "".join(
        f"<p><b>{part.replace('&', '&amp;').replace('<', '&lt;')}</b></p>" for part in parts
    )
)


FEEDBACK = ("happened", "why", "next_time", "source", "principle")
quotes = st.sampled_from([[], [{"type": "quote", "text": "Yes.", "who": "Ana"}]])


def changing(variable: dict[str, Any]) -> st.SearchStrategy[Any]:
    flag = variable["kind"] == "flag"
    return st.fixed_dictionaries(
        {
            "variable": st.just(variable["id"]),
            "op": st.just("set") if flag else st.sampled_from(["set", "add"]),
            "value": st.booleans() if flag else st.integers(-5, 5),
        }
    )


def conditions(variables: list[dict[str, Any]]) -> st.SearchStrategy[Any]:
    def comparing(variable: dict[str, Any]) -> st.SearchStrategy[Any]:
        flag = variable["kind"] == "flag"
        return st.fixed_dictionaries(
            {
                "variable": st.just(variable["id"]),
                "op": st.sampled_from(["==", "!="] if flag else ["==", "!=", "<", "<=", ">", ">="]),
                "value": st.booleans() if flag else st.integers(0, 5),
            }
        )

    return st.recursive(
        st.one_of([comparing(each) for each in variables]),
        lambda inner: st.one_of(
            st.fixed_dictionaries({"all": st.lists(inner, min_size=1, max_size=3)}),
            st.fixed_dictionaries({"any": st.lists(inner, min_size=1, max_size=3)}),
            st.fixed_dictionaries({"not": inner}),
        ),
        max_leaves=5,
    )


@st.composite
def questions(draw: Any) -> dict[str, Any]:
    """A bank of questions, some of them of no use: an export keeps them as they are."""
    items = []
    for number in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from(["single", "multiple", "order", "match", "short"]))
        ids = [f"{number}-{place}" for place in range(3)]
        texts = draw(st.lists(words, min_size=3, max_size=3, unique_by=plain))
        item = {
            "id": f"q{number}",
            "kind": kind,
            "text": draw(some_words),
            "options": [],
            "right": [],
            "prompts": [],
            "accepted": [],
            "explanation": draw(words),
            "source": draw(words),
        }
        if kind == "short":
            item["accepted"] = [f"{draw(words)} x"]
        else:
            item["options"] = [
                {"id": id, "text": f"{text} {id}", "feedback": draw(words)}
                for id, text in zip(ids, texts, strict=True)
            ]
        if kind == "match":
            item["prompts"] = [{"id": "p", "text": draw(some_words), "answer": ids[0]}]
        elif kind != "short":
            item["right"] = ids[:1] if kind == "single" else draw(st.permutations(ids))
        items.append(item)
    return {
        "items": items,
        "draw": draw(st.none() | st.just(1)),
        "needed": draw(st.none() | st.just(1)),
        "tries": draw(st.integers(1, 5)),
    }


@st.composite
def scenarios(draw: Any) -> dict[str, Any]:
    ids = draw(st.lists(names, min_size=2, max_size=5, unique=True))
    variables = [
        {
            "id": each,
            "title": draw(words),
            "kind": (kind := draw(st.sampled_from(["number", "flag"]))),
            "initial": draw(st.booleans()) if kind == "flag" else draw(st.integers(0, 5)),
            "min": 0,
            "max": 1 if kind == "flag" else 5,
            "shown": draw(st.booleans()),
        }
        for each in draw(st.lists(names, max_size=3, unique=True))
    ]
    effects = st.just([])
    if variables:
        effects = st.lists(st.one_of([changing(each) for each in variables]), max_size=2)
    condition = st.none() | conditions(variables) if variables else st.none()
    scenes = []
    for place, scene in enumerate(ids):
        ending = place == len(ids) - 1
        kind = draw(st.sampled_from(["situation", "information", "question"]))
        kind = "ending" if ending else kind
        choices = draw(
            st.lists(
                st.fixed_dictionaries(
                    {
                        "id": names,
                        "text": some_words,
                        "target": st.sampled_from(ids),
                        "condition": condition,
                        "effects": effects,
                        "scores": st.sampled_from([{}, {"c": 2}]),
                        "critical": st.none()
                        | st.fixed_dictionaries({"reason": words, "repair": st.sampled_from(ids)}),
                        "feedback": st.fixed_dictionaries(dict.fromkeys(FEEDBACK, words)),
                    }
                ),
                max_size=3,
                unique_by=lambda each: each["id"],
            )
        )
        scenes.append(
            {
                "id": scene,
                "name": draw(words),
                "kind": kind,
                "title": draw(words),
                "body": [{"type": "html", "html": draw(html)}, *draw(quotes)],
                "softer": draw(st.none() | st.just({"title": "soft", "body": []})),
                "summary": draw(st.none() | some_words),
                "intensity": draw(st.integers(1, 4)),
                "themes": ["distress"],
                "minutes": draw(st.none() | st.just(1.5)),
                "choices": [] if ending else choices,
                "question": draw(questions()) if kind == "question" else None,
                "review": draw(st.sampled_from(ids)) if kind == "question" else None,
                "ending": {
                    "outcome": draw(words),
                    "debrief": draw(html),
                    "next_steps": [{"text": draw(words), "url": ""}],
                    "lived_through": draw(words),
                }
                if ending
                else None,
            }
        )
    return {
        "walks": [{"name": draw(words)}],
        "format": 1,
        "title": draw(some_words),
        "language": "en",
        "start": draw(st.sampled_from(ids)),
        "competencies": [{"id": "c", "title": draw(words)}],
        "pass": {"overall": 0.5, "competencies": {"c": 0.25}, "critical_errors": 1},
        "variables": variables,
        "note": draw(st.none() | st.just({"themes": ["distress"], "text": "A note."})),
        "scenes": scenes,
    }


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(scenarios())
def test_an_export_imports_as_the_very_same_scenario(scenario: dict[str, Any]) -> None:
    scenario = to_json(scenario_from_json(scenario))
    assert problems_of(scenario) == []
    again = import_story(export_twee(scenario).encode())
    assert again.exact
    assert again.scenario == scenario
    assert again.report.items == []


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(scenarios())
def test_the_published_page_of_an_export_imports_as_the_same_scenario(
    scenario: dict[str, Any],
) -> None:
    # Twine puts the text into an attribute-free element, escaped; see `published` in conftest.
    from html import escape

    story = export_story(scenario)
    start = next(i for i, each in enumerate(story.passages) if each.name == story.start)
    page = (
        f'<html><tw-storydata name="{escape(story.title)}" startnode="{start}" '
        f'format="SugarCube">'
        + "".join(
            f'<tw-passagedata pid="{number}" name="{escape(each.name)}" '
            f'tags="{escape(" ".join(each.tags))}">{escape(each.text)}</tw-passagedata>'
            for number, each in enumerate(story.passages)
        )
        + "</tw-storydata></html>"
    )
    again = import_story(page)
    assert again.exact
    assert again.scenario == scenario


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(scenarios(), st.lists(st.integers(0, 5), min_size=3, max_size=3))
def test_what_twine_itself_plays_is_the_same_story(
    scenario: dict[str, Any], values: list[int]
) -> None:
    """Without Waymark's data: the same scenes, ways, conditions and effects, read from markup."""
    story = export_story(scenario)
    bare = Story(
        **{
            **story.__dict__,
            "passages": tuple(each for each in story.passages if "waymark" not in each.tags),
        }
    )
    again = import_story(write_twee(bare)).scenario
    assert len(again["scenes"]) == len(scenario["scenes"])
    place = {each["id"]: n for n, each in enumerate(scenario["scenes"])}
    place_again = {each["id"]: n for n, each in enumerate(again["scenes"])}
    assert place_again[again["start"]] == place[scenario["start"]]
    # The names that the import gives to values, in the order of the first `set`.
    ids = dict(
        zip(
            [each["id"] for each in scenario["variables"]],
            [each["id"] for each in again["variables"]],
            strict=True,
        )
    )
    given_values = {
        each["id"]: value % (each["max"] + 1)
        for each, value in zip(scenario["variables"], values, strict=False)
    }
    for before, after in zip(scenario["scenes"], again["scenes"], strict=True):
        assert len(before["choices"]) == len(after["choices"])
        for old, new in zip(before["choices"], after["choices"], strict=True):
            assert place[old["target"]] == place_again[new["target"]]
            assert [(ids[e["variable"]], e["op"], int(e["value"])) for e in old["effects"]] == [
                (e["variable"], e["op"], int(e["value"])) for e in new["effects"]
            ]
            old_holds = holds(Reader().condition(old["condition"]), given_values)
            new_holds = holds(
                Reader().condition(new["condition"]),
                {ids[key]: value for key, value in given_values.items()},
            )
            assert old_holds == new_holds
