"""Passages that were read → the engine's JSON."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from courses.scenarios import model
from courses.scenarios.conditions import Compare, condition_to_json
from courses.scenarios.twee.expressions import Assign
from courses.scenarios.twee.logic import mapped, plain
from courses.scenarios.twee.passage import PassageReader, RawChoice, Reading
from courses.scenarios.twee.report import Report
from courses.scenarios.twee.story import WAYMARK_TAG, Passage, Story, StoryError
from courses.scenarios.twee.variables import Values, as_flag

MOST_CHOICES = 20_000
MOST_EFFECTS = 100_000
MOST_PIECES = 200_000
LONGEST_ID = 60
LONGEST_TITLE = 160


@dataclass
class Preset:
    """What Waymark's own data says already: ids of scenes by passage, variables by name."""

    ids: dict[str, str] = field(default_factory=dict)
    variables: dict[str, dict[str, Any]] = field(default_factory=dict)


def assemble(story: Story, report: Report, preset: Preset | None = None) -> dict[str, Any]:
    """The scenario of `story`. Raises StoryError where it is larger than can be worked with."""
    preset = preset or Preset()
    passages = _named_once(story, report)
    scenes = [each for each in passages if not each.special and WAYMARK_TAG not in each.tags]
    if not scenes:
        raise StoryError("no-passages")
    names = {each.name for each in scenes}
    values = Values(preset.variables)
    readings: dict[str, Reading] = {}
    pieces = 0
    for each in passages:
        if each.special:
            _special(each, values, report)
        elif each.name in names:
            readings[each.name] = PassageReader(each, names, report).read()
            pieces += readings[each.name].pieces
            if pieces > MOST_PIECES:
                raise StoryError("tangled", most=MOST_PIECES)
    start = story.start
    if start not in names:
        start = scenes[0].name
        report.add("start-missing", "", 0, start)
    _count(readings, values, start)
    missing = list(
        dict.fromkeys(
            choice.target
            for reading in readings.values()
            for choice in reading.choices
            if choice.target not in names
        )
    )
    for name in missing:
        report.add("passage-missing", name, 0, name)
    builder = _Builder(values, _scene_ids([*readings, *missing], preset.ids), readings)
    variables, assumed = values.variables()
    for name, least, most in assumed:
        report.add("bounds-assumed", "", 0, f"${name}: {least} to {most}")
    title = story.title or start
    return {
        "format": model.FORMAT,
        "title": title,
        "language": "en",
        "start": builder.ids[start],
        "competencies": [],
        "pass": {"overall": 0.0, "competencies": {}, "critical_errors": 0},
        "variables": variables,
        "note": None,
        "scenes": [
            *(builder.scene(each) for each in scenes),
            *(builder.stub(name) for name in missing),
        ],
        "twine": _kept(story, passages),
    }


def _named_once(story: Story, report: Report) -> list[Passage]:
    seen: Counter[str] = Counter()
    found = []
    for each in story.passages:
        seen[each.name] += 1
        if seen[each.name] > 1:
            report.add("name-twice", each.name)
            name = f"{each.name} ({seen[each.name]})"
            seen[name] += 1
            found.append(Passage(name, each.text, each.tags, each.metadata))
        else:
            found.append(each)
    return found


def _special(passage: Passage, values: Values, report: Report) -> None:
    """Listed whole; the values that it sets at the start are taken over."""
    report.add(passage.special, passage.name, 0, passage.text)
    if passage.special == "special-init":
        reading = PassageReader(passage, (), report).read()
        values.start_with(reading.entry)


def _count(readings: dict[str, Reading], values: Values, start: str) -> None:
    """Tell `values` of every use, and refuse what is too large."""
    entering: Counter[str] = Counter()
    effects = 0
    for reading in readings.values():
        values.used(reading.uses)
        values.assigned(reading.entry)
        for choice in reading.choices:
            entering[choice.target] += 1
            values.assigned(choice.assigns)
            effects += len(choice.assigns)
    effects += sum(
        len(readings[name].entry) * times for name, times in entering.items() if name in readings
    )
    if sum(entering.values()) > MOST_CHOICES or effects > MOST_EFFECTS:
        raise StoryError("large", found=sum(entering.values()), most=MOST_CHOICES)
    values.start_with(readings[start].entry)


