"""Words that feedback does not use (T23): they shame, and teach nothing."""

from __future__ import annotations

import re

SHAMING = re.compile(
    r"\b(wrong(ly)?|incorrect(ly)?|fail(ed|s|ing|ure)?|stupid|bad answer|you lose|game over)\b",
    re.IGNORECASE,
)


def shaming_word(text: str) -> str | None:
    """The first such word in `text`, or None."""
    found = SHAMING.search(text or "")
    return found.group(0) if found else None
