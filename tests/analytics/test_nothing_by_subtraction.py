"""Hidden numbers stay hidden: from totals, from neighbours, from everything that is printed.

The reader below knows the story, every number shown, and that zeros are shown. It solves all the
equations that hold between the numbers (exactly), and narrows each hidden one from both sides.
"""

from __future__ import annotations

import math
import random
import time
from collections import Counter, defaultdict
from fractions import Fraction

from hypothesis import example, given, settings
from hypothesis import strategies as st

from courses.learning.analytics.counts import Count, Counts
from courses.learning.analytics.flow import flow_of, moves_of
from courses.learning.analytics.hiding import Cell, hidden
from courses.scenarios.graph import Choice, Ending, Scene


def random_story(chance, size):
    """Scenes that lead on (sometimes back), the last two being endings."""
    scenes = []
    for place in range(size):
        choices = tuple(
            Choice(
                f"{place}-{number}",
                "words",
                str(
                    chance.randrange(place + 1, size + 2)
                    if chance.random() < 0.9
                    else chance.randrange(size)
                ),
            )
            for number in range(chance.randint(1, 4))
        )
        # Some way leads on, so that nobody walks in rings for good.
        onward = Choice(f"{place}-on", "words", str(place + 1))
        scenes.append(Scene(str(place), "situation", "title", choices=(*choices, onward)))
    for place in (size, size + 1):
        scenes.append(Scene(str(place), "ending", "title", ending=Ending("x")))
    return scenes


def walks(chance, scenes, people, tries):
    """Counts as the database would make them, from people who favour some choices."""
    by_id = {each.id: each for each in scenes}
    favour = {
        choice.id: chance.choice([0.01, 0.1, 1, 5]) for each in scenes for choice in each.choices
    }
    number, who = Counter(), defaultdict(set)
    for _ in range(tries):
        person, here, way = chance.randrange(people), scenes[0], []
        stays = chance.random() < 0.15
        while here.kind != "ending" and len(way) < 40:
            if stays and chance.random() < 0.4:
                break
            choice = chance.choices(here.choices, [favour[each.id] for each in here.choices])[0]
            way.append((here.id, choice.id))
            here = by_id[choice.target]
        if here.kind == "ending":
            outcome = "passed" if chance.random() < 0.8 else "unpassed"
            keys = [("move", each) for each in way] + [outcome, "ended"]
        else:
            keys = [("stood", here.id), "standing"]
        for key in keys:
            number[key] += 1
            who[key].add(person)
    count = {key: Count(number[key], len(who[key])) for key in number}
    return Counts(
        passed=count.get("passed", Count()),
        unpassed=count.get("unpassed", Count()),
        ended=count.get("ended", Count()),
        standing=count.get("standing", Count()),
        moves={key[1]: value for key, value in count.items() if key[0] == "move"},
        stood={key[1]: value for key, value in count.items() if key[0] == "stood"},
    )


def printed(flow):
    """Every number of the report by name; None where it is hidden."""
    shown = {"ended": flow.ended, "passed": flow.passed, "standing": flow.standing}
    shown["unpassed"] = (
        None if flow.ended is None or flow.passed is None else flow.ended - flow.passed
    )
    for scene in flow.scenes:
        shown["came", scene.key] = scene.came
        if scene.kind != "ending":
            shown["stood", scene.key] = scene.left
        for choice in scene.choices:
            shown["move", scene.key, choice.key] = choice.count
    return shown


def equations(scenes):
    """What must hold: each a map of numbers to +1 or -1 that adds up to nothing."""
    rows = [{"ended": 1, "passed": -1, "unpassed": -1}, {"standing": 1}]
    into = defaultdict(list)
    for scene in scenes:
        if scene.kind == "ending":
            continue
        rows[1]["stood", scene.id] = -1
        rows.append({("came", scene.id): 1})
        for key, _said, target in moves_of(scene):
            rows[-1]["move", scene.id, key] = -1
            into[target].append(("move", scene.id, key))
    for place, scene in enumerate(scenes):
        rows.append({("came", scene.id): -1, **dict.fromkeys(into[scene.id], 1)})
        if place == 0:
            rows[-1]["ended"] = 1
    last = {("came", each.id): 1 for each in scenes if each.kind == "ending"}
    rows.append({**last, "passed": -1, "unpassed": -1})
    return rows


def solve(rows, shown, small):
    """Sums of small numbers alone that come out of the equations, and are not nothing."""
    unknown = [key for key, value in shown.items() if value is None]
    # Others first: what is left once they are eliminated speaks of small ones alone.
    unknown.sort(key=lambda key: (key in small, str(key)))
    matrix = []
    for row in rows:
        line = [Fraction(row.get(key, 0)) for key in unknown]
        known = sum(Fraction(sign * shown[key]) for key, sign in row.items() if shown[key])
        matrix.append([*line, -known])
    others = sum(key not in small for key in unknown)
    top = 0
    for column in range(len(unknown)):
        pivot = next((r for r in range(top, len(matrix)) if matrix[r][column]), None)
        if pivot is None:
            continue
        matrix[top], matrix[pivot] = matrix[pivot], matrix[top]
        for r in range(len(matrix)):
            if r != top and matrix[r][column]:
                times = matrix[r][column] / matrix[top][column]
                matrix[r] = [a - times * b for a, b in zip(matrix[r], matrix[top], strict=True)]
        top += 1
    found = []
    for line in matrix:
        terms = {key: value for key, value in zip(unknown, line, strict=False) if value}
        alone = terms and not any(line[:others])
        if alone and (line[-1] or len(terms) == 1):
            found.append((terms, line[-1]))
    return found