def slug(words: str) -> str:
    plain_letters = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain_letters.lower()).strip("-")[:LONGEST_ID]


def _unique(base: str, taken: set[str]) -> str:
    unique, number = base, 1
    while unique in taken:
        number += 1
        unique = f"{base}-{number}"
    taken.add(unique)
    return unique


def _scene_ids(names: list[str], given: dict[str, str]) -> dict[str, str]:
    taken = set(given.values())
    return {
        name: given[name] if name in given else _unique(slug(name) or "scene", taken)
        for name in names
    }


def _kept(story: Story, passages: list[Passage]) -> dict[str, Any]:
    """What Waymark has no place for and an export gives back."""
    return {
        "ifid": story.ifid,
        "format": story.format,
        "format-version": story.format_version,
        "tag-colors": dict(story.tag_colours),
        "zoom": story.zoom,
        "passages": [
            {
                "name": each.name,
                "tags": list(each.tags),
                "text": each.text,
                **each.metadata,
            }
            for each in passages
            if each.special
        ],
    }


class _Builder:
    def __init__(self, values: Values, ids: dict[str, str], readings: dict[str, Reading]) -> None:
        self.ids = ids
        self.readings = readings
        self.variable_ids = values.ids()
        self.flags = values.flags()
        self.flag_ids = frozenset(self.variable_ids[name] for name in self.flags)

    def scene(self, passage: Passage) -> dict[str, Any]:
        reading = self.readings[passage.name]
        taken: dict[str, set[str]] = defaultdict(set)
        choices = [self.choice(each, taken["ids"]) for each in reading.choices]
        kind = model.SITUATION
        if not choices:
            kind = model.ENDING
        elif len(choices) == 1 and choices[0]["condition"] is None:
            kind = model.INFORMATION
        return {
            **self.empty(passage.name, kind),
            "body": [{"type": "html", "html": reading.html}] if reading.html else [],
            "choices": choices,
            "twine": {"tags": list(passage.tags), **passage.metadata},
        }

    def stub(self, name: str) -> dict[str, Any]:
        return {**self.empty(name, model.ENDING), "twine": {"tags": []}}

    def empty(self, name: str, kind: str) -> dict[str, Any]:
        ending = {"outcome": name, "debrief": "", "next_steps": [], "lived_through": ""}
        return {
            "id": self.ids[name],
            "kind": kind,
            "name": name,
            "title": name[:LONGEST_TITLE],
            "body": [],
            "softer": None,
            "summary": None,
            "intensity": 1,
            "themes": [],
            "minutes": None,
            "choices": [],
            "question": None,
            "review": None,
            "ending": ending if kind == model.ENDING else None,
        }

    def choice(self, raw: RawChoice, taken: set[str]) -> dict[str, Any]:
        target = self.readings.get(raw.target)
        assigns = [*raw.assigns, *(target.entry if target else [])]
        condition = raw.condition and plain(mapped(raw.condition, self.compare))
        return {
            "id": _unique(slug(raw.text) or "choice", taken),
            "text": raw.text,
            "target": self.ids[raw.target],
            "condition": condition_to_json(condition, self.flag_ids),
            "effects": [self.effect(each) for each in assigns],
            "scores": {},
            "critical": None,
            "feedback": dict.fromkeys(("happened", "why", "next_time", "source", "principle"), ""),
        }

    def compare(self, compare: Compare) -> Compare:
        named = Compare(self.variable_ids[compare.variable], compare.op, compare.value)
        return as_flag(named) if compare.variable in self.flags else named

    def effect(self, assign: Assign) -> dict[str, Any]:
        return {
            "variable": self.variable_ids[assign.variable],
            "op": assign.op,
            "value": bool(assign.value) if assign.variable in self.flags else assign.value,
        }
