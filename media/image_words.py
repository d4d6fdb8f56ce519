"""Words that tell of images which harm (T21). A lint, not a judge: it reads what people wrote."""

from __future__ import annotations

import re

HARMFUL = re.compile(
    r"\b(chain(s|ed)?|rope(s|d)?|handcuff(s|ed)?|shackle(s|d)?|cage(s|d)?|barcode(s)?|"
    r"behind bars|taped mouth|hand over (the |her |his |their )?mouth|bruise(s|d)?|cower(s|ing)?|"
    r"blindfold(s|ed)?|gagged|tied up)\b",
    re.IGNORECASE,
)


def harmful_words(*texts: str) -> list[str]:
    """Each such expression once, in lower case, in the order of the alphabet."""
    found = {match.group(0).lower() for text in texts for match in HARMFUL.finditer(text or "")}
    return sorted(found)
