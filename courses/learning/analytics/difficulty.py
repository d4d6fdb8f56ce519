"""How difficult the questions of a scene were, and what is hidden of it. Pure.

Counted are visits to the scene: one or more tries, until the questions were solved or the review
followed. In each visit a question was answered well at the first try, at a later one, or never.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from courses.learning.analytics.counts import NONE, Count, Standing
from courses.learning.analytics.hiding import Cell, hidden
from courses.learning.asked import FIRST, LATER, NEVER, STANDINGS
from courses.scenarios.graph import Scene
from courses.scenarios.questions import REVIEW, SOLVED

OUTSIDE = "outside"
OUTCOMES = (SOLVED, REVIEW)
# Totals that stand in the flow already. Hiding them here again would not hide them.
FIXED = 1000


@dataclass(frozen=True)
class QuestionFlow:
    """`answered`: visits in which it was asked; of these, well at the `first` try, and `ever`.

    None where it is hidden.
    """

    key: str
    words: str
    answered: int | None
    first: int | None
    ever: int | None
    first_share: float | None
    ever_share: float | None


@dataclass(frozen=True)
class Visits:
    """A scene's visits in the flow, and whether it shows them. Who sees all visits and those
    that led to the review knows those that were solved."""

    came: Count
    solved: Count
    review: Count
    came_is_shown: bool
    review_is_shown: bool


def difficulty_of(
    scene: Scene, visits: Visits, asked: Mapping[str, Standing]
) -> tuple[QuestionFlow, ...]:
    """The scene's questions; `asked` by id of the question."""
    questions = scene.question
    if questions is None:
        return ()
    items = [each.id for each in questions.items]
    hide: set[str] = set()
    if not visits.came_is_shown:
        hide = {f"{part}/{each}" for each in items for part in ("answered", *STANDINGS)}
    elif questions.asked == len(items):
        for each in items:
            hide |= hidden_of([each], 1, visits, asked)
    else:
        hide = hidden_of(items, questions.asked, visits, asked)
    return tuple(
        _figures(each.id, each.text, asked.get(each.id, {}), hide) for each in questions.items
    )


def _figures(key: str, words: str, standing: Standing, hide: set[str]) -> QuestionFlow:
    def count(*standings: str) -> int:
        return sum(standing.get((each, out), NONE).tries for each in standings for out in OUTCOMES)

    seen = {part: f"{part}/{key}" not in hide for part in ("answered", *STANDINGS)}
    answered = count(*STANDINGS) if seen["answered"] else None
    first = count(FIRST) if seen[FIRST] else None
    # All but those that never were.
    ever_is_shown = (seen["answered"] and seen[NEVER]) or (seen[FIRST] and seen[LATER])
    ever = count(FIRST, LATER) if ever_is_shown else None
    return QuestionFlow(
        key,
        words,
        answered,
        first,
        ever,
        first / answered if first is not None and answered else None,
        ever / answered if ever is not None and answered else None,
    )


def hidden_of(
    items: Iterable[str], times: int, visits: Visits, asked: Mapping[str, Standing]
) -> set[str]:
    """What to hide of these questions, of which each visit was asked `times`.

    The totals of the scene are fixed by the flow; where they would have to be hidden too,
    everything of the questions is.
    """
    items = list(items)
    cells = question_cells(items, times, visits, asked)
    hide = set(hidden(cells, OUTSIDE))
    fixed = {"came"} | ({SOLVED, REVIEW} if visits.review_is_shown else set())
    if len(items) == 1:
        # Asked in each visit: how many answered it stands in the flow.
        fixed |= {f"answered/{each}" for each in items}
    if hide & fixed:
        hide |= {f"{part}/{each}" for each in items for part in ("answered", *STANDINGS)}
    return hide


def question_cells(
    items: Iterable[str], times: int, visits: Visits, asked: Mapping[str, Standing]
) -> list[Cell]:
    """Every number about the questions, also those that are not printed but may be computed.

    They flow from all visits to the questions, by standing, and together again by the outcome of
    the visit, which the flow tells. What is not printed costs nothing to hide.
    """
    dear = FIXED if visits.review_is_shown else 0
    review, solved = visits.review, visits.solved
    cells = [
        Cell("came", OUTSIDE, "asked", visits.came.tries * times, visits.came.people, FIXED),
        Cell(SOLVED, SOLVED, OUTSIDE, solved.tries * times, solved.people, dear),
        # Hidden in the flow, it must not be told by what is shown here.
        Cell(
            REVIEW,
            REVIEW,
            OUTSIDE,
            review.tries * times,
            review.people if visits.review_is_shown else min(1, review.people),
            dear,
        ),
    ]
    for item in items:
        standing = asked.get(item, {})
        whole = total(standing, STANDINGS, OUTCOMES)
        cells.append(Cell(f"answered/{item}", "asked", item, whole.tries, whole.people, 9))
        for each in STANDINGS:
            here = total(standing, [each], OUTCOMES)
            node = f"{each}-of/{item}"
            # The share at the first try is what trainers look for.
            dear = 3 if each == FIRST else 1
            cells.append(Cell(f"{each}/{item}", item, node, here.tries, here.people, dear))
            for outcome in OUTCOMES:
                both = standing.get((each, outcome), NONE)
                key, end = f"{each}/{outcome}/{item}", f"{outcome}-of/{item}"
                cells.append(Cell(key, node, end, both.tries, both.people, 0))
        for outcome in OUTCOMES:
            out = total(standing, STANDINGS, [outcome])
            key = f"{outcome}/{item}"
            cells.append(Cell(key, f"{outcome}-of/{item}", outcome, out.tries, out.people, 0))
    return cells


def total(standing: Standing, standings: Iterable[str], outcomes: Iterable[str]) -> Count:
    """`people` is the least that it must have been: some may be in several."""
    found = [standing.get((each, outcome), NONE) for each in standings for outcome in outcomes]
    return Count(sum(each.tries for each in found), max((each.people for each in found), default=0))
