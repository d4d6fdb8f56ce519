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


def a_question(data: Data) -> Data:
    found: Data = next(each for each in data["scenes"] if each["kind"] == "question")
    return found


def no_review(data: Data) -> None:
    a_question(data)["review"] = None


def review_gone(data: Data) -> None:
    a_question(data)["review"] = "gone"


def review_leads_back(data: Data) -> None:
    asks = a_question(data)
    review = next(each for each in data["scenes"] if each["id"] == asks["review"])
    for choice in review["choices"]:
        choice["target"] = asks["id"]


def nothing_right(data: Data) -> None:
    item = next(each for each in a_question(data)["question"]["items"] if each["kind"] == "single")
    item["right"] = []


def same_step_twice(data: Data) -> None:
    item = next(each for each in a_question(data)["question"]["items"] if each["kind"] == "order")
    item["options"][1]["text"] = item["options"][0]["text"]


def more_asked_than_there_are(data: Data) -> None:
    a_question(data)["question"]["draw"] = 99


QUESTION_WAYS: dict[Callable[[Data], None], str] = {
    no_review: "review-missing",
    review_gone: "review-unknown",
    review_leads_back: "lock-out",
    nothing_right: "right-not-one",
    same_step_twice: "options-alike",
    more_asked_than_there_are: "draw-impossible",
}


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_what_was_broken_is_named(way: Callable[[Data], None], engine_json: Data) -> None:
    way(engine_json)
    assert WAYS[way] in codes(engine_json)


@pytest.mark.parametrize("way", QUESTION_WAYS, ids=lambda way: way.__name__)
def test_a_broken_question_is_named(way: Callable[[Data], None], asking_json: Data) -> None:
    assert codes(asking_json) == set()
    way(asking_json)
    assert QUESTION_WAYS[way] in codes(asking_json)


def codes(data: Data) -> set[str]:
    try:
        proof = prove(scenario_from_json(data))
        return {each.code for each in (*proof.errors, *proof.warnings)}
    except ScenarioError as error:
        return {each.code for each in error.problems}
