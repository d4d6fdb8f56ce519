"""The flow drawn on the scenario's map: an arrow's width is how many took it.

Made of what is shown only, so a width tells nothing that a number does not.
"""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from courses.learning.analytics import words
from courses.learning.analytics.flow import ChoiceFlow, Flow, SceneFlow
from courses.scenarios.layout import BOX_HEIGHT, BOX_WIDTH, Arrow, Point, lay_out

THIN, WIDE = 1.0, 18.0
BULGE = 52
LINE, LINES = 26, 2


@dataclass(frozen=True)
class Line:
    """A choice, or the lane that leads on to a scene. `width` is text, as SVG wants it."""

    path: str
    width: str
    words: str
    is_hidden: bool


@dataclass(frozen=True)
class Box:
    x: str
    y: str
    centre: str
    lines: tuple[tuple[str, str], ...]
    number: str
    number_y: str


@dataclass(frozen=True)
class FlowMap:
    width: str
    height: str
    box_width: int
    box_height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


def flow_map(flow: Flow) -> FlowMap:
    """Boxes and lines, ready to be drawn."""
    choices = [(scene, choice) for scene in flow.scenes for choice in scene.choices]
    names = {_name(scene, choice): (scene, choice) for scene, choice in choices}
    arrows = [Arrow(name, scene.key, choice.target) for name, (scene, choice) in names.items()]
    drawn = lay_out([each.key for each in flow.scenes], arrows)
    most = max((choice.count or 0 for _scene, choice in choices), default=0)
    titles = {scene.key: scene.title for scene in flow.scenes}
    lanes: dict[str, int] = defaultdict(int)
    lines = []
    for name, (scene, choice) in names.items():
        points = drawn.routes[name]
        back = name in drawn.back
        said = f"{choice.words} → {titles[choice.target]}: {words.number(choice.count)}"
        lines.append(
            Line(
                _back(points) if back else _path(points),
                _width(choice.count, most),
                said,
                choice.count is None,
            )
        )
        if not back and drawn.layers[choice.target] - drawn.layers[scene.key] > 1:
            lanes[choice.target] += choice.count or 0
    for target, points in drawn.lanes.items():
        lines.append(Line(_path(points), _width(lanes[target], most), titles[target], False))
    return FlowMap(
        width=_number(drawn.width),
        height=_number(drawn.height),
        box_width=BOX_WIDTH,
        box_height=BOX_HEIGHT,
        boxes=tuple(_box(scene, drawn.boxes[scene.key]) for scene in flow.scenes),
        lines=tuple(lines),
    )


def _name(scene: SceneFlow, choice: ChoiceFlow) -> str:
    """Choices are told apart within their scene."""
    return f"{scene.key}/{choice.key}"


def _width(count: int | None, most: int) -> str:
    return _number(THIN + (WIDE - THIN) * min(1.0, (count or 0) / most) if most else THIN)


def _box(scene: SceneFlow, corner: Point) -> Box:
    x, y = corner
    lines = textwrap.wrap(scene.title, LINE, max_lines=LINES, placeholder=" …") or [""]
    top = y + BOX_HEIGHT / 2 - 4 - (len(lines) - 1) * 8
    return Box(
        x=_number(x),
        y=_number(y),
        centre=_number(x + BOX_WIDTH / 2),
        lines=tuple((line, _number(top + 16 * place)) for place, line in enumerate(lines)),
        number=words.number(scene.came),
        number_y=_number(y + BOX_HEIGHT - 7),
    )


def _path(points: Sequence[Point]) -> str:
    """Straight down, or an S from layer to layer."""
    (x, y), *rest = points
    parts = [f"M{_number(x)} {_number(y)}"]
    for next_x, next_y in rest:
        middle = _number((y + next_y) / 2)
        parts.append(
            f"C{_number(x)} {middle} {_number(next_x)} {middle} {_number(next_x)} {_number(next_y)}"
        )
        x, y = next_x, next_y
    return "".join(parts)


def _back(points: Sequence[Point]) -> str:
    """Out to the side, and up."""
    (x, y), (end_x, end_y) = points[0], points[-1]
    out = _number(max(x + BOX_WIDTH / 3, end_x) + BULGE)
    return (
        f"M{_number(x)} {_number(y)}C{_number(x)} {_number(y + 46)} {out} {_number(y + 46)} "
        f"{out} {_number((y + end_y) / 2)}S{out} {_number(end_y)} {_number(end_x)} "
        f"{_number(end_y)}"
    )


def _number(value: float) -> str:
    """With a point in every language."""
    return f"{value:.1f}".removesuffix(".0")
