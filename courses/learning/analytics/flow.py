"""Counts of one scenario version put together, and what is hidden of them taken out. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from courses.learning.analytics import words
from courses.learning.analytics.counts import NONE, Count, Counts
from courses.learning.analytics.difficulty import QuestionFlow, Visits, difficulty_of
from courses.learning.analytics.hiding import Cell, hidden
from courses.scenarios.graph import ENDING, QUESTION, Scene

OUTSIDE, ENDED, STANDING = "outside", "ended", "standing"
# The way out of a question scene that is no choice: to its review.
TO_REVIEW = ""


@dataclass(frozen=True)
class ChoiceFlow:
    """`count` and `share` are None where they are hidden."""

    key: str
    words: str
    target: str
    count: int | None
    share: float | None


@dataclass(frozen=True)
class SceneFlow:
    """`left`: tries that stood here when it was counted; `band`: about how long a decision took."""

    key: str
    title: str
    kind: str
    came: int | None
    left: int | None
    left_share: float | None
    band: int | None
    choices: tuple[ChoiceFlow, ...] = ()
    questions: tuple[QuestionFlow, ...] = ()


@dataclass(frozen=True)
class Flow:
    ended: int | None
    passed: int | None
    pass_rate: float | None
    standing: int | None
    scenes: tuple[SceneFlow, ...]


def moves_of(scene: Scene) -> list[tuple[str, str, str]]:
    """Key, words and target of each way out of the scene. Another try at questions is none."""
    moves = [(each.id, each.text, each.target) for each in scene.choices]
    if scene.kind == QUESTION and scene.review is not None:
        moves.append((TO_REVIEW, str(words.TO_REVIEW), scene.review))
    return moves


def flow_of(scenes: Sequence[Scene], start: str, counts: Counts) -> Flow:
    """The flow through the scenes (in their order), without what would tell of few."""
    came = visits(scenes, start, counts)
    hide = hidden(flow_cells(scenes, start, counts, came), OUTSIDE)
    hide |= hidden(standing_cells(scenes, counts), OUTSIDE)

    def shown(key: str, count: int) -> int | None:
        return None if key in hide else count

    ended = shown("ended", counts.ended.tries)
    passed = shown("passed", counts.passed.tries)
    return Flow(
        ended=ended,
        passed=passed,
        pass_rate=share(passed, ended),
        standing=shown("standing", counts.standing.tries),
        scenes=tuple(
            _scene_flow(
                scene,
                shown(f"came/{scene.id}", came[scene.id].tries),
                shown(f"left/{scene.id}", counts.stood.get(scene.id, NONE).tries),
                [
                    (key, said, target, shown(f"move/{scene.id}/{key}", count.tries))
                    for key, said, target in moves_of(scene)
                    for count in (counts.moves.get((scene.id, key), NONE),)
                ],
                counts.bands.get(scene.id, {}),
                difficulty_of(
                    scene,
                    _visits_of(scene, came[scene.id], counts, hide),
                    {
                        question: standing
                        for (key, question), standing in counts.asked.items()
                        if key == scene.id
                    },
                )
                if scene.kind == QUESTION
                else (),
            )
            for scene in scenes
        ),
    )


def _scene_flow(
    scene: Scene,
    came: int | None,
    left: int | None,
    moves: Sequence[tuple[str, str, str, int | None]],
    bands: Mapping[int, int],
    questions: tuple[QuestionFlow, ...],
) -> SceneFlow:
    return SceneFlow(
        key=scene.id,
        title=scene.title,
        kind=scene.kind,
        came=came,
        left=None if scene.kind == ENDING else left,
        left_share=None
        if left is None or came is None or scene.kind == ENDING
        else share(left, left + came),
        # Where the visits are shown, five people at least stand behind the time.
        band=median_band(bands) if came else None,
        choices=tuple(
            ChoiceFlow(key, said, target, count, share(count, came))
            for key, said, target, count in moves
        ),
        questions=questions,
    )


def _visits_of(scene: Scene, came: Count, counts: Counts, hide: frozenset[str]) -> Visits:
    review = counts.moves.get((scene.id, TO_REVIEW), NONE)
    solved = [counts.moves.get((scene.id, each.id), NONE) for each in scene.choices]
    return Visits(
        came,
        Count(
            sum(each.tries for each in solved),
            max([came.people - review.people, *(each.people for each in solved)]),
        ),
        review,
        f"came/{scene.id}" not in hide,
        f"move/{scene.id}/{TO_REVIEW}" not in hide,
    )


def visits(scenes: Sequence[Scene], start: str, counts: Counts) -> dict[str, Count]:
    """How often each scene was come to; `people` is the least that it must have been."""
    tries: dict[str, int] = {each.id: 0 for each in scenes}
    people: dict[str, int] = dict(tries)
    tries[start] += counts.ended.tries
    people[start] = counts.ended.people
    for scene in scenes:
        for key, _words, target in moves_of(scene):
            count = counts.moves.get((scene.id, key), NONE)
            tries[target] += count.tries
            people[target] = max(people[target], count.people)
            people[scene.id] = max(people[scene.id], count.people)
    return {key: Count(tries[key], people[key]) for key in tries}


def flow_cells(
    scenes: Sequence[Scene], start: str, counts: Counts, came: Mapping[str, Count]
) -> list[Cell]:
    """Every number about tries that ended, as a flow that comes from outside and goes there."""
    cells = [
        Cell("ended", OUTSIDE, f"in/{start}", counts.ended.tries, counts.ended.people, 9),
        Cell("passed", ENDED, OUTSIDE, counts.passed.tries, counts.passed.people, 3),
        # Not printed, yet computed in a moment: it is hidden like the rest.
        Cell("unpassed", ENDED, OUTSIDE, counts.unpassed.tries, counts.unpassed.people, 3),
    ]
    for scene in scenes:
        through = ENDED if scene.kind == ENDING else f"out/{scene.id}"
        here = came[scene.id]
        cells.append(
            Cell(f"came/{scene.id}", f"in/{scene.id}", through, here.tries, here.people, 2)
        )
        for key, _words, target in moves_of(scene):
            count = counts.moves.get((scene.id, key), NONE)
            cells.append(
                Cell(f"move/{scene.id}/{key}", through, f"in/{target}", count.tries, count.people)
            )
    return cells


def standing_cells(scenes: Sequence[Scene], counts: Counts) -> list[Cell]:
    """Tries that had not ended: by the scene where they stood, and in all."""
    cells = [Cell("standing", STANDING, OUTSIDE, counts.standing.tries, counts.standing.people)]
    for scene in scenes:
        stood = counts.stood.get(scene.id, NONE)
        cells.append(Cell(f"left/{scene.id}", OUTSIDE, STANDING, stood.tries, stood.people, 9))
    return cells


def share(part: int | None, whole: int | None) -> float | None:
    """None where either is hidden, or there is nothing to share."""
    if part is None or not whole:
        return None
    return part / whole


def median_band(bands: Mapping[int, int]) -> int | None:
    """The band in which the middle answer lies, the lower one of two."""
    seen, half = 0, (sum(bands.values()) + 1) // 2
    for band in sorted(bands):
        seen += bands[band]
        if half and seen >= half:
            return band
    return None
