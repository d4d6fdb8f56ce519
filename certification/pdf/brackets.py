"""Paired brackets in text of both directions: rule N0 of UAX #9, which python-bidi leaves out.

Source: https://www.unicode.org/reports/tr9/#N0 and BidiBrackets.txt. Without it the end of
"דוד Smith (Jr.)" is drawn as "(.Smith (Jr".
"""

from __future__ import annotations

from typing import Any

_PAIRS = "()[]{}⟨⟩⟪⟫⦅⦆〈〉《》「」『』【】〔〕〖〗〘〙〚〛（）［］｛｝｟｠｢｣"
_CLOSING = dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True))
_CLOSES = set(_CLOSING.values())
_DEEPEST = 63
_STRONG = {"L": "L", "R": "R", "EN": "R", "AN": "R"}


def resolve_brackets(storage: dict[str, Any]) -> None:
    """Give both brackets of a pair one direction. Call it after weak types, before neutral ones."""
    for run in storage["runs"]:
        chars = storage["chars"][run["start"] : run["start"] + run["length"]]
        for opening, closing in _pairs(chars):
            kind = _direction(chars, opening, closing, run["sor"])
            if kind:
                chars[opening]["type"] = chars[closing]["type"] = kind


def _pairs(chars: list[dict[str, Any]]) -> list[tuple[int, int]]:
    """Places of brackets that belong together (BD16), in the order of their openings."""
    waiting: list[tuple[str, int]] = []
    found = []
    for place, each in enumerate(chars):
        character = each["ch"]
        if each["type"] != "ON":
            continue
        if character in _CLOSING:
            if len(waiting) == _DEEPEST:
                break
            waiting.append((_CLOSING[character], place))
        elif character in _CLOSES:
            at = max((i for i, each in enumerate(waiting) if each[0] == character), default=None)
            if at is not None:
                found.append((waiting[at][1], place))
                del waiting[at:]
    return sorted(found)


def _direction(chars: list[dict[str, Any]], opening: int, closing: int, start: str) -> str:
    """The direction of a pair; empty where nothing inside it says one."""
    around = "R" if chars[opening]["level"] % 2 else "L"
    inside = {_STRONG.get(each["type"]) for each in chars[opening + 1 : closing]} - {None}
    if around in inside or not inside:
        return around if inside else ""
    before = (_STRONG.get(each["type"]) for each in reversed(chars[:opening]))
    return next(filter(None, before), _STRONG.get(start, around)) or around
