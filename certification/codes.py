"""The public identifier of a certificate: 128 random bits in Crockford's base 32.

Source: https://www.crockford.com/base32.html. Twenty-six characters; the first carries three
bits only. What people mistype (O for 0, I and L for 1, lower case, dashes, spaces) is forgiven,
and so is what another keyboard makes of the same signs: digits of other scripts, wide letters,
Cyrillic and Greek letters that look like the Latin ones.
"""

from __future__ import annotations

import secrets
import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 26
_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_FORGIVEN = str.maketrans(
    "OILАВЕЅКМНОРСТХУІЈΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "011ABESKMH0PCTXY1JABEZH1KMN0PTYX",
)
_LEFT_OUT = dict.fromkeys(map(ord, " \t\r\n-‐‑‒–—.·"))


def encode(number: int) -> str:
    """The 26 characters for a number below 2**128."""
    if not 0 <= number < 1 << 128:
        raise ValueError("not a number of 128 bits")
    return "".join(ALPHABET[number >> shift & 31] for shift in range(125, -1, -5))


def decode(code: str) -> int:
    """The number behind a canonical code."""
    number = 0
    for character in code:
        number = number << 5 | _VALUE[character]
    return number


def new_code() -> str:
    """A fresh code that nobody can guess."""
    return encode(secrets.randbits(128))


def read_code(text: str) -> str | None:
    """The canonical code in what somebody typed, or None where it cannot be one."""
    if len(text) > 200:
        return None
    code = typed(text)
    if len(code) != LENGTH or any(character not in _VALUE for character in code):
        return None
    return code if _VALUE[code[0]] < 8 else None


def typed(text: str) -> str:
    """What somebody typed as a code is read: capitals, without what stands between groups."""
    composed = unicodedata.normalize("NFKC", text).translate(_LEFT_OUT).upper()
    latin = "".join(str(unicodedata.decimal(each, each)) for each in composed)
    return latin.translate(_FORGIVEN)


def strangers(text: str) -> list[str]:
    """The characters in what somebody typed that no code has, each once, in order."""
    return [each for each in dict.fromkeys(typed(text)) if each not in _VALUE]


def show_code(code: str) -> str:
    """The code in groups that an eye can follow: five characters, the last group six."""
    groups = [code[start : start + 5] for start in range(0, 20, 5)]
    return "-".join([*groups, code[20:]])
