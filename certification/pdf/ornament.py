"""What is decoration only: frame, band with the way, and "Sample" across a preview."""

from __future__ import annotations

from typing import Any

from certification.pdf.page import BAND, DEEP, HEIGHT, PALE, RULE, SAND, SOFT, WIDTH, Page


def ornament(page: Page) -> None:
    """A fine frame; in colour a band with a way that climbs past four marks."""
    canvas = page.canvas
    page.code("/Artifact BMC")
    canvas.saveState()
    if page.right_to_left:
        canvas.translate(WIDTH, 0)
        canvas.scale(-1, 1)
    if page.band:
        _band(canvas)
    canvas.setStrokeColor(RULE)
    canvas.setLineWidth(0.7)
    canvas.rect(page.band + 18, 18, WIDTH - page.band - 36, HEIGHT - 36, stroke=1, fill=0)
    canvas.restoreState()
    page.code("EMC")


def _band(canvas: Any) -> None:
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


def sample(page: Page, word: str) -> None:
    """A word across the page, under everything else, so that nobody takes it for a certificate."""
    line = page.fit.lines(word, "label", 150, WIDTH * 4)[0]
    canvas = page.canvas
    page.code("/Artifact BMC")
    canvas.saveState()
    canvas.translate((page.left + page.right) / 2, HEIGHT / 2)
    canvas.rotate(24)
    shrunk = min(1.0, 620 / line.width)
    canvas.scale(shrunk, shrunk)
    page.runs(line, -line.width / 2, -50, PALE)
    canvas.restoreState()
    page.code("EMC")
