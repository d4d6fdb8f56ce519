"""Break each demonstration scenario on purpose: the prover names what was done, each time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from courses.scenarios.graph import scenario_from_json
from courses.scenarios.problems import ScenarioError
from courses.scenarios.prove import prove

Data = dict[str, Any]


def choices(data: Data) -> Iterator[Data]:
    for scene in data["scenes"]:
        yield from scene.get("choices", [])


def first_scene(data: Data) -> Data:
    return next(each for each in data["scenes"] if each["id"] == data["start"])


def an_ending(data: Data) -> Data:
    return next(each for each in data["scenes"] if each["kind"] == "ending")


def nobody_leads_there(data: Data) -> None:
    data["scenes"].append({**an_ending(data), "id": "lonely", "title": "Lonely"})


def no_way_on(data: Data) -> None:
    data["scenes"][3]["choices"] = []


def never_open(data: Data) -> None:
    number = data["variables"][0]
    first_scene(data)["choices"][0]["condition"] = {
        "variable": number["id"],
        "op": ">",
        "value": number["max"],
    }


def beyond_bounds(data: Data) -> None:
    number = data["variables"][0]
    first_scene(data)["choices"][0]["effects"] = [
        {"variable": number["id"], "op": "add", "value": number["max"] + 1}
    ]


def no_repair(data: Data) -> None:
    next(each for each in choices(data) if each.get("critical"))["critical"]["repair"] = None


def no_feedback(data: Data) -> None:
    first_scene(data)["choices"][0]["feedback"] = None


def nothing_to_do_next(data: Data) -> None:
    an_ending(data)["ending"]["next_steps"] = []


def no_softer_version(data: Data) -> None:
    for scene in data["scenes"]:
        scene["softer"] = None


def no_content_note(data: Data) -> None:
    data["note"] = None


def everybody_passes(data: Data) -> None:
    data["pass"] = {"overall": 0, "competencies": {}, "critical_errors": 0}
    for choice in choices(data):
        choice["critical"] = None


def nobody_passes(data: Data) -> None:
    data["pass"] = {"overall": 0, "competencies": {}, "critical_errors": 0}
    for choice in first_scene(data)["choices"]:
        choice["critical"] = {"reason": "Any answer at all.", "repair": None}


def points_on_a_loop(data: Data) -> None:
    for choice in first_scene(data)["choices"]:
        choice |= {"target": data["start"], "effects": [], "scores": {}}
    first_scene(data)["choices"][0]["scores"] = {data["competencies"][0]["id"]: 1}
    # One way out, or nothing after the loop would count.
    first_scene(data)["choices"][-1]["target"] = data["scenes"][1]["id"]


WAYS: dict[Callable[[Data], None], str] = {
    nobody_leads_there: "scene-never-reached",
    no_way_on: "dead-end",
    never_open: "choice-never-open",
    beyond_bounds: "out-of-bounds",
    no_repair: "critical-without-repair",
    no_feedback: "feedback-missing",
    nothing_to_do_next: "next-step-missing",
    no_softer_version: "softer-missing",
    no_content_note: "note-missing",
    everybody_passes: "pass-certain",
    nobody_passes: "pass-impossible",
    points_on_a_loop: "scored-cycle",
}


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_what_was_broken_is_named(way: Callable[[Data], None], engine_json: Data) -> None:
    way(engine_json)
    try:
        proof = prove(scenario_from_json(engine_json))
        found = [*proof.errors, *proof.warnings]
    except ScenarioError as error:
        found = error.problems
    assert WAYS[way] in {each.code for each in found}
