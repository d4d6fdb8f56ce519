"""A course version's outline and completion rule as data that the rest can reason about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol


class HasOutline(Protocol):
    """What a course version offers: its outline, its scenarios and its rule, all JSON."""

    outline: Any
    scenarios: Any
    rule: Any


@dataclass(frozen=True)
class Lesson:
    """`hash` is the wording; `checks` are block ids; `scenarios` are page keys."""

    key: str
    hash: str
    title: str
    minutes: int
    required: bool
    checks: tuple[str, ...] = ()
    scenarios: tuple[str, ...] = ()


@dataclass(frozen=True)
class Module:
    title: str
    lessons: tuple[Lesson, ...]


@dataclass(frozen=True)
class Rule:
    """What a completion asks for. Each part can be switched off by the course version."""

    lessons: bool = True
    checks: bool = True
    scenarios: bool = True


@dataclass(frozen=True)
class Outline:
    """`scenarios` maps each scenario of the course to the hash of its version."""

    modules: tuple[Module, ...]
    scenarios: Mapping[str, str]
    rule: Rule = Rule()

    @cached_property
    def lessons(self) -> tuple[Lesson, ...]:
        return tuple(lesson for module in self.modules for lesson in module.lessons)

    @cached_property
    def required_scenarios(self) -> tuple[str, ...]:
        """Those of required lessons, in reading order, then those that no lesson shows."""
        shown = dict.fromkeys(key for each in self.lessons for key in each.scenarios)
        wanted = dict.fromkeys(
            key for each in self.lessons if each.required for key in each.scenarios
        )
        unshown = (key for key in self.scenarios if key not in shown)
        return (*(key for key in wanted if key in self.scenarios), *unshown)

    def lesson(self, key: str) -> Lesson | None:
        return next((each for each in self.lessons if each.key == str(key)), None)

    def lesson_of_scenario(self, key: str) -> Lesson | None:
        return next((each for each in self.lessons if str(key) in each.scenarios), None)


def outline_of(version: HasOutline) -> Outline:
    """The outline of a course version. The stored JSON is trusted: publishing has checked it."""
    return Outline(
        modules=tuple(
            Module(
                title=module.get("module", ""),
                lessons=tuple(_lesson(each) for each in module.get("lessons", ())),
            )
            for module in version.outline
        ),
        scenarios={str(key): value for key, value in version.scenarios.items()},
        rule=_rule(version.rule or {}),
    )


def _lesson(data: Mapping[str, Any]) -> Lesson:
    return Lesson(
        key=str(data["key"]),
        hash=data["hash"],
        title=data["title"],
        minutes=int(data.get("minutes") or 0),
        required=bool(data.get("required", True)),
        checks=_strings(data.get("checks", ())),
        scenarios=_strings(data.get("scenarios", ())),
    )


def _strings(values: Sequence[Any]) -> tuple[str, ...]:
    return tuple(str(each) for each in values)


def _rule(data: Mapping[str, Any]) -> Rule:
    """Anything but an explicit "none" asks for the part: a rule is never weakened by accident."""
    off = {None, False, "none"}
    return Rule(*(data.get(part, True) not in off for part in ("lessons", "checks", "scenarios")))
