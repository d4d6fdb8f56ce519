"""The content note as versions keep it."""

from __future__ import annotations

from typing import Any


def frozen_note(stream: Any, intensity: int, has_softer: bool) -> dict[str, Any] | None:
    """The page's one note as JSON, or None where the trainer has written none."""
    for child in stream:
        return note_json(child.value, intensity, has_softer)
    return None


def note_json(value: Any, intensity: int, has_softer: bool) -> dict[str, Any]:
    return {
        "themes": sorted(value["themes"] or []),
        "form": value["form"],
        "intensity": intensity,
        "where": value["where"] or "",
        "how_long": value["how_long"] or "",
        "has_softer": has_softer,
        "text": value["text"] or "",
    }
