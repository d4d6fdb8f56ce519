"""A story that Waymark exported: taken back exactly, or with what was changed in Twine since."""

from __future__ import annotations

from typing import Any

from courses.scenarios import model
from courses.scenarios.dump import scenario_json
from courses.scenarios.parse import read_scenario
from courses.scenarios.reader import Reader
from courses.scenarios.twee import waymark_json
from courses.scenarios.twee.assemble import Preset, assemble
from courses.scenarios.twee.exporting import export_story
from courses.scenarios.twee.report import Report
from courses.scenarios.twee.story import WAYMARK_TAG, Passage, Story
from courses.scenarios.twee.waymark_json import WaymarkData, digest


def find(story: Story, report: Report) -> WaymarkData | None:
    """Waymark's data in the story, or None. Damaged data is listed."""
    for passage in story.passages:
        if WAYMARK_TAG in passage.tags:
            data = waymark_json.read(passage.text)
            if data is not None:
                return data
            report.add("waymark-broken", passage.name)
    return None


def merge(story: Story, data: WaymarkData, report: Report) -> tuple[dict[str, Any], bool]:
    """The scenario, and whether it is exactly the one that was exported."""
    passages = [each for each in story.passages if WAYMARK_TAG not in each.tags]
    digests = {each.name: digest(each.text) for each in passages}
    untouched = (
        digests == data.digests
        and len(passages) == len(digests)
        and (story.title, story.start) == (data.title, data.start)
    )
    if untouched:
        return data.scenario, True
    return _merged(story, passages, digests, data, report), False


def _merged(
    story: Story,
    passages: list[Passage],
    digests: dict[str, str],
    data: WaymarkData,
    report: Report,
) -> dict[str, Any]:
    # In the engine's own spelling, whatever the file left out.
    scenario = scenario_json(read_scenario(data.scenario, Reader()))
    by_id = {each["id"]: each for each in scenario["variables"]}
    preset = Preset(
        ids=data.scenes,
        variables={name: by_id[each] for name, each in data.variables.items() if each in by_id},
    )
    found = Report()
    now = assemble(story, found, preset)
    then = assemble(export_story(scenario), Report(), preset)
    was = {each["id"]: each for each in then["scenes"]}
    kept = {each["id"]: each for each in scenario["scenes"]}
    names = {scene: name for name, scene in data.scenes.items()}
    same = {
        name for name, found_digest in digests.items() if data.digests.get(name) == found_digest
    }
    for item in found.items:
        if item.passage not in same and item.code != "bounds-assumed":
            report.add(item.code, item.passage, item.line, item.what)
    scenes = []
    present = {each.name for each in passages}
    for scene in now["scenes"]:
        name, id_ = scene["name"], scene["id"]
        if id_ not in kept or name not in present:
            if name in present:
                report.add("waymark-new", name)
            scenes.append(scene)
        elif name in same:
            scenes.append(kept[id_])
        else:
            report.add("waymark-changed", name)
            scenes.append(_scene(kept[id_], was.get(id_, scene), scene, report))
    for id_ in kept:
        if names.get(id_) not in present:
            report.add("waymark-gone", names.get(id_, ""), 0, kept[id_].get("title") or id_)
    title = scenario["title"] if story.title == data.title else now["title"]
    return {
        **scenario,
        "title": title,
        "start": now["start"],
        "variables": now["variables"],
        "scenes": scenes,
    }


def _scene(
    kept: dict[str, Any], was: dict[str, Any], now: dict[str, Any], report: Report
) -> dict[str, Any]:
    """Waymark's scene, with the text and the choices that were changed in Twine."""
    merged = dict(kept)
    if now["body"] != was["body"]:
        merged["body"] = now["body"]
    choices = []
    left = list(zip(was["choices"], kept.get("choices") or [], strict=False))
    taken = {each.get("id") for each in kept.get("choices") or []}
    for choice in now["choices"]:
        pair = _match(choice, left)
        if pair is None:
            number = 1
            id_ = choice["id"]
            while id_ in taken:
                number += 1
                id_ = f"{choice['id']}-{number}"
            taken.add(id_)
            choices.append({**choice, "id": id_})
            continue
        left.remove(pair)
        before, ours = pair
        changed = {
            part: choice[part]
            for part in ("text", "target", "condition", "effects")
            if choice[part] != before[part]
        }
        choices.append({**ours, **changed})
    for _before, ours in left:
        report.add("waymark-choice-gone", now["name"], 0, str(ours.get("text") or ""))
    merged["choices"] = choices
    if kept.get("kind") == model.QUESTION:
        # Twine knows no questions: whatever became of its ways on, the scene asks them still.
        return merged
    if bool(choices) == (kept.get("kind") == model.ENDING):
        merged["kind"], merged["ending"] = now["kind"], now["ending"]
    return merged


def _match(choice: dict[str, Any], left: list[Any]) -> Any:
    """The pair that this choice was: with the same words and target, or else the same words."""
    for parts in (("text", "target"), ("text",)):
        for pair in left:
            if all(choice[part] == pair[0][part] for part in parts):
                return pair
    return None
