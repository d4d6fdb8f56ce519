"""From a line of text in any script to runs of shaped glyphs in the order they are seen.

The Unicode bidirectional algorithm (UAX #9, by python-bidi) gives each character its level;
runs of one level and one font are shaped by HarfBuzz. reportlab's own `shaping=` is not used:
without an optional part it silently does nothing.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any

from bidi import algorithm
from reportlab.lib.abag import ABag
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import shapeFragWord

from certification.pdf.brackets import resolve_brackets
from certification.pdf.fonts import Fonts, MissingGlyph

_JOINERS = {"\u200c", "\u200d"}


@dataclass(frozen=True)
class Run:
    """Glyphs of one font, ready for `drawString`."""

    font: str
    glyphs: str
    width: float


@dataclass(frozen=True)
class Line:
    """A shaped line: what it says, how wide it is, and its runs from left to right."""

    text: str
    size: float
    width: float
    runs: tuple[Run, ...]


def _levels(text: str, right_to_left: bool) -> list[tuple[str, int]]:
    storage = algorithm.get_empty_storage()
    storage["base_level"] = int(right_to_left)
    storage["base_dir"] = "R" if right_to_left else "L"
    algorithm.get_embedding_levels(text, storage)
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    resolve_brackets(storage)
    algorithm.resolve_neutral_types(storage, False)
    algorithm.resolve_implicit_levels(storage, False)
    return [(each["ch"], each["level"]) for each in storage["chars"]]


def _belongs_to_the_one_before(character: str) -> bool:
    return (
        character in _JOINERS
        or unicodedata.category(character) in {"Mn", "Mc", "Me"}
        or 0xFE00 <= ord(character) <= 0xFE0F
    )


def _fonts(characters: list[str], fonts: Fonts, use: str) -> list[str]:
    chosen: list[str] = []
    for character in characters:
        before = chosen[-1] if chosen else None
        if before and _belongs_to_the_one_before(character):
            try:
                chosen.append(fonts.covering(character, use, before))
            except MissingGlyph:
                if character not in _JOINERS and not 0xFE00 <= ord(character) <= 0xFE0F:
                    raise
                chosen.append(before)
        elif character == " " and before:
            chosen.append(before)
        else:
            chosen.append(fonts.covering(character, use))
    return chosen


def reads_right_to_left(text: str, otherwise: bool) -> bool:
    """Whether the first strong character says so (UAX #9, P2), or what the page says."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in {"L", "R", "AL"}:
            return kind != "L"
    return otherwise


def shape(text: str, fonts: Fonts, use: str, size: float, right_to_left: bool = False) -> Line:
    """Shape one line. Raises MissingGlyph for a character that no font can draw.

    `right_to_left` is the direction of the page; a text with letters has its own.
    """
    levelled = _levels(text, reads_right_to_left(text, right_to_left))
    chosen = _fonts([character for character, _ in levelled], fonts, use)
    pieces: list[tuple[str, int, str]] = []
    for (character, level), font in zip(levelled, chosen, strict=True):
        if pieces and pieces[-1][1:] == (level, font):
            pieces[-1] = (pieces[-1][0] + character, level, font)
        else:
            pieces.append((character, level, font))
    runs = []
    for piece, level, font in _seen_order(pieces):
        if level % 2 and not any(unicodedata.bidirectional(each) in {"R", "AL"} for each in piece):
            # HarfBuzz turns and mirrors a run by its script; brackets alone have none.
            piece = "".join(algorithm.MIRRORED.get(each, each) for each in reversed(piece))
        glyphs = _shaped(piece, font, size)
        width = sum(datum.x_advance for datum in glyphs.__shapeData__) * size / 1000
        runs.append(Run(font, glyphs, width))
    return Line(text, size, sum(run.width for run in runs), tuple(runs))


def _shaped(text: str, font: str, size: float) -> Any:
    """What HarfBuzz makes of a run, with the features that every font has on.

    reportlab's own `shapeStr` switches discretionary ligatures on. The one of Noto Sans Hebrew
    for yod and vav draws vav and yod: the name Gurion came out as Guroin.
    """
    word = [pdfmetrics.stringWidth(text, font, size), (ABag(fontName=font, fontSize=size), text)]
    return shapeFragWord(word, features={}, force=True)[1][1]


def _seen_order(pieces: list[tuple[str, int, str]]) -> list[tuple[str, int, str]]:
    """Rule L2: from the highest level down, reverse every stretch of that level or higher."""
    ordered = list(pieces)
    for level in range(max((each[1] for each in ordered), default=0), 0, -1):
        start = 0
        while start < len(ordered):
            end = start
            while end < len(ordered) and ordered[end][1] >= level:
                end += 1
            ordered[start:end] = reversed(ordered[start:end])
            start = end + 1
    return ordered
