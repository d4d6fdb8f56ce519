"""Draws the page: A4 landscape, one page, calm, with every text marked for the structure tree."""

from __future__ import annotations

import io
import threading
from dataclasses import dataclass, field
from typing import Any

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas as _Canvas

from certification.pdf.fitting import Fitter
from certification.pdf.fonts import Fonts
from certification.pdf.paper import Paper
from certification.pdf.shaping import Line
from certification.pdf.symbol import squares

WIDTH, HEIGHT = landscape(A4)
BAND = 104.0
MARGIN = 46.0
INK = HexColor("#1c2b2d")
QUIET = HexColor("#4d5f61")
DEEP = HexColor("#17494d")
SOFT = HexColor("#2c6a6c")
SAND = HexColor("#d9b779")
RULE = HexColor("#cfd8d6")
# reportlab's font objects are shared by all documents of a process.
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True)
class Marked:
    """An element of the structure tree: its tag, the marked contents in it, alternative text."""

    tag: str
    contents: tuple[int, ...]
    alternative: str = ""


@dataclass(frozen=True)
class Drawn:
    """The bytes of the untagged page and the structure that tags it."""

    pdf: bytes
    structure: tuple[Marked, ...]


@dataclass
class _Page:
    # reportlab's own description of its canvas lacks what marks content.
    canvas: Any
    fit: Fitter
    right_to_left: bool
    structure: list[Marked] = field(default_factory=list)
    contents: int = 0

    @property
    def left(self) -> float:
        return MARGIN if self.right_to_left else BAND + MARGIN

    @property
    def right(self) -> float:
        return WIDTH - BAND - MARGIN if self.right_to_left else WIDTH - MARGIN

    def code(self, operators: str) -> None:
        self.canvas._code.append(operators)

    def begin(self, tag: str) -> int:
        number = self.contents
        self.contents += 1
        self.code(f"/{tag} <</MCID {number}>> BDC")
        return number

    def lines(self, tag: str, lines: list[Line], x: float, y: float, leading: float, color: Color,
              middle: bool = False) -> float:  # fmt: skip
        """Draw lines from `x` (their start, or their middle) down; give the next base line."""
        numbers = []
        for line in lines:
            numbers.append(self.begin(tag))
            self._line(line, x, y, color, middle)
            self.code("EMC")
            y -= leading * line.size
        self.structure.append(Marked(tag, tuple(numbers)))
        return y

    def _line(self, line: Line, x: float, y: float, color: Color, middle: bool) -> None:
        spoken = "FEFF" + line.text.encode("utf-16-be").hex().upper()
        self.code(f"/Span <</ActualText <{spoken}>>> BDC")
        start = x - line.width / 2 if middle else x - line.width if self.right_to_left else x
        self.canvas.setFillColor(color)
        for run in line.runs:
            self.canvas.setFont(run.font, line.size)
            self.canvas.drawString(start, y, run.glyphs)
            start += run.width
        self.code("EMC")


def draw(paper: Paper, fonts: Fonts) -> Drawn:
    """Draw one certificate. Raises MissingGlyph and FontsMissing."""
    with _ONE_AT_A_TIME:
        buffer = io.BytesIO()
        canvas: Any = _Canvas(
            buffer,
            pagesize=(WIDTH, HEIGHT),
            lang=paper.language,
            pageCompression=1,
        )
        canvas.setTitle(paper.document_title)
        canvas.setAuthor(paper.issuer)
        canvas.setSubject(paper.course_title)
        canvas.setCreator("Waymark")
        page = _Page(
            canvas, Fitter(fonts, paper.right_to_left, paper.language), paper.right_to_left
        )
        _ornament(page)
        _details(page, paper, _statement(page, paper))
        _check(page, paper)
        canvas.showPage()
        canvas.save()
        return Drawn(buffer.getvalue(), tuple(page.structure))