def narrowed(rows, shown, maybe_none=frozenset()):
    """The least and the most that each hidden number can be, by going round the equations.

    Zeros are shown, apart from those of `maybe_none`.
    """
    low = {key: int(key not in maybe_none) for key, value in shown.items() if value is None}
    high = dict.fromkeys(low, 10**6)
    changed, rounds = True, 0
    while changed and rounds < 200:
        changed, rounds = False, rounds + 1
        for row in rows:
            known = sum(sign * shown[key] for key, sign in row.items() if shown[key])
            for key, sign in row.items():
                if key not in low:
                    continue
                rest = [(k, s) for k, s in row.items() if k in low and k != key]
                most = known + sum(s * (high[k] if s > 0 else low[k]) for k, s in rest)
                least = known + sum(s * (low[k] if s > 0 else high[k]) for k, s in rest)
                ends = sorted((-most / sign, -least / sign))
                new_low, new_high = math.ceil(ends[0]), math.floor(ends[1])
                if new_low > low[key] or new_high < high[key]:
                    low[key], high[key] = max(low[key], new_low), min(high[key], new_high)
                    changed = True
    return {key: (low[key], high[key]) for key in low}


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**9), st.integers(2, 7), st.integers(3, 60))
@example(0, 2, 5)
@example(1, 6, 40)
def test_no_group_under_five_is_shown_or_computed(seed, size, people):
    chance = random.Random(seed)
    scenes = random_story(chance, size)
    counts = walks(chance, scenes, people, people * chance.randint(1, 3))
    shown = printed(flow_of(scenes, "0", counts))
    true = {"ended": counts.ended, "passed": counts.passed, "unpassed": counts.unpassed}
    true["standing"] = counts.standing
    true |= {("stood", key): value for key, value in counts.stood.items()}
    true |= {("move", *key): value for key, value in counts.moves.items()}

    few = {key for key, value in true.items() if 0 < value.people < 5}
    assert all(shown[key] is None for key in few)
    # Whatever is shown is right.
    for key, value in shown.items():
        if value is not None and key[0] != "came":
            assert value == true.get(key, Count()).tries
    rows = equations(scenes)
    assert solve(rows, shown, few) == []
    ranges = narrowed(rows, shown)
    assert all(ranges[key][0] < ranges[key][1] for key in few)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9))
def test_large_groups_everywhere_hide_nothing(seed):
    chance = random.Random(seed)
    flow = hidden(
        [
            Cell("in", "outside", "a", 40, 40),
            Cell("x", "a", "b", n := chance.randint(5, 35), n),
            Cell("y", "a", "b", 40 - n, 40 - n),
            Cell("out", "b", "outside", 40, 40),
        ],
        "outside",
    )
    assert flow == frozenset()


def test_one_small_cell_takes_the_cheapest_neighbour_along():
    cells = [
        Cell("in", "outside", "a", 40, 40),
        Cell("small", "a", "b", 2, 2),
        Cell("middle", "a", "b", 8, 8),
        Cell("large", "a", "b", 30, 30),
        Cell("out", "b", "outside", 40, 40),
    ]
    assert hidden(cells, "outside") == {"small", "middle"}


def test_many_tries_of_few_people_are_few():
    cells = [
        Cell("in", "outside", "a", 60, 40),
        Cell("often", "a", "b", 25, 3),
        Cell("rest", "a", "b", 35, 37),
        Cell("out", "b", "outside", 60, 40),
    ]
    assert hidden(cells, "outside") == {"often", "rest"}


def test_under_five_in_all_everything_is_hidden():
    cells = [
        Cell("in", "outside", "a", 4, 4),
        Cell("x", "a", "outside", 4, 4),
        Cell("none", "a", "outside", 0, 0),
    ]
    assert hidden(cells, "outside") == {"in", "x"}


def test_the_reader_of_this_test_does_find_what_is_hidden_carelessly():
    scenes = [
        Scene("0", "situation", "t", choices=(Choice("a", "w", "1"), Choice("b", "w", "1"))),
        Scene("1", "ending", "t", ending=Ending("x")),
    ]
    shown = {
        "ended": 20,
        "passed": 20,
        "unpassed": 0,
        "standing": 0,
        ("came", "0"): 20,
        ("stood", "0"): 0,
        ("move", "0", "a"): 18,
        ("move", "0", "b"): None,
        ("came", "1"): 20,
    }
    assert solve(equations(scenes), shown, {("move", "0", "b")})
    assert narrowed(equations(scenes), shown)["move", "0", "b"] == (2, 2)


def test_five_hundred_scenes_are_put_together_within_a_second():
    chance = random.Random(3)
    scenes = [
        Scene(
            str(place),
            "situation",
            "title",
            choices=tuple(
                Choice(f"{place}-{way}", "words", str(min(place + chance.randint(1, 30), 499)))
                for way in range(4)
            ),
        )
        for place in range(499)
    ]
    scenes.append(Scene("499", "ending", "title", ending=Ending("x")))
    counts = walks(chance, scenes, 2_000, 4_000)
    began = time.process_time()
    flow_of(scenes, "0", counts)
    assert time.process_time() - began < 1
