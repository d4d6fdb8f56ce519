"""How names are cleaned before they are printed and compared when a verifier types one."""

from __future__ import annotations

import unicodedata

LONGEST = 300
# Characters that steer the direction of text. A name needs none: the drawing finds it out.
_STEERING = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def clean_name(name: str) -> str:
    """The name in composed form on one line, without control and steering characters."""
    text = unicodedata.normalize("NFC", name).translate(_STEERING)
    kept = "".join(
        " " if unicodedata.category(character) in {"Cc", "Zl", "Zp"} else character
        for character in text
    )
    return " ".join(kept.split())[:LONGEST]


def comparable(name: str) -> str:
    """The name without case, marks, punctuation and order of its parts."""
    spread = unicodedata.normalize("NFKD", clean_name(name).casefold())
    letters = "".join(
        character if unicodedata.category(character)[0] in "LN" else " "
        for character in spread
        if unicodedata.category(character) not in {"Mn", "Cf"}
    )
    return " ".join(sorted(letters.split()))
