"""How names are cleaned before they are printed and compared when a verifier types one."""

from __future__ import annotations

import unicodedata

LONGEST = 300
# Characters that steer the direction of text. A name needs none: the drawing finds it out.
_STEERING = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


# Letters whose mark does not come off by itself, and two ways to write one letter: people type what
# their keyboard has. The sign that only draws Arabic words out, and raised commas, say nothing.
_ALIKE: dict[int, str] = {
    **{ord(one): other for one, other in zip("łøđðħıŧŋəґىیکةھہ", "loddhitneгييكههه", strict=True)},
    **{ord(one): " " for one in "ʹʺʻʼʽˈ"},
    ord("æ"): "ae",
    ord("œ"): "oe",
    ord("þ"): "th",
    ord("ـ"): "",
}


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
    spread = unicodedata.normalize("NFKD", clean_name(name).casefold()).translate(_ALIKE)
    letters = "".join(
        character if unicodedata.category(character)[0] in "LN" else " "
        for character in spread
        if unicodedata.category(character) not in {"Mn", "Cf"}
    )
    return " ".join(sorted(letters.split()))
