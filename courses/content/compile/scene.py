"""One scene block as the engine's JSON."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from courses.content.blocks.base import rich_html
from courses.content.compile.names import fold, identifier
from courses.content.compile.question import question_set_of
from courses.content.refusals import Refusal
from courses.scenarios.question_model import question_set_json
from courses.scenarios.quoting import quotables


class SceneCompiler:
    """Compiles scenes that name each other, and collects names that lead nowhere."""

    def __init__(
        self,
        stream: Any,
        competencies: set[str],
        variables: set[str],
        flags: set[str],
        refusals: list[Refusal],
    ) -> None:
        self.competencies = competencies
        self.variables = variables
        self.flags = flags
        self.refusals = refusals
        self.ids: dict[str, str] = {}
        for child in stream:
            name = fold(child.value["name"])
            if name in self.ids:
                self._refuse(
                    "scene-name-twice",
                    _("Two scenes are named “%(name)s”. Give each scene its own name."),
                    child.id,
                    name=child.value["name"],
                )
            self.ids.setdefault(name, child.id)

    def scene(self, child: Any) -> dict[str, Any]:
        value = child.value
        ending = child.block_type == "ending"
        asks = child.block_type == "question"
        softer = rich_html(value["softer"])
        return {
            "id": child.id,
            "kind": child.block_type,
            "name": value["name"],
            "title": value["title"],
            "body": [scene_part(part) for part in value["body"]],
            "softer": {
                "title": value["softer_title"] or value["title"],
                "body": [{"type": "html", "html": softer}],
            }
            if softer
            else None,
            "summary": value["summary"] or None,
            "intensity": int(value["intensity"] or 1),
            "themes": sorted(value["themes"] or []),
            "minutes": float(value["minutes"]) if value["minutes"] is not None else None,
            "choices": []
            if ending
            else [self._choice(value, choice) for choice in value["choices"].bound_blocks],
            "question": question_set_json(question_set_of(value)) if asks else None,
            "review": self._review(child) if asks else None,
            "ending": self._ending(value) if ending else None,
        }

    def _ending(self, value: Any) -> dict[str, Any]:
        return {
            "outcome": value["outcome"],
            "debrief": rich_html(value["debrief"]),
            "next_steps": [
                {"text": step["text"], "url": step["url"] or ""} for step in value["next_steps"]
            ],
            "lived_through": value["lived_through"] or "",
        }

    def _review(self, child: Any) -> str | None:
        """The id of the review scene; a name that leads nowhere is said at the scene."""
        name = child.value["review"] or ""
        found = self.ids.get(fold(name))
        if found is None:
            sentence = (
                _(
                    "After the last try, “%(scene)s” leads to “%(name)s” as its review, and no "
                    "scene has that name."
                )
                if fold(name)
                else _(
                    "“%(scene)s” has no review yet. Name the scene that follows the last try, so "
                    "that nobody is stuck."
                )
            )
            self._refuse("review-unknown", sentence, child.id, scene=child.value["name"], name=name)
        return found

    def _choice(self, scene: Any, child: Any) -> dict[str, Any]:
        value = child.value
        where = {"scene": scene["name"], "text": value["text"]}
        # The way on from a question has none: answering well is no mistake.
        critical = value.get("critical") or {"reason": "", "repair": ""}
        return {
            "id": child.id,
            "text": value["text"],
            "target": self._scene_id(value["target"], child.id, where),
            "condition": self._condition(value["conditions"], child.id, where),
            "effects": [
                {
                    "variable": self._variable(effect["variable"], child.id, where),
                    "op": effect["op"],
                    "value": self._value(effect["variable"], effect["value"]),
                }
                for effect in value["effects"]
            ],
            "scores": {
                self._competency(score["competency"], child.id, where): score["points"]
                for score in value["scores"]
            },
            "critical": {
                "reason": critical["reason"],
                "repair": self._scene_id(critical["repair"], child.id, where)
                if critical["repair"]
                else None,
            }
            if critical["reason"]
            else None,
            "feedback": {
                name: value["feedback"][name] or ""
                for name in ("happened", "why", "next_time", "source", "principle")
            },
        }

    def _condition(self, groups: Any, block: str, where: dict[str, str]) -> Any:
        parts = [self._group(group, block, where) for group in groups]
        return parts[0] if len(parts) == 1 else {"all": parts} if parts else None

    def _group(self, group: Any, block: str, where: dict[str, str]) -> Any:
        rows = [
            {
                "variable": self._variable(row["variable"], block, where),
                "op": row["op"],
                "value": self._value(row["variable"], row["value"]),
            }
            for row in group["comparisons"]
        ]
        match group["match"]:
            case "any":
                return {"any": rows}
            case "not-all":
                return {"not": {"all": rows}}
            case "none":
                return {"not": {"any": rows}}
        return rows[0] if len(rows) == 1 else {"all": rows}

    def _scene_id(self, name: str, block: str, where: dict[str, str]) -> str:
        found = self.ids.get(fold(name))
        if found is None:
            self._refuse(
                "scene-unknown",
                _(
                    "In “%(scene)s”, the choice “%(text)s” leads to “%(name)s”, and no scene has "
                    "that name."
                ),
                block,
                name=name or _("(nothing)"),
                **where,
            )
        return found or ""

    def _variable(self, name: str, block: str, where: dict[str, str]) -> str:
        if identifier(name) not in self.variables:
            self._refuse(
                "variable-unknown",
                _(
                    "In “%(scene)s”, the choice “%(text)s” uses “%(name)s”, which the story does "
                    "not keep track of."
                ),
                block,
                name=name,
                **where,
            )
        return identifier(name)

    def _competency(self, name: str, block: str, where: dict[str, str]) -> str:
        if identifier(name) not in self.competencies:
            self._refuse(
                "competency-unknown",
                _(
                    "In “%(scene)s”, the choice “%(text)s” gives points for “%(name)s”, and no "
                    "competency has that short name."
                ),
                block,
                name=name,
                **where,
            )
        return identifier(name)

    def _value(self, variable: str, value: int) -> int | bool:
        flag = identifier(variable) in self.flags and value in (0, 1)
        return bool(value) if flag else value

    def _refuse(self, code: str, sentence: str, block: str, **words: str) -> None:
        self.refusals.append(Refusal(code, sentence % quotables(words), "scenes", block))


def scene_part(child: Any) -> dict[str, Any]:
    """One part of a scene's text, in the shape that the scene's template takes."""
    if child.block_type == "text":
        return {"type": "html", "html": rich_html(child.value)}
    part = {"type": child.block_type, **child.block.freeze(child.value)}
    # An activity is drawn for each learner anew, and known by its place.
    return part | {"key": child.id} if child.block_type == "activity" else part
