"""Draws the page: A4 landscape, one page, calm, with every text marked for the structure tree."""

from __future__ import annotations

import io
import threading
from dataclasses import dataclass
from typing import Any

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas as _Canvas

from certification.pdf.fitting import Fitter
from certification.pdf.fonts import Fonts
from certification.pdf.foot import draw_foot, measure
from certification.pdf.ornament import ornament, sample
from certification.pdf.page import (
    BAND,
    DEEP,
    HEIGHT,
    INK,
    QUIET,
    SAND,
    SOFT,
    WIDTH,
    Marked,
    Page,
)
from certification.pdf.paper import Paper
from certification.pdf.shaping import Line

# reportlab's font objects are shared by all documents of a process.
_ONE_AT_A_TIME = threading.Lock()
_NAME = (34, 31, 28, 25, 22, 20, 18, 16, 14)
_TITLE = (20, 18, 16, 14, 12)
# How close the statement may be set and how small the details, tried in this order.
_TIGHT = ((1.0, 9.5), (1.0, 8.5), (0.86, 9.5), (0.86, 8.5), (0.86, 7.5), (0.7, 8.5), (0.7, 7.5),
          (0.55, 7.5), (0.55, 6.7), (0.45, 7), (0.45, 6.2), (0.4, 5.6), (0.4, 5))  # fmt: skip


@dataclass(frozen=True)
class Drawn:
    """The bytes of the untagged page and the structure that tags it; whether all of it fitted."""

    pdf: bytes
    structure: tuple[Marked, ...]
    fits: bool = True


@dataclass(frozen=True)
class _Text:
    """Lines that know where they will stand."""

    tag: str
    lines: list[Line]
    y: float
    leading: float
    color: Color


@dataclass(frozen=True)
class _Table:
    """Labels over values in rows, with the height of each row."""

    size: float
    rows: list[list[tuple[list[Line], list[Line]]]]
    heights: list[float]


def draw(paper: Paper, fonts: Fonts) -> Drawn:
    """Draw one certificate. Raises MissingGlyph and FontsMissing."""
    with _ONE_AT_A_TIME:
        buffer = io.BytesIO()
        canvas: Any = _Canvas(
            buffer,
            pagesize=(WIDTH, HEIGHT),
            lang=paper.language,
            # reportlab would name Helvetica, which is not in the file.
            initialFontName=fonts.covering("A", "text"),  # type: ignore[arg-type]
            # Whoever saves it last packs it: `tag` does so much faster.
            pageCompression=0,
        )
        canvas.setTitle(paper.document_title)
        canvas.setAuthor(paper.issuer)
        canvas.setSubject(paper.course_title)
        canvas.setCreator("Waymark")
        page = Page(
            canvas,
            Fitter(fonts, paper.right_to_left, paper.language),
            paper.right_to_left,
            0.0 if paper.plain else BAND,
        )
        ornament(page)
        if paper.sample:
            sample(page, paper.sample)
        fits = _texts(page, paper)
        canvas.showPage()
        canvas.save()
        return Drawn(buffer.getvalue(), tuple(page.structure), fits)


def _texts(page: Page, paper: Paper) -> bool:
    """Set everything as large as fits; whether it fits even at the smallest."""
    foot = measure(page, paper)
    tried: dict[float, tuple[list[_Text], float]] = {}
    for tight, size in _TIGHT:
        if tight not in tried:
            tried[tight] = _statement(page, paper, tight, bool(foot.signatures))
        statement, top = tried[tight]
        table = _table(page, paper, size)
        fits = sum(table.heights) <= top - foot.top
        if fits:
            break
    for text in statement:
        page.lines(text.tag, text.lines, page.start, text.y, text.leading, text.color)
    _details(page, table, top)
    draw_foot(page, paper, foot)
    return fits


def _statement(page: Page, paper: Paper, tight: float, signed: bool) -> tuple[list[_Text], float]:
    """Who, what: and the height at which the details may begin."""
    fit, width = page.fit, page.width
    texts: list[_Text] = []

    def put(tag: str, lines: list[Line], y: float, leading: float, color: Color) -> float:
        texts.append(_Text(tag, lines, y, leading, color))
        return y - sum(line.size for line in lines) * leading

    y = put("P", fit.fitted(paper.issuer, "label", (11, 10, 9), width, 1), HEIGHT - 66, 1.4, DEEP)
    if paper.issuer_address:
        address = fit.fitted(paper.issuer_address, "text", (8.5, 7.5), width, 1)
        y = put("P", address, y, 1.4, QUIET)
    most = 2 if tight >= 0.7 else 1
    name = fit.fitted(paper.holder_name, "display", _smaller(_NAME, tight), width, most)
    title = fit.fitted(paper.course_title, "display", _smaller(_TITLE, tight), width, most)
    heading = fit.fitted(paper.heading, "label", (15, 13, 11), width, 1)
    below = 124 if not signed else 112
    y = min(HEIGHT - below, y - 12) if tight == 1 else y - 6 - 12 * tight
    y = put("H1", heading, y, 2.2 if tight == 1 else 1.2 + tight, SOFT)
    y = put("P", fit.fitted(paper.lead, "text", (11.5, 10, 9), width, 2), y, 1.4, QUIET)
    y -= name[0].size * 0.95 - 4
    y = put("P", name, y, 1.3, INK)
    y += name[-1].size * 0.3 - 4 * tight
    y = put("P", fit.fitted(paper.completed, "text", (11.5, 10, 9), width, 2), y, 1.4, QUIET)
    y -= title[0].size * 0.7
    y = put("H2", title, y, 1.3, INK)
    y += title[-1].size * 1.3 - 40 * max(tight, 0.7)
    return texts, y if signed or tight < 1 else min(268.0, y)


def _smaller(sizes: tuple[float, ...], tight: float) -> tuple[float, ...]:
    return sizes if tight == 1 else tuple(max(size * tight, 7.0) for size in sizes)


def _table(page: Page, paper: Paper, size: float) -> _Table:
    """Label over value, in columns."""
    columns = _columns(page)
    width = _column(page, columns)
    cells = [
        (
            page.fit.lines(label, "text", size - min(1.5, size * 0.16), width),
            page.fit.lines(value, "label", size, width),
        )
        for label, value in paper.details
    ]
    rows = [cells[start : start + columns] for start in range(0, len(cells), columns)]
    heights = [
        max(sum(line.size for line in (*label, *value)) for label, value in row) * 1.35
        + size * 0.84
        for row in rows
    ]
    return _Table(size, rows, heights)


_COLUMN_GAP = 16.0


def _columns(page: Page) -> int:
    return 4 if page.band else 5


def _column(page: Page, columns: int) -> float:
    return (page.width - _COLUMN_GAP * (columns - 1)) / columns


def _details(page: Page, table: _Table, top: float) -> None:
    page.rule(page.left, top + 17, page.width, SAND, 1.2)
    width = _column(page, _columns(page))
    y = top
    for row, height in zip(table.rows, table.heights, strict=True):
        for column, (label, value) in enumerate(row):
            x = page.along(column * (width + _COLUMN_GAP), width)
            start = x + width if page.right_to_left else x
            below = page.lines("P", label, start, y, 1.35, QUIET)
            page.lines("P", value, start, below - 1.5, 1.3, INK)
        y -= height
