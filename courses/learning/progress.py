"""How far someone has come, what is missing and what comes next. Pure: no database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from courses.learning.outline import Lesson, Outline

LESSON, CHECKS, SCENARIO = "lesson", "checks", "scenario"


@dataclass(frozen=True)
class Done:
    """What counts: lessons and passed scenarios with the hash they had, checks by lesson and id.

    A lesson finished or a scenario passed in another wording does not count for this one.
    """

    lessons: frozenset[tuple[str, str]] = frozenset()
    checks: frozenset[tuple[str, str]] = frozenset()
    scenarios: frozenset[tuple[str, str]] = frozenset()

    def lesson(self, lesson: Lesson) -> bool:
        return (lesson.key, lesson.hash) in self.lessons

    def open_checks(self, lesson: Lesson) -> tuple[str, ...]:
        return tuple(each for each in lesson.checks if (lesson.key, each) not in self.checks)

    def scenario(self, outline: Outline, key: str) -> bool:
        return (key, outline.scenarios.get(key, "")) in self.scenarios


@dataclass(frozen=True)
class Missing:
    """One thing that a completion still needs. `key` is the lesson's or the scenario's."""

    kind: str
    key: str
    checks: tuple[str, ...] = ()


def missing(outline: Outline, done: Done) -> list[Missing]:
    """Everything that the rule still asks for, in reading order; empty when complete."""
    return list(_missing(outline, done))


def _missing(outline: Outline, done: Done) -> Iterator[Missing]:
    rule = outline.rule
    said: set[str] = set()
    needed = set(outline.required_scenarios) if rule.scenarios else set()
    for lesson in outline.lessons:
        if lesson.required:
            if rule.checks and (still := done.open_checks(lesson)):
                yield Missing(CHECKS, lesson.key, still)
            if rule.lessons and not done.lesson(lesson):
                yield Missing(LESSON, lesson.key)
        for key in lesson.scenarios:
            if key in needed and key not in said and not done.scenario(outline, key):
                said.add(key)
                yield Missing(SCENARIO, key)
    for key in outline.required_scenarios if rule.scenarios else ():
        if key not in said and not done.scenario(outline, key):
            said.add(key)
            yield Missing(SCENARIO, key)


@dataclass(frozen=True)
class Step:
    """Where to go: `kind` is LESSON or SCENARIO."""

    kind: str
    key: str


def next_step(outline: Outline, done: Done) -> Step | None:
    """The first thing that a completion still needs; None when nothing is missing."""
    for each in _missing(outline, done):
        return Step(SCENARIO if each.kind == SCENARIO else LESSON, each.key)
    return None


@dataclass(frozen=True)
class Figures:
    """The line on "My learning": lessons of the course, and scenarios that must be passed."""

    lessons_done: int
    lessons: int
    scenarios_passed: int
    scenarios: int


def figures(outline: Outline, done: Done) -> Figures:
    """A lesson with open checks is not done yet. Optional lessons are not counted."""
    lessons = [each for each in outline.lessons if each.required]
    scenarios = outline.required_scenarios
    return Figures(
        lessons_done=sum(
            done.lesson(each) and not (outline.rule.checks and done.open_checks(each))
            for each in lessons
        ),
        lessons=len(lessons),
        scenarios_passed=sum(done.scenario(outline, key) for key in scenarios),
        scenarios=len(scenarios),
    )
