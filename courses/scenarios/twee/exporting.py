"""A scenario → a Twine story in the SugarCube format, with all that only Waymark knows."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from typing import Any

from courses.scenarios.canonical import fingerprint
from courses.scenarios.twee import waymark_json
from courses.scenarios.twee.reading import FORBIDDEN
from courses.scenarios.twee.story import SPECIAL_NAMES, WAYMARK_TAG, Passage, Story
from courses.scenarios.twee.sugarcube import body_text, choice_text, effects_text
from courses.scenarios.twee.write_twee import write_twee

NAMESPACE = uuid.UUID("0f0b8a4c-0d8e-4d64-9c3f-0a1c6f4b9d52")
DATA_PASSAGE = "Waymark data"
RESERVED = SPECIAL_NAMES | {"StoryTitle", "StoryData", DATA_PASSAGE}
NOWHERE = "Nowhere yet"
INSTEAD = {"[": "(", "]": ")", "|": "/", "->": "→", "<-": "←", "<": "‹", ">": "›", '"': "”"}
ACROSS, DOWN, A_ROW = 150, 150, 10


def export_twee(scenario: Mapping[str, Any]) -> str:
    """The scenario (the engine's JSON, also of a draft) as Twee 3.

    Importing the text again gives an equal scenario: a passage tagged `waymark` carries what
    Twine has no place for.
    """
    return write_twee(export_story(scenario))


def export_story(scenario: Mapping[str, Any]) -> Story:
    names = scene_names(scenario)
    variables = variable_names(scenario)
    kept = _table(scenario.get("twine"))
    passages = [
        _scene(scene, names, variables, number) for number, scene in enumerate(scenario["scenes"])
    ]
    initial = [
        {"variable": each["id"], "op": "set", "value": each["initial"]}
        for each in scenario["variables"]
    ]
    special = special_passages(scenario)
    if initial and not any(each.name == "StoryInit" for each in special):
        text = f"<<set {effects_text(initial, variables)}>>"
        passages.insert(0, Passage("StoryInit", text))
    passages += special
    title = " ".join(FORBIDDEN.sub(" ", scenario["title"]).split()) or "Scenario"
    start = names.get(scenario["start"], "")
    story = Story(
        title=title,
        passages=tuple(passages),
        start=start,
        ifid=str(kept.get("ifid") or _ifid(scenario)),
        format="SugarCube",
        format_version=str(kept.get("format-version") or "2.37.3"),
        tag_colours={str(key): str(value) for key, value in (kept.get("tag-colors") or {}).items()},
        zoom=str(kept.get("zoom") or ""),
    )
    data = waymark_json.write(scenario, story, names, variables)
    carrying = Passage(DATA_PASSAGE, data, (WAYMARK_TAG,))
    return Story(**{**story.__dict__, "passages": (*story.passages, carrying)})


def _ifid(scenario: Mapping[str, Any]) -> str:
    """The same for the same words, so that an export is the same file each time."""
    return str(uuid.uuid5(NAMESPACE, fingerprint(dict(scenario)))).upper()


def scene_names(scenario: Mapping[str, Any]) -> dict[str, str]:
    """Scene id → the name of its passage, which each has to itself."""
    found: dict[str, str] = {}
    taken = set(RESERVED)
    for scene in scenario["scenes"]:
        base = _name(str(scene.get("name") or scene.get("title") or ""))
        unique, number = base, 1
        while unique in taken:
            number += 1
            unique = f"{base} ({number})"
        taken.add(unique)
        found[scene["id"]] = unique
    return found


def _name(words: str) -> str:
    words = FORBIDDEN.sub(" ", words)
    for sign, instead in INSTEAD.items():
        words = words.replace(sign, instead)
    return " ".join(words.split()).lstrip(":").strip() or "Scene"


def variable_names(scenario: Mapping[str, Any]) -> dict[str, str]:
    """Variable id → a name that SugarCube accepts."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for variable in scenario["variables"]:
        base = re.sub(r"[^A-Za-z0-9_]", "_", variable["id"])
        base = base if re.match("[A-Za-z_]", base) else f"v{base}"
        unique, number = base, 1
        while unique in taken:
            number += 1
            unique = f"{base}_{number}"
        taken.add(unique)
        found[variable["id"]] = unique
    return found


def _scene(
    scene: Mapping[str, Any], names: Mapping[str, str], variables: Mapping[str, str], number: int
) -> Passage:
    kept = _table(scene.get("twine"))
    tags = kept.get("tags")
    links = [
        choice_text(choice, names.get(choice["target"], NOWHERE), variables)
        for choice in scene["choices"]
    ]
    text = "\n\n".join(part for part in (body_text(scene["body"]), "\n".join(links)) if part)
    place = f"{100 + number % A_ROW * ACROSS},{100 + number // A_ROW * DOWN}"
    return Passage(
        name=names[scene["id"]],
        text=FORBIDDEN.sub("\ufffd", text),
        tags=tuple(_tag(tag) for tag in tags if _tag(tag)) if isinstance(tags, list) else (),
        metadata={
            "position": str(kept.get("position") or place),
            "size": str(kept.get("size") or "100,100"),
        },
    )


def _tag(tag: Any) -> str:
    """A scene stays a scene, whatever its tags say."""
    words = "-".join(FORBIDDEN.sub(" ", str(tag)).split())
    return "" if words == WAYMARK_TAG or Passage("", "", (words,)).special else words


def special_passages(scenario: Mapping[str, Any]) -> list[Passage]:
    """The special passages of the story that this once was, as far as they have their shape."""
    passages = _table(scenario.get("twine")).get("passages")
    found = []
    for each in map(_table, passages if isinstance(passages, list) else []):
        tags = each.get("tags")
        passage = Passage(
            str(each.get("name") or ""),
            str(each.get("text") or ""),
            tuple(str(tag) for tag in tags) if isinstance(tags, list) else (),
            {key: str(each[key]) for key in ("position", "size") if each.get(key)},
        )
        if passage.special:
            found.append(passage)
    return found


def _table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
