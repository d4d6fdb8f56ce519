"""`course.yaml` as the fields of a course page."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from django.utils.html import format_html, format_html_join

from courses.content.course_files.keys import key
from courses.content.course_files.note import note_stream
from courses.content.course_files.rich_text import plain_text, rich_text


def course_fields(data: dict[str, Any], where: str) -> dict[str, Any]:
    """The fields of a CoursePage, modules apart."""
    notes = data.get("content_notes") or []
    law_date = data.get("law_date")
    return {
        "title": data["title"],
        "slug": data["slug"],
        "summary": plain_text(data.get("summary")),
        "description": rich_text(data.get("description")),
        "audience": data.get("audience") or "",
        "profession": data.get("profession") or "",
        "minutes": data.get("minutes"),
        "law_date": law_date if isinstance(law_date, datetime.date) else None,
        "jurisdiction": data.get("jurisdiction") or "",
        "content_notes": [
            note
            for number, each in enumerate([notes] if isinstance(notes, dict) else notes)
            for note in note_stream(each, f"{where}/{number}")
        ],
        "objectives": [
            {"type": "objective", "id": str(key(where, "objective", number)), "value": text}
            for number, text in enumerate(data.get("objectives") or [])
        ],
        "credit_lines": [
            {
                "type": "credit",
                "id": str(key(where, "credit", number)),
                "value": {
                    **{
                        name: line.get(name) or ""
                        for name in (
                            "type",
                            "unit",
                            "accreditor",
                            "approval_number",
                            "profession",
                            "language",
                        )
                    },
                    # As a date or as text: a course file may hold either.
                    **{
                        name: str(line[name]) if line.get(name) else None
                        for name in ("valid_from", "valid_to")
                    },
                    "amount": Decimal(str(line["amount"])),
                },
            }
            for number, line in enumerate(data.get("credit_lines") or [])
        ],
        "sources": source_stream(data.get("sources") or [], where),
        "authors": _authors(data.get("credits") or []),
        "licence": data.get("licence") or "",
    }


def source_stream(
    sources: list[dict[str, Any]], where: str, name: str = "id"
) -> list[dict[str, Any]]:
    """What a course or a scenario rests upon; `name` is the part that lessons or choices cite."""
    return [
        {
            "type": "source",
            "id": str(key(where, "source", source["id"])),
            "value": {
                "key": source.get(name) or source["id"],
                "title": source["title"],
                "publisher": source.get("publisher") or "",
                "year": str(source.get("year") or ""),
                "url": source.get("url") or "",
            },
        }
        for source in sources
    ]


def source_finder(data: dict[str, Any]) -> Any:
    """A function from a fact's number (F11) to the short name of its source.

    Words that are no number of a fact are a source themselves and come back as they are.
    """
    by_fact = {
        fact: source.get("short") or source["title"]
        for source in data.get("sources") or []
        for fact in source.get("facts") or []
    }
    return lambda words: by_fact.get(words, words)


def _authors(people: list[dict[str, str]]) -> str:
    if not people:
        return ""
    items = format_html_join(
        "", "<li>{}: {}</li>", ((person["role"], person["name"]) for person in people)
    )
    return format_html("<ul>{}</ul>", items)
