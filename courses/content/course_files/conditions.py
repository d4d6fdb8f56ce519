"""The engine's conditions as the two levels that trainers can write."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from courses.content.course_files.errors import CourseFileError


@dataclass(frozen=True)
class Group:
    """`match` is all, any, not-all or none; each comparison has variable, op and value."""

    match: str
    comparisons: list[dict[str, Any]]


def condition_groups(condition: Any, where: str) -> list[Group]:
    """Groups that must all hold. Raises CourseFileError where two levels do not do."""
    if condition is None:
        return []
    if "all" in condition:
        plain = [part for part in condition["all"] if "variable" in part]
        groups = [Group("all", [_comparison(part) for part in plain])] if plain else []
        nested = [part for part in condition["all"] if "variable" not in part]
        return groups + [group for part in nested for group in condition_groups(part, where)]
    return [_group(condition, where)]


def _group(condition: Any, where: str) -> Group:
    if "variable" in condition:
        return Group("all", [_comparison(condition)])
    if "any" in condition:
        return Group("any", _comparisons(condition["any"], where))
    inner = condition.get("not") or {}
    if "variable" in inner:
        return Group("none", [_comparison(inner)])
    if "all" in inner:
        return Group("not-all", _comparisons(inner["all"], where))
    if "any" in inner:
        return Group("none", _comparisons(inner["any"], where))
    raise CourseFileError(f"{where}: the condition is nested too deeply for the editor.")


def _comparisons(parts: Any, where: str) -> list[dict[str, Any]]:
    if any("variable" not in part for part in parts):
        raise CourseFileError(f"{where}: the condition is nested too deeply for the editor.")
    return [_comparison(part) for part in parts]


def _comparison(part: Any) -> dict[str, Any]:
    return {"variable": part["variable"], "op": part["op"], "value": int(part["value"])}
