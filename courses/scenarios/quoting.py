"""Words that a sentence puts between “ and ”, when they are speech and bring their own marks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

OPEN, CLOSE = "“„«", "”»"
INNER = str.maketrans({"“": "‘", "„": "‚", "”": "’", "«": "‹", "»": "›", '"': "'"})


def quotable(text: str) -> str:
    """`text` for the place between “ and ”: speech loses its outer marks, inner ones are single.

    A text that was cut keeps no mark whose partner was cut off.
    """
    words = text.strip()
    if words[:1] and words[0] in OPEN + '"' and _spans(words):
        words = words[1:].removesuffix("…").rstrip(CLOSE + '"“') + ("…" if _cut(words) else "")
    return words.translate(INNER)


def quotables(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters of a sentence: every text fit to stand within quotation marks."""
    return {
        name: quotable(value) if isinstance(value, str) else value
        for name, value in parameters.items()
    }


def _cut(words: str) -> bool:
    return words.endswith("…")


def _spans(words: str) -> bool:
    """Whether the mark that opens `words` is closed at their very end, or was cut off there."""
    rest = words[1:]
    closes = [place for place, sign in enumerate(rest) if sign in CLOSE + '"']
    if words[0] == "„":
        closes = [place for place, sign in enumerate(rest) if sign in CLOSE + '"“']
    return closes == [len(rest) - 1] if closes else _cut(words)
