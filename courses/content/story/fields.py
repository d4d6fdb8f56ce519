"""The engine's JSON, from a file that nobody has checked, as the fields of a ScenarioPage.

What the page has no place for goes to the report. Text is sanitised as rich text; ids that are
no ids of blocks are made anew.
"""

from __future__ import annotations

import re
import uuid
from typing import Any

from django.utils.html import format_html, strip_tags

from courses.content.compile.names import fold, identifier
from courses.content.course_files.conditions import Group, condition_groups
from courses.content.course_files.errors import CourseFileError
from courses.content.course_files.keys import key
from courses.content.course_files.note import note_stream
from courses.content.course_files.questions import set_fields
from courses.content.course_files.rich_text import sanitised
from courses.content.story.about import about_fields
from courses.content.story.questions import StoryIds, cut_to_fit, parts_lost
from courses.content.vocabulary import Theme
from courses.scenarios.conditions import AllOf, AnyOf, Compare
from courses.scenarios.model import Choice, Scenario, Scene
from courses.scenarios.question_model import QuestionSet
from courses.scenarios.twee.logic import clauses
from courses.scenarios.twee.report import Report

MOST_CLAUSES = 24
PASS_MARK = 60
NAME, TITLE, SHORT, LINE = 120, 160, 40, 200
# Paragraphs, headings and lists as the editor itself writes them, with bold, italic and line
# breaks in them and nothing else: five megabytes of these need not be parsed again.
_TEXT = r"(?:[^<>&\s]|&(?:amp|lt|gt);)++(?: (?:[^<>&\s]|&(?:amp|lt|gt);)++)*+"
_SPAN = rf"(?:{_TEXT}|<b>{_TEXT}</b>|<i>{_TEXT}</i>)"
_LINE = rf"{_SPAN}(?: ?{_SPAN})*+"
_WORDS = rf"{_LINE}(?:<br/>{_LINE})*+"
# No group is captured: Python 3.11 loses count of groups within possessive repeats.
_BLOCKS = [rf"<{tag}>{_WORDS}</{tag}>" for tag in ("p", "h2", "h3", "blockquote")]
_LISTS = [rf"<{tag}>(?:<li>{_WORDS}</li>)++</{tag}>" for tag in ("ul", "ol")]
CLEAN = re.compile(f"(?:{'|'.join(_BLOCKS + _LISTS)})++")
FEEDBACK = ("happened", "why", "next_time", "source", "principle")


def is_block_id(name: str) -> bool:
    try:
        return str(uuid.UUID(name)) == name
    except ValueError:
        return False


