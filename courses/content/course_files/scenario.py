"""A scenario file: the engine's JSON written as YAML, with bodies in Markdown."""

from __future__ import annotations

from collections import Counter
from typing import Any

from courses.content.course_files.conditions import condition_groups
from courses.content.course_files.course import source_stream
from courses.content.course_files.errors import CourseFileError
from courses.content.course_files.keys import key
from courses.content.course_files.note import note_stream
from courses.content.course_files.questions import question_fields
from courses.content.course_files.rich_text import plain_text, rich_text
from courses.content.walks import REVIEW

KINDS = frozenset({"situation", "information", "question", "ending"})


def scenario_fields(data: dict[str, Any], where: str) -> dict[str, Any]:
    """The fields of a ScenarioPage. Raises CourseFileError where the file cannot be read so."""
    if data.get("format") != 1:
        raise CourseFileError(f"{where}: this site knows format 1 of scenario files.")
    return _Reader(data, where).fields()


class _Reader:
    def __init__(self, data: dict[str, Any], where: str) -> None:
        self.data = data
        self.where = where
        scenes = data.get("scenes") or []
        titles = Counter(scene["title"] for scene in scenes)
        # Trainers see names, so a scene is named by its heading where that is its alone.
        self.names = {
            scene["id"]: scene["title"]
            if titles[scene["title"]] == 1
            else f"{scene['title']} ({scene['id']})"
            for scene in scenes
        }

    def fields(self) -> dict[str, Any]:
        data = self.data
        note = data.get("note") or {}
        rule = data.get("pass") or {}
        scenes = sorted(data["scenes"], key=lambda scene: scene["id"] != data["start"])
        return {
            "title": data["title"],
            "slug": data["slug"],
            "summary": plain_text(data.get("summary")),
            "minutes": data.get("minutes", 15),
            "intensity": note.get("intensity", 1),
            "note": note_stream(note, self.where),
            "pass_percent": round(rule.get("overall", 0) * 100),
            "critical_allowed": rule.get("critical_errors", 0),
            "competencies": [
                self.block(
                    "competency",
                    each["id"],
                    {
                        "name": each["id"],
                        "title": each["title"],
                        "pass_percent": round(
                            (rule.get("competencies") or {}).get(each["id"], 0) * 100
                        ),
                    },
                )
                for each in data.get("competencies") or []
            ],
            "variables": [self.variable(each) for each in data.get("variables") or []],
            "scenes": [self.scene(each) for each in scenes],
            "walks": [self.walk(each) for each in data.get("walks") or []],
            "audience": data.get("audience") or "",
            "profession": data.get("profession") or "",
            "sources": source_stream(data.get("sources") or [], self.where, "short"),
        }

    def block(self, kind: str, name: str, value: dict[str, Any]) -> dict[str, Any]:
        return {"type": kind, "id": str(key(self.where, kind, name)), "value": value}

    def item(self, value: Any, *names: object) -> dict[str, Any]:
        return {"type": "item", "id": str(key(self.where, *names)), "value": value}

    def walk(self, walk: dict[str, Any]) -> dict[str, Any]:
        """A saved walk: the file names choices as they are met, scene after scene.

        At a question, `review` is the way of who does not know.
        """
        scenes = {scene["id"]: scene for scene in self.data["scenes"]}
        at, steps = self.data["start"], []
        for name in walk["choices"]:
            review = scenes.get(at, {}).get("review")
            if review and name == REVIEW:
                steps.append({"choice": REVIEW, "text": self.names.get(review, review)})
                at = review
                continue
            choices = {each["id"]: each for each in scenes.get(at, {}).get("choices") or []}
            if name not in choices:
                raise CourseFileError(
                    f"{self.where}: the walk “{walk['name']}” takes “{name}” in “{at}”, which has "
                    "no such choice."
                )
            steps.append(
                {
                    "choice": str(key(self.where, at, name)),
                    "text": plain_text(choices[name]["text"]),
                }
            )
            at = choices[name]["target"]
        kind = scenes.get(walk["ending"], {}).get("kind", "ending")
        return {
            "id": str(key(self.where, "walk", walk["name"])),
            "name": walk["name"],
            "steps": steps,
            "ending": str(key(self.where, kind, walk["ending"])),
            "passed": bool(walk["passed"]),
        }

    def variable(self, each: dict[str, Any]) -> dict[str, Any]:
        return self.block(
            "variable",
            each["id"],
            {
                "name": each["id"],
                "title": each["title"],
                "kind": each.get("kind", "number"),
                "initial": int(each.get("initial", 0)),
                "minimum": each.get("min", 0),
                "maximum": each.get("max", 1 if each.get("kind") == "flag" else 10),
                "shown": bool(each.get("shown", False)),
            },
        )

    def scene(self, scene: dict[str, Any]) -> dict[str, Any]:
        if scene["kind"] not in KINDS:
            raise CourseFileError(
                f"{self.where}: the scene “{scene['id']}” is of a kind that this site does not "
                f"know: {scene['kind']!r}."
            )
        softer = scene.get("softer") or {}
        value: dict[str, Any] = {
            "name": self.names[scene["id"]],
            "title": scene["title"],
            "body": [
                {
                    "type": "text",
                    "id": str(key(self.where, scene["id"], "body")),
                    "value": rich_text(scene.get("body")),
                }
            ],
            "softer_title": softer.get("title") or "",
            "softer": rich_text(softer.get("body")),
            "summary": plain_text(scene.get("summary")),
            "intensity": str(scene.get("intensity", 1)),
            "themes": list(scene.get("themes") or []),
            "minutes": scene.get("minutes"),
        }
        if scene["kind"] == "ending":
            value |= self.ending(scene)
        else:
            value["choices"] = [self.choice(scene, each) for each in scene.get("choices") or []]
        if scene["kind"] == "question":
            value |= question_fields(scene, self.where)
            value["review"] = self.name(scene["review"]) if scene.get("review") else ""
        return self.block(scene["kind"], scene["id"], value)

    def ending(self, scene: dict[str, Any]) -> dict[str, Any]:
        ending = scene["ending"]
        return {
            "outcome": ending["outcome"],
            "debrief": rich_text(ending.get("debrief")),
            "next_steps": [
                self.item(
                    {"text": step["text"], "url": step.get("url") or ""},
                    scene["id"],
                    "next",
                    number,
                )
                for number, step in enumerate(ending.get("next_steps") or [])
            ],
            "lived_through": plain_text(ending.get("lived_through")),
        }

    def choice(self, scene: dict[str, Any], choice: dict[str, Any]) -> dict[str, Any]:
        at = (scene["id"], choice["id"])
        feedback = choice.get("feedback") or {}
        critical = choice.get("critical") or {}
        groups = condition_groups(choice.get("condition"), f"{self.where}, {'/'.join(at)}")
        value = {
            "text": plain_text(choice["text"]),
            "target": self.name(choice["target"]),
            "feedback": {
                part: plain_text(feedback.get(part))
                for part in ("happened", "why", "next_time", "source", "principle")
            },
            "scores": [
                self.item({"competency": competency, "points": points}, *at, "score", competency)
                for competency, points in (choice.get("scores") or {}).items()
            ],
            "effects": [
                self.item(
                    {
                        "variable": effect["variable"],
                        "op": effect.get("op", "set"),
                        "value": int(effect["value"]),
                    },
                    *at,
                    "effect",
                    number,
                )
                for number, effect in enumerate(choice.get("effects") or [])
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
                for number, group in enumerate(groups)
            ],
        }
        if scene["kind"] != "question":
            value["critical"] = {
                "reason": critical.get("reason") or "",
                "repair": self.name(critical["repair"]) if critical.get("repair") else "",
            }
        return self.item(value, *at)

    def name(self, scene_id: str) -> str:
        """The name of a scene; an id that no scene has stays, and publishing says so."""
        return self.names.get(scene_id, scene_id)
