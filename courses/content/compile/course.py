"""A course page with its live modules, lessons and scenarios as the JSON of its version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from courses.content.blocks.base import rich_html
from courses.content.compile.lesson import CompiledLesson, compile_lesson
from courses.content.compile.note import note_json
from courses.scenarios.canonical import fingerprint

FORMAT = 1
CREDIT_LIMITS = frozenset({"language", "valid_from", "valid_to"})
RULE = {"format": 1, "lessons": "required", "checks": "answered", "scenarios": "passed"}


@dataclass(frozen=True)
class CompiledCourse:
    """`fields` are those of CourseVersion; `lessons` stand in reading order."""

    hash: str
    fields: dict[str, Any]
    lessons: list[CompiledLesson]


@dataclass(frozen=True)
class Outline:
    """Live modules with their live lesson pages, in order."""

    modules: Sequence[tuple[Any, Sequence[Any]]]

    @property
    def lessons(self) -> list[Any]:
        return [lesson for _module, lessons in self.modules for lesson in lessons]


def compile_course(page: Any, outline: Outline, scenarios: dict[str, Any]) -> CompiledCourse:
    """`scenarios` maps the key of each scenario played to its current ScenarioVersion."""
    lessons: list[CompiledLesson] = []
    modules = []
    for module, pages in outline.modules:
        rows = []
        for lesson_page in pages:
            lesson = compile_lesson(lesson_page)
            lessons.append(lesson)
            rows.append(
                {
                    "key": lesson.key,
                    "hash": lesson.hash,
                    "title": lesson.title,
                    "minutes": lesson.minutes,
                    "required": lesson_page.required,
                    "checks": list(lesson.checks),
                    "scenarios": lesson.scenarios,
                }
            )
        modules.append({"module": module.title, "intro": module.intro, "lessons": rows})
    played = list(dict.fromkeys(key for lesson in lessons for key in lesson.scenarios))
    minutes = page.minutes or sum(lesson.minutes for lesson in lessons) + sum(
        scenarios[key].head.get("minutes") or 0 for key in played
    )
    fields: dict[str, Any] = {
        "course_key": str(page.translation_key),
        "title": page.title,
        "language": page.locale.language_code,
        "audience": page.audience,
        "profession": page.profession,
        "minutes": minutes,
        "summary": page.summary,
        "description": rich_html(page.description),
        "law_date": page.law_date.isoformat() if page.law_date else None,
        "jurisdiction": page.jurisdiction,
        "content_notes": _notes(page, outline, [scenarios[key] for key in played]),
        "objectives": [str(child.value) for child in page.objectives],
        "credit_lines": [_credit_line(child.value) for child in page.credit_lines],
        "sources": [_plain(child.value) for child in page.sources],
        "authors": rich_html(page.authors),
        "licence": page.licence,
        "outline": modules,
        "scenarios": {key: scenarios[key].hash for key in played},
        "rule": RULE,
    }
    return CompiledCourse(
        hash=fingerprint({"kind": "course", "format": FORMAT, **fields}),
        fields=fields,
        lessons=lessons,
    )


def _notes(page: Any, outline: Outline, versions: list[Any]) -> list[dict[str, Any]]:
    heaviest = max(
        [lesson.intensity for lesson in outline.lessons]
        + [version.head.get("intensity", 1) for version in versions],
        default=1,
    )
    noted = [lesson for lesson in outline.lessons if len(lesson.note)]
    softer = bool(noted) and all(len(lesson.softer) for lesson in noted)
    return [note_json(child.value, heaviest, softer) for child in page.content_notes]


def _credit_line(value: Any) -> dict[str, Any]:
    plain = _plain(value)
    # A decimal as text keeps its digits: 0.75 stays 0.75 in every reader of the JSON.
    plain["amount"] = format(value["amount"].normalize(), "f") if value["amount"] else "0"
    # Only where they are set: a course that has none keeps its hash.
    return {name: part for name, part in plain.items() if part or name not in CREDIT_LIMITS}


def _plain(value: Any) -> dict[str, Any]:
    return {
        name: part if isinstance(part, str) else "" if part is None else str(part)
        for name, part in value.items()
    }
