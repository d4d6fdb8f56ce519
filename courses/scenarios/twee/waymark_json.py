"""The passage that carries what only Waymark knows: written so that Twine sees no markup in it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from courses.scenarios.parse import read_scenario
from courses.scenarios.problems import Problem
from courses.scenarios.reader import Reader
from courses.scenarios.twee.story import Story

VERSION = 1
# The words that a draft may still lack.
UNFINISHED = frozenset({"text", "title"})


@dataclass(frozen=True)
class WaymarkData:
    """The scenario as it was exported, and how its story looked then."""

    scenario: dict[str, Any]
    # Passage name → scene id, SugarCube's name → variable id.
    scenes: dict[str, str]
    variables: dict[str, str]
    # Passage name → digest of its text, all passages but this one.
    digests: dict[str, str]
    title: str
    start: str


def digest(text: str) -> str:
    """The same for texts that differ in white space only, which Twine may change."""
    return hashlib.sha256(" ".join(text.split()).encode("utf-8", "replace")).hexdigest()[:16]


def write(
    scenario: Mapping[str, Any],
    story: Story,
    names: Mapping[str, str],
    variables: Mapping[str, str],
) -> str:
    data = {
        "waymark": VERSION,
        "title": story.title,
        "start": story.start,
        "scenes": {name: scene for scene, name in names.items()},
        "variables": {name: variable for variable, name in variables.items()},
        "digests": {each.name: digest(each.text) for each in story.passages},
        "scenario": scenario,
    }
    text = json.dumps(data, indent=1, ensure_ascii=True)
    # `<` and `[[` stand in strings only; spelled as numbers they are no markup.
    return (
        text.replace("<", "\\u003c")
        .replace("[[", "\\u005b\\u005b")
        .replace("[img[", "\\u005bimg\\u005b")
    )


def read(text: str) -> WaymarkData | None:
    """None where the text is not what `write` wrote, or no scenario can be read from it."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict) or data.get("waymark") != VERSION:
        return None
    scenario = data.get("scenario")
    reader = Reader()
    try:
        read_scenario(scenario, reader)
    except RecursionError:
        return None
    if not all(_unfinished(each) for each in reader.problems):
        return None
    tables = [data.get(key) for key in ("scenes", "variables", "digests")]
    if not all(_of_words(table) for table in tables) or not isinstance(scenario, dict):
        return None
    scenes, variables, digests = (dict(table or {}) for table in tables)
    return WaymarkData(
        scenario, scenes, variables, digests, str(data.get("title")), str(data.get("start"))
    )


def _unfinished(problem: Problem) -> bool:
    return problem.code == "text-missing" and problem.parameters.get("field") in UNFINISHED


def _of_words(table: Any) -> bool:
    return isinstance(table, dict) and all(isinstance(value, str) for value in table.values())
