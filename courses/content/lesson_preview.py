"""A lesson as the learner will see it, from the draft."""

from __future__ import annotations

from typing import Any

from courses.content.compile.lesson import compile_lesson
from courses.content.rendering import render_body


def lesson_preview(page: Any, reading: str) -> list[dict[str, Any]]:
    """The parts of a LessonPage as it stands in memory; checks and scenarios with their words."""
    compiled = compile_lesson(page)
    titles = {
        block["value"]["page_key"]: block["value"]["title"]
        for block in compiled.body["full"]
        if block["type"] == "scenario"
    }
    activities = {
        block["id"]: block["value"]
        for block in compiled.body["full"]
        if block["type"] == "activity"
    }
    return [
        {
            "kind": part.kind,
            "html": part.content if part.kind == "html" else "",
            "check": compiled.checks.get(part.content) if part.kind == "check" else None,
            "activity": activities.get(part.content) if part.kind == "activity" else None,
            "title": titles.get(part.content, "") if part.kind == "scenario" else "",
        }
        for part in render_body(compiled.body, reading, compiled.language)
    ]
