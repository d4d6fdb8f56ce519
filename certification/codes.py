"""The public identifier of a certificate: 128 random bits in Crockford's base 32.

Source: https://www.crockford.com/base32.html. Twenty-six characters; the first carries three
bits only. What people mistype (O for 0, I and L for 1, lower case, dashes, spaces) is forgiven.
"""

from __future__ import annotations

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 26
_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_FORGIVEN = str.maketrans({"O": "0", "I": "1", "L": "1"})
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
    code = text.translate(_LEFT_OUT).upper().translate(_FORGIVEN)
    if len(code) != LENGTH or any(character not in _VALUE for character in code):
        return None
    return code if _VALUE[code[0]] < 8 else None


def show_code(code: str) -> str:
    """The code in groups that an eye can follow: five characters, the last group six."""
    groups = [code[start : start + 5] for start in range(0, 20, 5)]
    return "-".join([*groups, code[20:]])