class StoryFields:
    """Fields of a page for one scenario. `blocks` tells the block of a scene by passage name."""

    def __init__(self, scenario: Scenario, report: Report) -> None:
        self.scenario = scenario
        self.report = report
        # New each time: the same file imported twice gives two scenarios of their own.
        self.where = uuid.uuid4().hex
        self.names = self._names()
        self.variables = self._short(each.id for each in scenario.variables)
        self.competencies = self._short(each.id for each in scenario.competencies)
        self.blocks: dict[str, str] = {}

    def fields(self) -> dict[str, Any]:
        scenario, extra = self.scenario, self.scenario.extra
        rule = scenario.pass_rule
        scenes = sorted(scenario.scenes, key=lambda scene: scene.id != scenario.start)
        note = scenario.note or {}
        intensity = max([1, *(scene.intensity for scene in scenario.scenes)])
        if isinstance(note.get("intensity"), int) and 1 <= note["intensity"] <= 4:
            intensity = note["intensity"]
        minutes = extra.get("minutes")
        if any(scene.extra.get("twine") for scene in scenario.scenes):
            self.report.add("tags-and-places", "", 0, self._tags())
        return {
            "title": self.cut(scenario.title, 255, "") or "Story",
            "summary": self.words(extra.get("summary")),
            "minutes": minutes if isinstance(minutes, int) and 0 < minutes < 10_000 else 15,
            "intensity": intensity,
            "note": self.note(note),
            "pass_percent": round(rule.overall * 100) if scenario.competencies else PASS_MARK,
            "critical_allowed": min(rule.critical_errors, 1_000),
            "competencies": [
                self.block(
                    "competency",
                    each.id,
                    {
                        "name": self.competencies[each.id],
                        "title": self.cut(each.title, LINE, ""),
                        "pass_percent": round(rule.competencies.get(each.id, 0) * 100),
                    },
                )
                for each in scenario.competencies
            ],
            "variables": [
                self.block(
                    "variable",
                    each.id,
                    {
                        "name": self.variables[each.id],
                        "title": self.cut(each.title or each.id, NAME, ""),
                        "kind": each.kind,
                        "initial": each.initial,
                        "minimum": each.min,
                        "maximum": each.max,
                        "shown": each.shown,
                    },
                )
                for each in scenario.variables
            ],
            "scenes": [self.scene(each) for each in scenes],
            **about_fields(extra.get("about"), self.cut, self.block, self.report),
        }

    # Names and ids

    def _names(self) -> dict[str, str]:
        """Scene id → a name that no other scene has, however it is spelled."""
        found: dict[str, str] = {}
        taken: set[str] = set()
        for scene in self.scenario.scenes:
            words = " ".join(str(scene.extra.get("name") or scene.title or scene.id).split())
            base = words[: NAME - 10]
            name, number = words[:NAME], 1
            while fold(name) in taken:
                number += 1
                name = f"{base} ({number})"
            taken.add(fold(name))
            found[scene.id] = name
            if len(words) > NAME:
                self.report.add("shortened", name, 0, words)
        return found

    @staticmethod
    def _short(ids: Any) -> dict[str, str]:
        """Ids as short names that stay different once they are ids again."""
        found: dict[str, str] = {}
        taken: set[str] = set()
        for each in ids:
            base = (identifier(each) or "value")[: SHORT - 4]
            name, number = identifier(each)[:SHORT] or "value", 1
            while name in taken:
                number += 1
                name = f"{base}-{number}"
            taken.add(name)
            found[each] = name
        return found

    def id(self, name: str, *where: object) -> str:
        return name if is_block_id(name) else str(key(self.where, *where, name))

    def block(self, kind: str, name: str, value: dict[str, Any]) -> dict[str, Any]:
        return {"type": kind, "id": self.id(name, kind), "value": value}

    def item(self, value: Any, *names: object) -> dict[str, Any]:
        return {"type": "item", "id": str(key(self.where, *names)), "value": value}

    # Words

    def cut(self, text: str, most: int, passage: str) -> str:
        text = text.strip()
        if len(text) > most:
            self.report.add("shortened", passage, 0, text)
        return text[:most]

    @staticmethod
    def words(value: Any) -> str:
        return value.strip() if isinstance(value, str) else ""

    def html(self, source: Any, passage: str) -> str:
        """Sanitised rich text; what that took away is listed."""
        if not isinstance(source, str) or not source.strip():
            return ""
        if CLEAN.fullmatch(source):
            return source
        try:
            clean = sanitised(source)
        except (AssertionError, RecursionError):
            # Elements within each other in ways that the editor's reader does not expect.
            clean = format_html("<p>{}</p>", " ".join(strip_tags(source).split()))
        if "".join(strip_tags(source).split()) != "".join(strip_tags(clean).split()):
            self.report.add("html-active", passage, 0, source)
        return clean

    def _tags(self) -> str:
        tags: set[str] = set()
        for scene in self.scenario.scenes:
            twine = scene.extra.get("twine")
            found = twine.get("tags") if isinstance(twine, dict) else None
            tags |= {str(tag) for tag in found} if isinstance(found, list) else set()
        return ", ".join(sorted(tags))

    def note(self, note: Any) -> list[dict[str, Any]]:
        if not note:
            return []
        named = note.get("themes")
        themes = [each for each in Theme.values if isinstance(named, list) and each in named]
        texts = {name: self.words(note.get(name)) for name in ("form", "where", "how_long", "text")}
        try:
            return note_stream(
                {**texts, "form": texts["form"] or "text", "themes": themes}, self.where
            )
        except CourseFileError:
            self.report.add("note-left", "", 0, texts["text"])
            return []

    # Scenes

    def scene(self, scene: Scene) -> dict[str, Any]:
        name = self.names[scene.id]
        softer = scene.softer
        value: dict[str, Any] = {
            "name": name,
            "title": self.cut(scene.title or name, TITLE, name),
            "body": [
                part
                for number, each in enumerate(scene.body)
                for part in self.part(each, scene, number)
            ],
            "softer_title": self.cut(softer.title, TITLE, name) if softer else "",
            "softer": "".join(self.html(each.get("html"), name) for each in softer.body)
            if softer
            else "",
            "summary": self.words(scene.summary),
            "intensity": str(scene.intensity),
            "themes": [each for each in scene.themes if each in Theme.values],
            "minutes": scene.minutes,
        }
        if scene.kind == "ending":
            value |= self.ending(scene, name)
        else:
            value["choices"] = [self.choice(scene, each, name) for each in scene.choices]
        if scene.kind == "question":
            value |= self.questions(scene, name)
        block = self.block(scene.kind, scene.id, value)
        self.blocks[name] = block["id"]
        return block

    def part(self, part: Any, scene: Scene, number: int) -> list[dict[str, Any]]:
        name = self.names[scene.id]
        where = str(key(self.where, scene.id, "body", number))
        if part.get("type") == "html":
            html = self.html(part.get("html"), name)
            return [{"type": "text", "id": where, "value": html}] if html else []
        if part.get("type") == "quote":
            value = {
                "text": self.words(part.get("text")),
                "who": self.cut(self.words(part.get("who")), NAME, name),
            }
            return [{"type": "quote", "id": where, "value": value}]
        words = part.get("alt") or part.get("title") or part.get("caption") or part.get("type")
        self.report.add("block-left", name, 0, str(words))
        return []

    def ending(self, scene: Scene, name: str) -> dict[str, Any]:
        ending = scene.ending
        return {
            "outcome": self.cut(ending.outcome if ending else scene.title, LINE, name),
            "debrief": self.html(ending.debrief, name) if ending else "",
            "next_steps": [
                self.item(
                    {"text": self.cut(step.text, LINE, name), "url": step.url[:300]},
                    scene.id,
                    "next",
                    number,
                )
                for number, step in enumerate(ending.next_steps if ending else ())
            ],
            "lived_through": ending.lived_through.strip() if ending else "",
        }

    def questions(self, scene: Scene, name: str) -> dict[str, Any]:
        questions = scene.question or QuestionSet()
        for lost in parts_lost(scene, questions):
            self.report.add("question-part-left", name, 0, lost)
        review = scene.review or ""
        return {
            **set_fields(cut_to_fit(questions, self.cut, name), StoryIds(self.id, scene.id)),
            "review": self.names.get(review, review[:NAME]),
        }

    def choice(self, scene: Scene, choice: Choice, name: str) -> dict[str, Any]:
        at = (scene.id, choice.id)
        critical = choice.critical
        repair = critical.repair if critical else None
        value = {
            "text": choice.text.strip(),
            "target": self.names.get(choice.target, choice.target[:NAME]),
            "feedback": {part: getattr(choice.feedback, part).strip() for part in FEEDBACK},
            "scores": [
                self.item(
                    {
                        "competency": self.competencies.get(competency, competency[:SHORT]),
                        "points": points,
                    },
                    *at,
                    "score",
                    competency,
                )
                for competency, points in choice.scores.items()
            ],
            "effects": [
                self.item(
                    {
                        "variable": self.variables.get(each.variable, each.variable[:SHORT]),
                        "op": each.op,
                        "value": each.value,
                    },
                    *at,
                    "effect",
                    number,
                )
                for number, each in enumerate(choice.effects)
            ],
            "conditions": [
                self.item(
                    {
                        "match": group.match,
                        "comparisons": [
                            self.item(row, *at, "if", number, place)
                            for place, row in enumerate(group.comparisons)
                        ],
                    },
                    *at,
                    "if",
                    number,
                )
                for number, group in enumerate(self.groups(choice, name))
            ],
        }
        if scene.kind == "question":
            value["text"] = self.cut(choice.text, NAME, name)
        else:
            value["critical"] = {
                "reason": self.cut(critical.reason, 250, name) if critical else "",
                "repair": self.names.get(repair, repair[:NAME]) if repair else "",
            }
        return {"type": "item", "id": self.id(choice.id, *at), "value": value}

    def groups(self, choice: Choice, name: str) -> list[Group]:
        """The condition on the editor's two levels; where it does not fit as it is, turned."""
        if choice.condition is None:
            return []
        try:
            groups = condition_groups(_json(choice.condition), name)
        except CourseFileError:
            rows = clauses(choice.condition, MOST_CLAUSES)
            if rows is None:
                self.report.add("condition-deep", name, 0, choice.text)
                return []
            groups = [
                Group("any" if len(row) > 1 else "all", [_comparison(each) for each in row])
                for row in rows
            ]
        for group in groups:
            for row in group.comparisons:
                row["variable"] = self.variables.get(row["variable"], row["variable"][:SHORT])
        return groups


def _comparison(compare: Compare) -> dict[str, Any]:
    return {"variable": compare.variable, "op": compare.op, "value": compare.value}


def _json(condition: Any) -> dict[str, Any]:
    match condition:
        case Compare():
            return _comparison(condition)
        case AllOf(parts):
            return {"all": [_json(each) for each in parts]}
        case AnyOf(parts):
            return {"any": [_json(each) for each in parts]}
    return {"not": _json(condition.part)}
