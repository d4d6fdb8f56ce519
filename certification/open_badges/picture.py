"""Draws the badge: title and issuer before the way of the certificate. It shows no name, no state.

Made once for each title: what differs between two badges of a course is baked in, not drawn.
"""

from __future__ import annotations

import io
from functools import lru_cache
from typing import Any

import uharfbuzz
from PIL import Image, ImageDraw
from reportlab.pdfbase import pdfmetrics

from certification.pdf.fitting import Fitter
from certification.pdf.fonts import Fonts
from certification.pdf.page import DEEP, SAND, SOFT
from certification.pdf.shaping import Line

SIZE = 640
# Shapes are drawn larger and made smaller, which smooths their edges.
_TIMES = 3
_ROOM = 488.0
_TALLEST = 270.0
_WHITE = (255, 255, 255)
_Colour = tuple[int, int, int]


def _colour(named: Any) -> _Colour:
    red, green, blue = (round(part * 255) for part in named.rgb())
    return red, green, blue


@lru_cache(maxsize=64)
def draw_badge(title: str, issuer: str, right_to_left: bool, fonts: Fonts) -> bytes:
    """The badge of a course as PNG. Raises MissingGlyph and FontsMissing."""
    fit = Fitter(fonts, right_to_left)
    for size in (58.0, 52.0, 46.0, 40.0, 34.0, 29.0, 24.0, 20.0, 16.0, 12.0):
        lines = fit.lines(title, "display", size, _ROOM)
        if len(lines) <= 4 and len(lines) * size * 1.28 <= _TALLEST:
            break
    below = fit.fitted(issuer, "label", (26, 23, 20, 17, 14), _ROOM, 2)
    picture = _ground(right_to_left).copy()
    height = sum(line.size * 1.28 for line in lines)
    y = 236 - height / 2 + lines[0].size
    for line in lines:
        _write(picture, line, y, _WHITE)
        y += line.size * 1.28
    y = 540.0 if len(below) == 1 else 540 - below[0].size * 0.7
    for line in below:
        _write(picture, line, y, _WHITE)
        y += line.size * 1.35
    output = io.BytesIO()
    picture.quantize(128, dither=Image.Dither.NONE).save(output, "PNG", optimize=True)
    return output.getvalue()


@lru_cache(maxsize=2)
def _ground(right_to_left: bool) -> Image.Image:
    side = SIZE * _TIMES
    picture = Image.new("RGB", (side, side), _WHITE)
    shape = Image.new("L", (side, side), 0)
    ImageDraw.Draw(shape).rounded_rectangle((0, 0, side - 1, side - 1), 72 * _TIMES, fill=255)
    inner = Image.new("RGB", (side, side), _colour(DEEP))
    pen = ImageDraw.Draw(inner)
    hills = _curve((0, 500), (190, 380), (380, 560), (640, 430))
    pen.polygon([*hills, (side, side), (0, side)], fill=_colour(SOFT))
    sand = _colour(SAND)
    way = _curve((70, 470), (190, 420), (330, 492), (470, 438))
    for x, y in way[::5]:
        pen.circle((x, y), 2.4 * _TIMES, fill=sand)
    for (x, y), size in zip(way[30::50], (6, 7, 8, 9), strict=False):
        pen.circle((x, y), size * _TIMES, fill=sand)
    end = (516 * _TIMES, 424 * _TIMES)
    pen.circle(end, 27 * _TIMES, outline=sand, width=3 * _TIMES)
    pen.circle(end, 10 * _TIMES, fill=sand)
    edge = 18 * _TIMES
    frame = (edge, edge, side - edge, side - edge)
    pen.rounded_rectangle(frame, 56 * _TIMES, outline=sand, width=2 * _TIMES)
    picture.paste(inner, mask=shape)
    if right_to_left:
        picture = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    return picture.resize((SIZE, SIZE), Image.Resampling.LANCZOS)


def _curve(
    start: tuple[float, float],
    first: tuple[float, float],
    second: tuple[float, float],
    end: tuple[float, float],
) -> list[tuple[float, float]]:
    """Points of a cubic Bézier curve, in the larger measure."""
    points = []
    for step in range(201):
        t = step / 200
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
        pairs = list(zip(weights, (start, first, second, end), strict=True))
        x, y = (sum(weight * point[axis] for weight, point in pairs) for axis in (0, 1))
        points.append((x * _TIMES, y * _TIMES))
    return points


def _write(picture: Image.Image, line: Line, base: float, colour: _Colour) -> None:
    """Set a shaped line in the middle of the picture, on a base line."""
    x = (SIZE - line.width) / 2
    for run in line.runs:
        font: Any = pdfmetrics.getFont(run.font)
        drawn = uharfbuzz.Font(font.hbFace)
        scale = line.size / font.hbFace.upem
        shaped: Any = run.glyphs
        for character, datum in zip(run.glyphs, shaped.__shapeData__, strict=True):
            left = x + datum.x_offset * line.size / 1000
            foot = base - datum.y_offset * line.size / 1000
            _stamp(picture, drawn, font.face.charToGlyph[ord(character)], scale, left, foot, colour)
            x += datum.x_advance * line.size / 1000


def _stamp(
    picture: Image.Image,
    font: Any,
    glyph: int,
    scale: float,
    x: float,
    y: float,
    colour: _Colour,
) -> None:
    """Draw one glyph with its origin at a point; y grows downwards here, upwards in the font."""
    raster = uharfbuzz.RasterDraw()
    raster.transform = (scale, 0.0, 0.0, scale, x, -y)
    raster.draw_glyph(font, glyph)
    image = raster.render()
    if image is None or not image.extents.width or not image.extents.height:
        return
    size = image.extents
    mask = Image.frombytes(
        "L", (size.width, size.height), bytes(image.buffer), "raw", "L", size.stride, -1
    )
    corner = (size.x_origin, -(size.y_origin + size.height))
    picture.paste(colour, (*corner, corner[0] + size.width, corner[1] + size.height), mask)
