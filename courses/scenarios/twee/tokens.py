"""The words of a SugarCube expression."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST = 4_000
TOKEN = re.compile(
    r"""\s*+(?:
      (?P<number>\d++(?:\.\d++)?)
    | (?P<text>"(?:[^"\\]|\\.)*+"|'(?:[^'\\]|\\.)*+'|`(?:[^`\\]|\\.)*+`)
    | (?P<value>[$][A-Za-z_$][\w$]*+)
    | (?P<temporary>_[A-Za-z_$][\w$]*+)
    | (?P<word>[A-Za-z]\w*+)
    | (?P<sign>===|!==|==|!=|<=|>=|\+=|-=|\*=|/=|%=|&&|\|\||\+\+|--|[-+*/%<>=!().,;:?\[\]{}])
    )""",
    re.X,
)


class NotUnderstood(ValueError):
    """`code` is a key of the report's WHY."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True)
class Token:
    kind: str
    text: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """Raises NotUnderstood for signs that no expression of the subset has."""
    if len(text) > LONGEST:
        raise NotUnderstood("unclear")
    found: list[Token] = []
    place = 0
    text = text.rstrip()
    while place < len(text):
        match = TOKEN.match(text, place)
        if not match or match.lastgroup is None:
            raise NotUnderstood("unclear")
        kind = match.lastgroup
        found.append(Token(kind, match[kind], match.start(kind), match.end()))
        place = match.end()
    return found