def _ornament(page: _Page) -> None:
    """A band with a way that climbs past four marks, and a fine frame. Decoration only."""
    canvas = page.canvas
    page.code("/Artifact BMC")
    canvas.saveState()
    if page.right_to_left:
        canvas.translate(WIDTH, 0)
        canvas.scale(-1, 1)
    canvas.setFillColor(DEEP)
    canvas.rect(0, 0, BAND, HEIGHT, stroke=0, fill=1)
    canvas.setFillColor(SOFT)
    hills = canvas.beginPath()
    hills.moveTo(0, 0)
    hills.lineTo(0, 120)
    hills.curveTo(34, 176, 62, 84, BAND, 138)
    hills.lineTo(BAND, 0)
    hills.close()
    canvas.drawPath(hills, stroke=0, fill=1)
    canvas.setStrokeColor(SAND)
    canvas.setLineWidth(1.6)
    canvas.setLineCap(1)
    canvas.setDash([0.1, 6])
    way = canvas.beginPath()
    way.moveTo(30, 34)
    way.curveTo(110, 130, 4, 210, 52, 300)
    way.curveTo(92, 372, 24, 430, 52, 520)
    canvas.drawPath(way, stroke=1, fill=0)
    canvas.setDash()
    canvas.setFillColor(SAND)
    for x, y, size in ((52.5, 112, 3.4), (41.5, 228, 4), (61, 350, 4.6), (49.5, 452, 5.2)):
        canvas.circle(x, y, size, stroke=0, fill=1)
    canvas.setLineWidth(1.4)
    canvas.circle(52, 535, 15, stroke=1, fill=0)
    canvas.circle(52, 535, 5.4, stroke=0, fill=1)
    canvas.setStrokeColor(RULE)
    canvas.setLineWidth(0.7)
    canvas.rect(BAND + 18, 18, WIDTH - BAND - 36, HEIGHT - 36, stroke=1, fill=0)
    canvas.restoreState()
    page.code("EMC")


def _statement(page: _Page, paper: Paper) -> float:
    """Who, what: gives the height at which the details may begin."""
    start = page.right if page.right_to_left else page.left
    width = page.right - page.left
    fit = page.fit
    y = HEIGHT - 66
    y = page.lines("P", fit.lines(paper.issuer, "label", 11, width), start, y, 1.4, DEEP)
    if paper.issuer_address:
        page.lines("P", fit.lines(paper.issuer_address, "text", 8.5, width), start, y, 1.4, QUIET)
    name = fit.fitted(paper.holder_name, "display", (34, 31, 28, 25, 22, 20, 18, 16, 14), width, 2)
    title = fit.fitted(paper.course_title, "display", (20, 18, 16, 14, 12), width, 2)
    y = HEIGHT - 124
    y = page.lines("H1", fit.fitted(paper.heading, "label", (15, 13, 11), width, 1), start, y, 2.2,
                   SOFT)  # fmt: skip
    y = page.lines("P", fit.lines(paper.lead, "text", 11.5, width), start, y, 1.4, QUIET)
    y -= name[0].size * 0.95 - 4
    y = page.lines("P", name, start, y, 1.3, INK)
    y += name[-1].size * 0.3 - 4
    y = page.lines("P", fit.lines(paper.completed, "text", 11.5, width), start, y, 1.4, QUIET)
    y -= title[0].size * 0.7
    y = page.lines("H2", title, start, y, 1.3, INK)
    return min(268.0, y + title[-1].size * 1.3 - 40)


def _details(page: _Page, paper: Paper, top: float) -> None:
    """Label over value, in columns; smaller where there are many."""
    columns = 4
    gap = 16.0
    width = (page.right - page.left - gap * (columns - 1)) / columns
    for size in (9.5, 8.5, 7.5, 6.5):
        cells = [
            (
                page.fit.lines(label, "text", size - 1.5, width),
                page.fit.lines(value, "label", size, width),
            )
            for label, value in paper.details
        ]
        rows = [cells[start : start + columns] for start in range(0, len(cells), columns)]
        heights = [
            max(len(label) * (size - 1.5) + len(value) * size for label, value in row) * 1.35 + 8
            for row in rows
        ]
        if sum(heights) <= top - 132:
            break
    page.code("/Artifact BMC")
    page.canvas.setStrokeColor(SAND)
    page.canvas.setLineWidth(1.2)
    page.canvas.line(page.left, top + 17, page.right, top + 17)
    page.code("EMC")
    y = top
    for row, height in zip(rows, heights, strict=True):
        for column, (label, value) in enumerate(row):
            offset = column * (width + gap)
            x = page.right - offset if page.right_to_left else page.left + offset
            below = page.lines("P", label, x, y, 1.35, QUIET)
            page.lines("P", value, x, below - 1.5, 1.3, INK)
        y -= height


def _check(page: _Page, paper: Paper) -> None:
    """How to check the paper: QR code, address in words, code."""
    canvas = page.canvas
    modules = squares(paper.qr_address)
    size = 98.0
    x = page.left if page.right_to_left else page.right - size
    y = 28.0
    number = page.begin("Figure")
    canvas.saveState()
    canvas.setFillColor(INK)
    step = size / len(modules)
    path = canvas.beginPath()
    for line, row in enumerate(modules):
        column = 0
        while column < len(row):
            run = 0
            while column + run < len(row) and row[column + run]:
                run += 1
            if run:
                path.rect(x + column * step, y + size - (line + 1) * step, run * step, step)
            column += run or 1
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.restoreState()
    page.code("EMC")
    start = page.right if page.right_to_left else page.left
    width = page.right - page.left - size - 24
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
