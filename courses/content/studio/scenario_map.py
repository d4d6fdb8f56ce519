"""The map of a draft: boxes, arrows and their words, ready to be drawn as SVG by a template."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.content.studio.draft import Draft, Finding
from courses.content.studio.question_words import asking
from courses.content.studio.words import Words
from courses.scenarios.layout import BOX_HEIGHT, BOX_WIDTH, Arrow, Drawing, Point, lay_out
from courses.scenarios.model import QUESTION

LINE, LINES, BULGE, STUB = 23, 2, 52, 26


@dataclass(frozen=True)
class Box:
    """A scene. Numbers are text, because a language's own decimal comma would break the drawing."""

    id: str
    kind: str
    x: str
    y: str
    centre: str
    lines: list[tuple[str, str]]
    words: str
    address: str
    findings: list[Finding]
    mark_x: str
    start: bool
    intensity: int
    # What a question allows, in a word; empty for other scenes.
    tries: str
    ways: list[Way]


@dataclass(frozen=True)
class Way:
    """A choice: its path up to its lane or target, and the number where it leaves its scene."""

    id: str
    path: str
    x: str
    y: str
    text_y: str
    number: str
    words: str
    address: str
    looks: str
    # Ends at its target, not at a lane or nowhere.
    arrives: bool


@dataclass(frozen=True)
class ScenarioMap:
    width: str
    height: str
    box_width: int
    box_height: int
    boxes: list[Box]
    lanes: list[str]

    @property
    def ways(self) -> list[Way]:
        """All choices, scene by scene."""
        return [way for box in self.boxes for way in box.ways]


def scenario_map(draft: Draft) -> ScenarioMap:
    """Works for any draft: choices that lead nowhere yet are drawn as stubs."""
    scenes = draft.data["scenes"]
    drawing = lay_out([scene["id"] for scene in scenes], list(_arrows(scenes)))
    words = Words(draft.data)
    return ScenarioMap(
        width=_number(drawing.width),
        height=_number(drawing.height),
        box_width=BOX_WIDTH,
        box_height=BOX_HEIGHT,
        boxes=[_box(scene, drawing, draft, words) for scene in scenes],
        lanes=[_path(points) for points in drawing.lanes.values()],
    )


def _arrows(scenes: list[dict[str, Any]]) -> Iterator[Arrow]:
    for scene in scenes:
        for choice in scene["choices"]:
            yield Arrow(choice["id"], scene["id"], choice["target"])
        if scene["review"]:
            yield Arrow(f"{scene['id']}-review", scene["id"], scene["review"])


def _box(scene: dict[str, Any], drawing: Drawing, draft: Draft, words: Words) -> Box:
    x, y = drawing.boxes[scene["id"]]
    name = scene["name"] or scene["title"] or _("(no name yet)")
    lines = textwrap.wrap(name, LINE, max_lines=LINES, placeholder=" …") or [name[:LINE]]
    top = y + BOX_HEIGHT / 2 + 5 - (len(lines) - 1) * 9
    findings = draft.by_scene.get(scene["id"], [])
    said = [each.refusal.message for each in findings]
    asks = asking(scene)
    return Box(
        id=scene["id"],
        kind=scene["kind"],
        x=_number(x),
        y=_number(y),
        centre=_number(x + BOX_WIDTH / 2),
        lines=[(line, _number(top + 18 * place)) for place, line in enumerate(lines)],
        words=". ".join([name, *([asks] if asks else []), *said]),
        tries=_tries(scene),
        address=draft.address(scene["id"]),
        findings=findings,
        mark_x=_number(x + BOX_WIDTH - 4),
        start=scene["id"] == draft.data["start"],
        intensity=scene["intensity"],
        ways=list(_ways(scene, drawing, draft, words)),
    )


def _tries(scene: dict[str, Any]) -> str:
    if not scene["question"]:
        return ""
    tries = scene["question"]["tries"]
    return ngettext("%(tries)s try", "%(tries)s tries", tries) % {"tries": tries}


