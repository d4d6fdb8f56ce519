"""The demonstration scenarios are whole, fair and kind, and prove clean."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from courses.scenarios import graph, play, questions, score
from courses.scenarios.prove import prove

REVIEW = {"id": "review"}
PARTS = ("happened", "why", "next_time", "source", "principle")
DECISIONS = 3


def holds(condition: dict[str, Any] | None, values: dict[str, Any]) -> bool:
    if not condition:
        return True
    if "all" in condition:
        return all(holds(each, values) for each in condition["all"])
    if "any" in condition:
        return any(holds(each, values) for each in condition["any"])
    if "not" in condition:
        return not holds(condition["not"], values)
    left, right = values[condition["variable"]], condition["value"]
    return {
        "==": left == right,
        "!=": left != right,
        "<": left < right,
        "<=": left <= right,
        ">": left > right,
        ">=": left >= right,
    }[condition["op"]]


def walk(data: dict[str, Any]) -> tuple[set[Any], Counter[tuple[str, str]], list[str]]:
    """Every state that play can reach, how often each choice was open, and what went amiss."""
    scenes = {each["id"]: each for each in data["scenes"]}
    variables = {each["id"]: each for each in data["variables"]}
    first = (data["start"], tuple(each["initial"] for each in data["variables"]))
    seen, waiting, amiss, taken = {first}, [first], [], Counter[tuple[str, str]]()
    while waiting:
        scene_id, row = waiting.pop()
        values = dict(zip(variables, row, strict=True))
        scene = scenes[scene_id]
        open_now = [
            each for each in scene.get("choices", []) if holds(each.get("condition"), values)
        ]
        if not open_now and scene["kind"] != "ending":
            amiss.append(f"no way on from {scene_id} with {values}")
        if scene.get("review"):
            open_now = [*open_now, {"id": "review", "target": scene["review"]}]
        for choice in open_now:
            taken[scene_id, choice["id"]] += 1
            after = dict(values)
            for effect in choice.get("effects", []):
                old = after[effect["variable"]]
                new = old + effect["value"] if effect["op"] == "add" else effect["value"]
                bounds = variables[effect["variable"]]
                if bounds["kind"] == "number" and not bounds["min"] <= new <= bounds["max"]:
                    amiss.append(f"{effect['variable']} = {new} by {scene_id}/{choice['id']}")
                    new = min(max(new, bounds["min"]), bounds["max"])
                after[effect["variable"]] = new
            state = (choice["target"], tuple(after.values()))
            if state not in seen:
                seen.add(state)
                waiting.append(state)
    return seen, taken, amiss


def decisions(data: dict[str, Any]) -> list[dict[str, Any]]:
    """Scenes in which it matters what one does: for the score, for a variable or for the way."""
    return [
        scene
        for scene in data["scenes"]
        if len(
            {
                (each["target"], str(each.get("effects")), str(each.get("scores")))
                for each in scene.get("choices", [])
                if not each.get("condition")
            }
        )
        > 1
    ]


def test_every_scene_and_choice_can_be_reached_within_bounds(scenario: dict[str, Any]) -> None:
    seen, taken, amiss = walk(scenario)
    assert amiss == []
    assert {scene for scene, _ in seen} == {each["id"] for each in scenario["scenes"]}
    assert set(taken) == {
        (scene["id"], choice["id"])
        for scene in scenario["scenes"]
        for choice in [*scene.get("choices", []), *([REVIEW] if scene.get("review") else [])]
    }


def test_it_is_a_real_case_with_real_decisions(scenario: dict[str, Any]) -> None:
    endings = [each for each in scenario["scenes"] if each["kind"] == "ending"]
    assert len(scenario["scenes"]) >= 15
    assert len(endings) >= 3
    assert len(decisions(scenario)) >= DECISIONS
    assert len(scenario["competencies"]) >= 3
    critical = [
        choice
        for scene in scenario["scenes"]
        for choice in scene.get("choices", [])
        if choice.get("critical")
    ]
    assert len(critical) >= 2
    assert all(each["critical"]["repair"] for each in critical)


def test_every_choice_answers_in_three_parts_with_source(
    scenario: dict[str, Any], course: dict[str, Any]
) -> None:
    sources = scenario.get("sources") or course["sources"]
    shorts = [each["short"] for each in sources]
    known = {fact for each in sources for fact in each["facts"]}
    assert set(scenario["facts"]) <= known
    for scene in scenario["scenes"]:
        for choice in scene.get("choices", []):
            said = choice["feedback"]
            assert all(said[part].strip() for part in PARTS), (scene["id"], choice["id"])
            for cited in said["source"].split("; "):
                assert cited.startswith(tuple(shorts)), cited
    cited_anywhere = " ".join(
        choice["feedback"]["source"]
        for scene in scenario["scenes"]
        for choice in scene.get("choices", [])
    )
    for each in sources:
        if set(each["facts"]) & set(scenario["facts"]):
            assert each["short"] in cited_anywhere, each["short"]


def test_every_question_says_why_with_its_source(
    scenario: dict[str, Any], course: dict[str, Any]
) -> None:
    shorts = tuple(each["short"] for each in scenario.get("sources") or course["sources"])
    for scene in scenario["scenes"]:
        for item in (scene.get("question") or {}).get("items", []):
            assert item["explanation"].strip(), item["id"]
            assert item["source"].startswith(shorts), item["id"]
            if item["kind"] in {"single", "multiple"}:
                assert all(each["feedback"].strip() for each in item["options"]), item["id"]
                right = [each for each in item["options"] if each["id"] in item["right"]]
                longest = max(item["options"], key=lambda each: len(each["text"]))
                assert right != [longest], item["id"]


def test_care_is_written_in(scenario: dict[str, Any]) -> None:
    note = scenario["note"]
    assert len(re.findall(r"\b[\w’'-]+\b", note["text"])) <= 60
    assert note["intensity"] == max(each["intensity"] for each in scenario["scenes"])
    assert note["has_softer"] == any(each.get("softer") for each in scenario["scenes"])
    for scene in scenario["scenes"]:
        if scene["intensity"] >= 3:
            assert scene["softer"]["body"].strip(), scene["id"]
        if scene["kind"] == "ending":
            ending = scene["ending"]
            assert ending["debrief"].strip()
            assert ending["lived_through"].strip()
            assert any(step["url"] for step in ending["next_steps"]), scene["id"]
        else:
            assert scene["summary"].strip(), scene["id"]


def test_nothing_gives_the_better_choice_away(scenario: dict[str, Any]) -> None:
    """The best is first, or longest, in no more than about the share that chance would give."""
    scenes = [
        scene
        for scene in decisions(scenario)
        if any(each.get("scores") for each in scene["choices"])
    ]
    points = [
        [sum((each.get("scores") or {}).values()) for each in scene["choices"]] for scene in scenes
    ]
    first = sum(each[0] == max(each) for each in points)
    last = sum(each[-1] == max(each) for each in points)
    longest = shortest = 0
    for scene, scored in zip(scenes, points, strict=True):
        lengths = [len(each["text"]) for each in scene["choices"]]
        longest += lengths[scored.index(max(scored))] == max(lengths)
        shortest += lengths[scored.index(max(scored))] == min(lengths)
    fair = sum(1 / len(each) for each in points)
    assert 1 <= first <= fair + 1
    assert 1 <= last <= fair + 3
    assert longest <= fair + 1
    assert shortest <= fair + 2


def test_the_engine_reads_it_and_gives_it_back(engine_json: dict[str, Any]) -> None:
    read = graph.scenario_from_json(engine_json)
    assert graph.scenario_from_json(graph.to_json(read)) == read


def step(scene: Any, state: Any, choice: str, head: Any) -> Any:
    """One step of a saved walk. At a question its way on stands for answering well."""
    if scene.kind != graph.QUESTION:
        return play.decide(scene, state, choice, head).state
    if choice == REVIEW["id"]:
        return questions.reviewed(scene, state)
    return play.take(scene, state, scene.choice(choice), head)


def test_saved_walks_end_as_they_should(
    scenario: dict[str, Any], engine_json: dict[str, Any]
) -> None:
    read = graph.scenario_from_json(engine_json)
    head = score.head_of(read)
    assert {each["passed"] for each in scenario["walks"]} == {True, False}
    for saved in scenario["walks"]:
        state = play.start(head)
        for choice in saved["choices"]:
            state = step(read.scene(state.scene), state, choice, head)
        result = score.result(head, state)
        assert (state.scene, result.passed) == (saved["ending"], saved["passed"]), saved["name"]
    assert score.result(head, state).overall < 1


def test_the_first_walk_is_the_best_there_is(
    scenario: dict[str, Any], engine_json: dict[str, Any]
) -> None:
    """A poor choice never pays: the careful walk earns all that can be earned."""
    read = graph.scenario_from_json(engine_json)
    head = score.head_of(read)
    state = play.start(head)
    for choice in scenario["walks"][0]["choices"]:
        state = step(read.scene(state.scene), state, choice, head)
    result = score.result(head, state)
    assert result.overall == 1
    assert set(result.competencies.values()) == {1}


def test_it_proves_clean(engine_json: dict[str, Any]) -> None:
    proof = prove(graph.scenario_from_json(engine_json))
    assert [(each.code, each.scene, each.choice) for each in proof.errors] == []
    assert [(each.code, each.scene, each.choice) for each in proof.warnings] == []
