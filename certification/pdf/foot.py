"""The foot of the page: who signed, what is noted, and how to check the paper."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from reportlab.lib.utils import ImageReader

from certification.pdf.page import DEEP, INK, QUIET, RULE, Marked, Page
from certification.pdf.paper import Paper, Signing
from certification.pdf.shaping import Line
from certification.pdf.symbol import squares

TOP_OF_CHECK = 132.0
_GAP = 22.0
_WIDEST = 178.0
_PICTURE = 30.0
_ROOM_TO_SIGN = 14.0


@dataclass(frozen=True)
class _Signature:
    signing: Signing
    name: list[Line]
    role: list[Line]


@dataclass(frozen=True)
class Foot:
    """Notes and signatures, measured: `top` is the height above which the rest must stay."""

    top: float
    notes: list[list[Line]]
    signatures: list[_Signature]
    slot: float
    picture: float


def measure(page: Page, paper: Paper) -> Foot:
    """How much room the foot takes. Raises MissingGlyph and FontsMissing."""
    fit = page.fit
    notes = [fit.lines(note, "label", 8, page.width) for note in paper.notes]
    count = len(paper.signings)
    slot = min(_WIDEST, (page.width - _GAP * max(0, count - 1)) / max(1, count))
    signatures = [
        _Signature(
            each,
            fit.fitted(each.name, "label", (9, 8, 7, 6), slot, 2),
            fit.fitted(each.role, "text", (7.5, 7, 6.5, 6), slot, 2) if each.role else [],
        )
        for each in paper.signings
    ]
    picture = _PICTURE if any(each.picture for each in paper.signings) else _ROOM_TO_SIGN
    top = TOP_OF_CHECK + sum(len(lines) * 8 * 1.35 for lines in notes) + (9 if notes else 0)
    if signatures:
        top += picture + 8 + max(_height(each) for each in signatures)
    return Foot(top, notes, signatures, slot, picture)


def _height(each: _Signature) -> float:
    return sum(line.size * 1.3 for line in (*each.name, *each.role))


def draw_foot(page: Page, paper: Paper, foot: Foot) -> None:
    y = foot.top - 10 - foot.picture
    for number, each in enumerate(foot.signatures):
        x = page.along(number * (foot.slot + _GAP), foot.slot)
        start = x + foot.slot if page.right_to_left else x
        if each.signing.picture:
            _picture(page, each.signing, x, y + 2, foot.slot, foot.picture)
        page.rule(x, y, foot.slot, RULE, 0.7)
        below = page.lines("P", each.name, start, y - each.name[0].size * 1.15, 1.3, INK)
        if each.role:
            page.lines("P", each.role, start, below + 1, 1.3, QUIET)
    y = TOP_OF_CHECK + sum(len(lines) * 8 * 1.35 for lines in foot.notes) - 8
    for lines in foot.notes:
        y = page.lines("P", lines, page.start, y, 1.35, INK)
    _check(page, paper)


def _picture(page: Page, signing: Signing, x: float, y: float, slot: float, high: float) -> None:
    image = ImageReader(io.BytesIO(signing.picture))
    width, height = image.getSize()
    scale = min(slot / width, high / height)
    if page.right_to_left:
        x += slot - width * scale
    number = page.begin("Figure")
    page.canvas.drawImage(image, x, y, width * scale, height * scale)
    page.code("EMC")
    page.structure.append(Marked("Figure", (number,), signing.alternative))


def _check(page: Page, paper: Paper) -> None:
    """How to check the paper: QR code, address in words, code."""
    canvas = page.canvas
    modules = squares(paper.qr_address)
    size = 98.0
    x = page.along(page.width - size, size)
    y = 28.0
    number = page.begin("Figure")
    canvas.saveState()
    canvas.setFillColor(INK)
    canvas.translate(x, y)
    canvas.scale(size / len(modules), size / len(modules))
    # As whole numbers of squares, written straight into the page: there are a thousand of them.
    page.code(" ".join(_runs(modules)) + " f")
    canvas.restoreState()
    page.code("EMC")
    start = page.start
    width = page.width - size - 24
    fit = page.fit
    below = 107.0
    below = page.lines("P", fit.lines(paper.check_heading, "label", 10, width), start, below, 1.45,
                      DEEP)  # fmt: skip
    below = page.lines(
        "P", fit.lines(paper.check_text, "text", 8.5, width), start, below, 1.4, QUIET
    )
    for text in (paper.check_address, paper.code):
        below = page.lines("P", fit.lines(text, "label", 9.5, width), start, below, 1.5, INK)
    page.lines("P", fit.lines(paper.signature_note, "text", 7.5, width), start, below, 1.35, QUIET)
    page.structure.append(Marked("Figure", (number,), paper.qr_alternative))


def _runs(modules: tuple[tuple[int, ...], ...]) -> Iterator[str]:
    """A rectangle for each run of dark squares, with the bottom row at 0."""
    for line, row in enumerate(reversed(modules)):
        column = 0
        for dark, squares_in_run in groupby(row):
            width = len(list(squares_in_run))
            if dark:
                yield f"{column} {line} {width} 1 re"
            column += width