def _ways(scene: dict[str, Any], drawing: Drawing, draft: Draft, words: Words) -> Iterator[Way]:
    left, top = drawing.boxes[scene["id"]]
    for number, choice in enumerate(scene["choices"], 1):
        route = drawing.routes.get(choice["id"])
        nowhere = route is None
        if route is None:
            x = left + BOX_WIDTH - 10 - 6 * number
            route = ((x, top + BOX_HEIGHT), (x, top + BOX_HEIGHT + STUB))
        back = choice["id"] in drawing.back
        target = words.scenes.get(choice["target"]) or _("nowhere yet")
        looks = {
            "nowhere": nowhere,
            "back": back,
            "conditional": bool(choice["condition"]),
            "critical": bool(choice["critical"]),
        }
        # The number stands at the way's own beginning, and the next one a little lower.
        x, y = route[0][0], route[0][1] + 13
        yield Way(
            id=choice["id"],
            path=_back(route) if back else _path(route),
            x=_number(x),
            y=_number(y),
            text_y=_number(y + 4),
            number=str(number),
            words=" ".join([f"{number}. {choice['text']} → {target}.", *words.facts(choice)]),
            address=draft.address(choice["id"]),
            looks=" ".join(look for look, holds in looks.items() if holds),
            arrives=not nowhere and _arrives(drawing, scene["id"], choice["target"]),
        )
    if scene["kind"] == QUESTION:
        yield from _review(scene, drawing, draft, words)


def _review(scene: dict[str, Any], drawing: Drawing, draft: Draft, words: Words) -> Iterator[Way]:
    """The way of those who used their tries. Without a review yet, nothing is drawn."""
    name = f"{scene['id']}-review"
    route = drawing.routes.get(name)
    if route is None:
        return
    back = name in drawing.back
    tries = scene["question"]["tries"]
    sentence = ngettext(
        "After %(tries)s try: the review, “%(scene)s”.",
        "After %(tries)s tries: the review, “%(scene)s”.",
        tries,
    )
    yield Way(
        id=name,
        path=_back(route) if back else _path(route),
        x=_number(route[0][0]),
        y=_number(route[0][1] + 13),
        text_y=_number(route[0][1] + 17),
        number="R",
        words=sentence % {"tries": tries, "scene": words.scenes.get(scene["review"], "")},
        address=draft.address(scene["id"]),
        looks="review back" if back else "review",
        arrives=_arrives(drawing, scene["id"], scene["review"]),
    )


def _arrives(drawing: Drawing, source: str, target: str) -> bool:
    """An arrow that passes a layer goes on by its target's lane, which has the arrow's head."""
    return drawing.layers[target] <= drawing.layers[source] + 1


def _path(points: Sequence[Point]) -> str:
    """Straight where a lane passes a layer, an S between layers."""
    (x, y), *rest = points
    parts = [f"M{_number(x)} {_number(y)}"]
    for next_x, next_y in rest:
        middle = _number((y + next_y) / 2)
        if next_x == x:
            parts.append(f"V{_number(next_y)}")
        else:
            parts.append(
                f"C{_number(x)} {middle} {_number(next_x)} {middle} {_number(next_x)} "
                f"{_number(next_y)}"
            )
        x, y = next_x, next_y
    return "".join(parts)


def _back(points: Sequence[Point]) -> str:
    """Out to the side, up, and in again from the side."""
    (x, y), (end_x, end_y) = points
    out = _number(max(x + BOX_WIDTH / 3, end_x) + BULGE)
    return (
        f"M{_number(x)} {_number(y)}C{_number(x)} {_number(y + 46)} {out} {_number(y + 46)} "
        f"{out} {_number((y + end_y) / 2)}S{out} {_number(end_y)} {_number(end_x)} "
        f"{_number(end_y)}"
    )


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
