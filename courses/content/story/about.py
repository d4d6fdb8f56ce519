"""For whom a scenario is, and what it rests upon: no part of the play, and no passage in Twine.

It goes out and comes in beside the story's own data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from accounts.people import Profession
from courses.content.vocabulary import Intensity
from courses.scenarios.twee.report import Report

AUDIENCE, MOST_SOURCES = 255, 200
# What a source says, and how many characters the editor's field takes.
SOURCE = {"key": 40, "title": 300, "publisher": 200, "year": 20}

# Words, how many characters the field takes, and the passage: the words that fit.
Cut = Callable[[str, int, str], str]
# A block's kind, name and value: the block as the editor keeps it.
Block = Callable[[str, str, dict[str, Any]], dict[str, Any]]

_is_address = URLValidator(schemes=["http", "https"])


def about_of(page: Any) -> dict[str, Any]:
    """What a ScenarioPage says beside its story, as JSON."""
    return {
        "audience": page.audience,
        "profession": page.profession,
        "intensity": page.intensity,
        "sources": [
            {name: child.value[name] or "" for name in (*SOURCE, "url")} for child in page.sources
        ],
    }


def about_fields(about: Any, cut: Cut, block: Block, report: Report) -> dict[str, Any]:
    """The fields of a page, from a file that nobody has checked. What does not fit is listed."""
    if not isinstance(about, dict):
        return {}
    audience, profession = about.get("audience"), about.get("profession")
    fields: dict[str, Any] = {
        "audience": cut(audience, AUDIENCE, "") if isinstance(audience, str) else "",
        "profession": profession if profession in Profession.values else "",
        "sources": list(_sources(about.get("sources"), cut, block, report)),
    }
    if type(about.get("intensity")) is int and about["intensity"] in Intensity.values:
        fields["intensity"] = about["intensity"]
    return fields


def _sources(sources: Any, cut: Cut, block: Block, report: Report) -> Iterator[dict[str, Any]]:
    listed = sources if isinstance(sources, list) else []
    for number, source in enumerate(listed):
        words = source if isinstance(source, dict) else {}
        value = {
            name: cut(words[name], most, "") if isinstance(words.get(name), str) else ""
            for name, most in SOURCE.items()
        }
        if number >= MOST_SOURCES or not (value["key"] and value["title"]):
            report.add("block-left", "", 0, value["title"] or value["key"] or str(source))
            continue
        address = words.get("url") or ""
        if address and not _fits(address):
            report.add("block-left", "", 0, str(address))
            address = ""
        yield block("source", f"{number}", {**value, "url": address})


def _fits(address: Any) -> bool:
    try:
        _is_address(address)
    except ValidationError:
        return False
    return True
