"""Conditions, effects and points of a compiled scenario in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

COMPARED = {
    "==": gettext_lazy("%(variable)s is %(value)s"),
    "!=": gettext_lazy("%(variable)s is not %(value)s"),
    "<": gettext_lazy("%(variable)s is less than %(value)s"),
    "<=": gettext_lazy("%(variable)s is at most %(value)s"),
    ">": gettext_lazy("%(variable)s is more than %(value)s"),
    ">=": gettext_lazy("%(variable)s is at least %(value)s"),
}


class Words:
    """Knows the titles of a compiled scenario's variables, competencies and scenes."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.variables = {each["id"]: each["title"] or each["id"] for each in data["variables"]}
        self.competencies = {
            each["id"]: each["title"] or each["id"] for each in data["competencies"]
        }
        self.scenes = {each["id"]: each["name"] or each["title"] for each in data["scenes"]}

    def facts(self, choice: dict[str, Any]) -> list[str]:
        """All that a choice does, a sentence each: conditions, points, effects, critical."""
        return list(self._facts(choice))

    def _facts(self, choice: dict[str, Any]) -> Iterator[str]:
        if choice["condition"]:
            yield _("Only when %(condition)s.") % {"condition": self.condition(choice["condition"])}
        for competency, points in choice["scores"].items():
            yield self.points(competency, points)
        for effect in choice["effects"]:
            yield self.effect(effect)
        critical = choice["critical"]
        if critical:
            repair = self.scenes.get(critical["repair"] or "", "")
            sentence = (
                _("Critical: %(reason)s Repaired in “%(scene)s”.")
                if repair
                else _("Critical: %(reason)s No repair yet.")
            )
            yield sentence % {"reason": critical["reason"], "scene": repair}

    def points(self, competency: str, points: int | None) -> str:
        return ngettext(
            "%(competency)s: %(points)s point.", "%(competency)s: %(points)s points.", points or 0
        ) % {
            "competency": self.competencies.get(competency, competency),
            "points": points or 0,
        }

    def effect(self, effect: dict[str, Any]) -> str:
        value = effect["value"]
        words = {
            "variable": self.variables.get(effect["variable"], effect["variable"]),
            "value": self.value(value),
        }
        if effect["op"] == "set":
            return _("%(variable)s becomes %(value)s.") % words
        if isinstance(value, int) and value < 0:
            return _("%(variable)s goes down by %(value)s.") % {**words, "value": -value}
        return _("%(variable)s goes up by %(value)s.") % words

    def condition(self, condition: Any) -> str:
        """A condition as trainers can write it, or as a file may nest it."""
        if "variable" in condition:
            return str(COMPARED[condition["op"]]) % {
                "variable": self.variables.get(condition["variable"], condition["variable"]),
                "value": self.value(condition["value"]),
            }
        if "not" in condition:
            return _("not (%(condition)s)") % {"condition": self.condition(condition["not"])}
        every = "all" in condition
        parts = [self.condition(part) for part in condition["all" if every else "any"]]
        joined = (_(" and ") if every else _(" or ")).join(
            f"({part})" if " " in part and len(parts) > 1 and self._joined(inner) else part
            for part, inner in zip(parts, condition["all" if every else "any"], strict=True)
        )
        return joined or _("nothing is asked")

    @staticmethod
    def _joined(condition: Any) -> bool:
        return "all" in condition or "any" in condition

    @staticmethod
    def value(value: Any) -> str:
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        return str(value)
