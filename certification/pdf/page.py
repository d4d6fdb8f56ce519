"""The page under the pen: places, colours, and texts marked for the structure tree."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4, landscape

from certification.pdf.fitting import Fitter
from certification.pdf.shaping import Line

WIDTH, HEIGHT = landscape(A4)
BAND = 104.0
MARGIN = 46.0
INK = HexColor("#1c2b2d")
QUIET = HexColor("#4d5f61")
DEEP = HexColor("#17494d")
SOFT = HexColor("#2c6a6c")
SAND = HexColor("#d9b779")
RULE = HexColor("#cfd8d6")
PALE = HexColor("#e7eceb")


@dataclass(frozen=True)
class Marked:
    """An element of the structure tree: its tag, the marked contents in it, alternative text."""

    tag: str
    contents: tuple[int, ...]
    alternative: str = ""


@dataclass
class Page:
    # reportlab's own description of its canvas lacks what marks content.
    canvas: Any
    fit: Fitter
    right_to_left: bool
    band: float = BAND
    structure: list[Marked] = field(default_factory=list)
    contents: int = 0

    @property
    def left(self) -> float:
        return MARGIN if self.right_to_left else self.band + MARGIN

    @property
    def right(self) -> float:
        return WIDTH - self.band - MARGIN if self.right_to_left else WIDTH - MARGIN

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def start(self) -> float:
        """Where lines begin."""
        return self.right if self.right_to_left else self.left

    def along(self, offset: float, width: float = 0) -> float:
        """The left edge of what stands so far from the start and is so wide."""
        return self.right - offset - width if self.right_to_left else self.left + offset

    def code(self, operators: str) -> None:
        self.canvas._code.append(operators)

    def begin(self, tag: str) -> int:
        number = self.contents
        self.contents += 1
        self.code(f"/{tag} <</MCID {number}>> BDC")
        return number

    def rule(self, x: float, y: float, width: float, color: Color, thickness: float) -> None:
        """A line that is decoration only."""
        self.code("/Artifact BMC")
        self.canvas.setStrokeColor(color)
        self.canvas.setLineWidth(thickness)
        self.canvas.line(x, y, x + width, y)
        self.code("EMC")

    def lines(
        self, tag: str, lines: list[Line], x: float, y: float, leading: float, color: Color
    ) -> float:
        """Draw lines from `x`, their start, down; give the next base line."""
        numbers = []
        for line in lines:
            numbers.append(self.begin(tag))
            spoken = "FEFF" + line.text.encode("utf-16-be").hex().upper()
            self.code(f"/Span <</ActualText <{spoken}>>> BDC")
            self.runs(line, x - line.width if self.right_to_left else x, y, color)
            self.code("EMC")
            self.code("EMC")
            y -= leading * line.size
        self.structure.append(Marked(tag, tuple(numbers)))
        return y

    def runs(self, line: Line, x: float, y: float, color: Color) -> None:
        """Draw the glyphs of a line from its left edge."""
        self.canvas.setFillColor(color)
        for run in line.runs:
            self.canvas.setFont(run.font, line.size)
            self.canvas.drawString(x, y, run.glyphs)
            x += run.width
