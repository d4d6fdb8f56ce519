"""Where scenes and arrows stand on a map: layers from top to bottom, few crossings.

Layered drawing as in Sugiyama, Tagawa and Toda (1981): arrows that lead back are set aside, a
scene's layer is its longest way from the start, barycentres order each layer. Arrows that pass
layers by share one lane per target, so that an ending that many scenes lead to stays readable.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from courses.scenarios.layout_order import ordered
from courses.scenarios.layout_places import placed

BOX_WIDTH, BOX_HEIGHT = 196, 58
LANE_WIDTH, LAYER_GAP, MARGIN = 8, 74, 24
Point = tuple[float, float]
# A place in a layer: a scene, or the lane that leads to a scene through this layer.
Spot = tuple[str, int | None]


@dataclass(frozen=True)
class Arrow:
    """A choice, as the map needs it."""

    id: str
    source: str
    target: str


@dataclass(frozen=True)
class Drawing:
    """`boxes` are the upper left corners of scenes, `routes` the points of each arrow up to its
    lane or target, `lanes` those of each shared lane to its target, `back` the arrows that lead
    back to an earlier layer."""

    width: float
    height: float
    boxes: Mapping[str, Point] = field(default_factory=dict)
    layers: Mapping[str, int] = field(default_factory=dict)
    routes: Mapping[str, tuple[Point, ...]] = field(default_factory=dict)
    lanes: Mapping[str, tuple[Point, ...]] = field(default_factory=dict)
    back: frozenset[str] = frozenset()


def lay_out(scenes: Sequence[str], arrows: Sequence[Arrow]) -> Drawing:
    """A drawing of `scenes`, the first being the start. Arrows to unknown scenes are left out."""
    known = set(scenes)
    arrows = [each for each in arrows if each.source in known and each.target in known]
    order, back = _depth_first(scenes, arrows)
    forward = [each for each in arrows if each.id not in back]
    layers = _longest_ways(order, forward)
    rows, links = _rows(order, forward, layers)
    rows = ordered(rows, links)
    centres = placed(rows, links, _width)
    left = min((x - _width(spot) / 2 for spot, x in centres.items()), default=0) - MARGIN
    right = max((x + _width(spot) / 2 for spot, x in centres.items()), default=0) + MARGIN
    middle = {spot: round(x - left, 1) for spot, x in centres.items()}
    boxes = {
        scene: (round(middle[(scene, None)] - BOX_WIDTH / 2, 1), _top(layers[scene]))
        for scene in order
    }
    return Drawing(
        # Arrows that lead back bulge out to the side.
        width=right - left + (60 if back else 0),
        height=_top(max(layers.values(), default=0)) + BOX_HEIGHT + MARGIN,
        boxes=boxes,
        layers=layers,
        routes=dict(_routes(arrows, boxes, layers, middle, back)),
        lanes=_lanes(rows, layers, middle),
        back=back,
    )


def _width(spot: Spot) -> float:
    return BOX_WIDTH if spot[1] is None else LANE_WIDTH


def _top(layer: int) -> float:
    return MARGIN + layer * (BOX_HEIGHT + LAYER_GAP)


def _depth_first(
    scenes: Sequence[str], arrows: Sequence[Arrow]
) -> tuple[list[str], frozenset[str]]:
    """The scenes so that forward arrows lead on, and the arrows that lead back."""
    leaving: dict[str, list[Arrow]] = {each: [] for each in scenes}
    for arrow in arrows:
        leaving[arrow.source].append(arrow)
    done: list[str] = []
    on_way: set[str] = set()
    seen: set[str] = set()
    back: set[str] = set()
    for root in scenes:
        if root in seen:
            continue
        seen.add(root)
        on_way.add(root)
        stack: list[tuple[str, Iterator[Arrow]]] = [(root, iter(leaving[root]))]
        while stack:
            scene, rest = stack[-1]
            leads = next(rest, None)
            if leads is None:
                stack.pop()
                on_way.discard(scene)
                done.append(scene)
            elif leads.target in on_way:
                back.add(leads.id)
            elif leads.target not in seen:
                seen.add(leads.target)
                on_way.add(leads.target)
                stack.append((leads.target, iter(leaving[leads.target])))
    return done[::-1], frozenset(back)


def _longest_ways(order: Sequence[str], forward: Sequence[Arrow]) -> dict[str, int]:
    layers = dict.fromkeys(order, 0)
    leaving: dict[str, list[str]] = {each: [] for each in order}
    for arrow in forward:
        leaving[arrow.source].append(arrow.target)
    for scene in order:
        for target in leaving[scene]:
            layers[target] = max(layers[target], layers[scene] + 1)
    return layers


def _rows(
    order: Sequence[str], forward: Sequence[Arrow], layers: Mapping[str, int]
) -> tuple[list[list[Spot]], list[tuple[Spot, Spot]]]:
    """What stands in each layer, and what is linked to what in the next one."""
    rows: list[list[Spot]] = [[] for _ in range(max(layers.values(), default=0) + 1)]
    for scene in order:
        rows[layers[scene]].append((scene, None))
    first: dict[str, int] = {}
    for arrow in forward:
        above = layers[arrow.source]
        first[arrow.target] = min(first.get(arrow.target, above), above)
    links: dict[tuple[Spot, Spot], None] = {}
    for target, above in first.items():
        for layer in range(above + 1, layers[target]):
            rows[layer].append((target, layer))
            links[((target, layer), _next(target, layer, layers))] = None
    for arrow in forward:
        layer = layers[arrow.source]
        links[((arrow.source, None), _next(arrow.target, layer, layers))] = None
    return rows, list(links)


def _next(target: str, layer: int, layers: Mapping[str, int]) -> Spot:
    return (target, None if layer + 1 == layers[target] else layer + 1)


def _routes(
    arrows: Sequence[Arrow],
    boxes: Mapping[str, Point],
    layers: Mapping[str, int],
    middle: Mapping[Spot, float],
    back: frozenset[str],
) -> Iterator[tuple[str, tuple[Point, ...]]]:
    by_source: dict[str, list[Arrow]] = {}
    for arrow in arrows:
        by_source.setdefault(arrow.source, []).append(arrow)
    for source, leaving in by_source.items():
        x, y = boxes[source]
        for number, arrow in enumerate(leaving, 1):
            start = (round(x + BOX_WIDTH * number / (len(leaving) + 1), 1), y + BOX_HEIGHT)
            if arrow.id in back:
                end_x, end_y = boxes[arrow.target]
                yield arrow.id, (start, (end_x + BOX_WIDTH, end_y + BOX_HEIGHT / 2))
                continue
            spot = _next(arrow.target, layers[source], layers)
            yield arrow.id, (start, (middle[spot], _top(layers[source] + 1)))


def _lanes(
    rows: Sequence[Sequence[Spot]], layers: Mapping[str, int], middle: Mapping[Spot, float]
) -> dict[str, tuple[Point, ...]]:
    """Each lane passes straight beside the scenes of a layer and bends between layers."""
    lanes: dict[str, list[Point]] = {}
    for row in rows:
        for spot in row:
            target, layer = spot
            if layer is not None:
                points = lanes.setdefault(target, [])
                points += [
                    (middle[spot], _top(layer)),
                    (middle[spot], _top(layer) + BOX_HEIGHT),
                ]
    return {
        target: (*points, (middle[(target, None)], _top(layers[target])))
        for target, points in lanes.items()
    }
