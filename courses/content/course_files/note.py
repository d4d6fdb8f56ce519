"""The content note of a file as the note's stream."""

from __future__ import annotations

from typing import Any

from courses.content.course_files.errors import CourseFileError
from courses.content.course_files.keys import key
from courses.content.course_files.rich_text import plain_text
from courses.content.vocabulary import Form, Theme


def note_stream(data: dict[str, Any] | None, where: str) -> list[dict[str, Any]]:
    """Raises CourseFileError for a theme or form that is not on the list."""
    if not data:
        return []
    unknown = set(data.get("themes") or []) - set(Theme.values)
    if unknown:
        raise CourseFileError(f"{where}: the note names unknown themes: {sorted(unknown)}.")
    if data.get("form", "text") not in Form.values:
        raise CourseFileError(f"{where}: the note names an unknown form: {data['form']!r}.")
    return [
        {
            "type": "note",
            "id": str(key(where, "note")),
            "value": {
                "themes": list(data.get("themes") or []),
                "form": data.get("form", "text"),
                "where": data.get("where") or "",
                "how_long": data.get("how_long") or "",
                "text": plain_text(data.get("text")),
            },
        }
    ]
