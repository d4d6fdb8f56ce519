"""Short names as trainers write them, and the ids that the engine knows them by."""

from __future__ import annotations

from django.utils.text import slugify


def fold(name: str) -> str:
    """A name as names are compared: spaces and capitals do not count."""
    return " ".join((name or "").split()).casefold()


def identifier(name: str) -> str:
    """The engine's id of a competency or variable."""
    return slugify(name, allow_unicode=True) or fold(name)
