"""The figures of a scenario: how many plays, how long, which scores, how intense."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from courses.scenarios.model import Best
from courses.scenarios.prover.limits import TooLarge
from courses.scenarios.prover.loops import Course
from courses.scenarios.prover.moves import Move
from courses.scenarios.prover.paths import count_paths
from courses.scenarios.prover.state_graph import StateGraph
from courses.scenarios.prover.sweep import NOWHERE, Numbers, greatest, short_enough
from courses.scenarios.prover.witness import way_back, way_on
from courses.scenarios.reading_time import feedback_seconds, scene_seconds

# Python itself refuses to print numbers that are longer than this.
MOST_DIGITS = 4000


@dataclass(frozen=True)
class Range:
    """Least and greatest; `greatest` None is "without end"."""

    least: int
    greatest: int | None


@dataclass(frozen=True)
class EndingFigures:
    """What can be true of plays that reach this ending; `paths` None is "without end"."""

    scene: str
    paths: int | None
    overall: Range
    competencies: Mapping[str, Range]


@dataclass(frozen=True)
class Step:
    """A scene, and the choice taken there: "" at the last, and on the way to a review."""

    scene: str
    choice: str


@dataclass(frozen=True)
class Figures:
    """`paths` counts different plays from start to ending; None is "without end"."""

    states: int
    transitions: int
    reached: tuple[str, ...]
    paths: int | None
    endings: tuple[EndingFigures, ...]
    decisions: Range | None
    seconds: Range | None
    best: Best | None
    intensity: int
    intensity_path: tuple[Step, ...] = field(default_factory=tuple)

    def to_json(self) -> dict[str, Any]:
        """As JSON; numbers of paths as text, because browsers round great numbers."""
        return {
            **asdict(self),
            "reached": list(self.reached),
            "paths": in_digits(self.paths),
            "endings": [{**asdict(each), "paths": in_digits(each.paths)} for each in self.endings],
            "intensity_path": [asdict(each) for each in self.intensity_path],
        }


def in_digits(count: int | None) -> str | None:
    """All digits, or the power of ten where they would fill a page."""
    if count is None:
        return None
    tens = int(count.bit_length() * 0.30103)
    return f"10^{tens}" if tens > MOST_DIGITS else str(count)


def figures_of(course: Course, steps: list[Numbers], *, points_end: bool) -> Figures:
    """The figures; `steps` lead to endings, `points_end` says that no cycle earns points."""
    graph = course.graph
    columns = _columns(course, points_end)
    seconds = [scene_seconds(each) for each in graph.scenario.scenes]
    first = [sign * (seconds[graph.start] if name == "seconds" else 0) for name, sign in columns]
    weights = np.array(
        [[sign * _weight(move, name, seconds) for name, sign in columns] for move in graph.moves],
        dtype=np.int64,
    ).reshape(len(graph.moves), len(columns))
    held = greatest(course, short_enough(course, weights), first)
    paths = count_paths(course)
    found = {scene: held[scene].max(axis=0).tolist() for scene in graph.endings}
    endings = tuple(
        EndingFigures(
            scene=graph.scenario.scenes[scene].id,
            paths=None if paths is None else paths.get(scene, 0),
            overall=_range(columns, [numbers], "overall"),
            competencies={
                each.id: _range(columns, [numbers], f"in {each.id}")
                for each in graph.scenario.competencies
            },
        )
        for scene, numbers in found.items()
    )
    scenes = graph.scenario.scenes
    intensity, path = _most_intense(course, steps)
    return Figures(
        states=graph.states,
        transitions=graph.arrows,
        reached=tuple(each.id for each, rows in zip(scenes, graph.rows, strict=True) if len(rows)),
        paths=None if paths is None else sum(paths.values()),
        endings=endings,
        decisions=_range(columns, list(found.values()), "decisions") if found else None,
        seconds=_range(columns, list(found.values()), "seconds") if found else None,
        best=_best(graph, endings) if points_end else None,
        intensity=intensity,
        intensity_path=path,
    )


def _columns(course: Course, points_end: bool) -> list[tuple[str, int]]:
    """What is summed along plays: a name, and 1 for the greatest or -1 for the least."""
    points = ["overall", *(f"in {each.id}" for each in course.graph.scenario.competencies)]
    columns = [(name, -1) for name in [*points, "decisions", "seconds"]]
    if points_end:
        columns += [(name, 1) for name in points]
    if not course.cyclic:
        columns += [("decisions", 1), ("seconds", 1)]
    return columns


def _weight(move: Move, name: str, seconds: list[int]) -> int:
    if name == "overall":
        return move.points
    if name == "decisions":
        return 1
    if name == "seconds":
        said = feedback_seconds(move.choice) if move.choice else 0
        return seconds[move.target] + said
    return move.points_in(name.removeprefix("in "))


def _range(columns: list[tuple[str, int]], numbers: list[list[int]], name: str) -> Range:
    least = -max(each[columns.index((name, -1))] for each in numbers)
    most = (name, 1)
    if most not in columns:
        return Range(least, None)
    return Range(least, max(each[columns.index(most)] for each in numbers))


def _best(graph: StateGraph, endings: tuple[EndingFigures, ...]) -> Best:
    return Best(
        overall=max((each.overall.greatest or 0 for each in endings), default=0),
        competencies={
            competency.id: max(
                (each.competencies[competency.id].greatest or 0 for each in endings), default=0
            )
            for competency in graph.scenario.competencies
        },
    )


def steps_along(graph: StateGraph, moves: list[Move]) -> tuple[Step, ...]:
    """The moves as scenes and choices, with the scene that they end in."""
    scenes = graph.scenario.scenes
    last = scenes[moves[-1].target if moves else graph.start]
    steps = [Step(scenes[each.source].id, each.choice.id if each.choice else "") for each in moves]
    return (*steps, Step(last.id, ""))


def _most_intense(course: Course, steps: list[Numbers]) -> tuple[int, tuple[Step, ...]]:
    """The greatest intensity on any play, and a shortest play that meets it."""
    graph = course.graph
    reached = [index for index, rows in enumerate(graph.rows) if len(rows)]
    scene = max(reached, key=lambda index: graph.scenario.scenes[index].intensity)
    intensity = graph.scenario.scenes[scene].intensity
    weights = np.full((len(graph.moves), 1), -1, dtype=np.int64)
    try:
        held = greatest(course, weights, [0], keep=True)
    except TooLarge:
        return intensity, ()
    distance = np.where(steps[scene] >= 0, held[scene][:, 0], NOWHERE)
    if distance.max() <= NOWHERE // 2:
        distance = held[scene][:, 0]
    spot = (scene, int(distance.argmax()))
    moves = way_back(graph, held, weights, spot)
    return intensity, steps_along(graph, moves + way_on(graph, steps, spot))
