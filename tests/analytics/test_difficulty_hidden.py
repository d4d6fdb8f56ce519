"""How difficult questions were: nothing of few is shown, nor computed from all that is.

The reader knows the story, the whole flow, and that the figures of a question add up to the
visits of its scene; also how the questions of a visit go together with what came of it.
"""

from __future__ import annotations

import importlib.util
import random
import sys
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from courses.learning.analytics.counts import NONE, Count, Counts
from courses.learning.analytics.difficulty import OUTCOMES, Visits, difficulty_of
from courses.learning.analytics.flow import TO_REVIEW, flow_of
from courses.learning.asked import FIRST, LATER, NEVER, STANDINGS
from courses.scenarios.graph import Choice, Scene
from courses.scenarios.question_model import Question, QuestionSet

PLACE = Path(__file__).with_name("test_nothing_by_subtraction.py")
SPEC = importlib.util.spec_from_file_location("nothing_by_subtraction", PLACE)
assert SPEC
assert SPEC.loader
reader: Any = importlib.util.module_from_spec(SPEC)
sys.modules["nothing_by_subtraction"] = reader
SPEC.loader.exec_module(reader)


def with_questions(chance, scenes):
    """Some of the scenes ask: all of their questions, or some drawn of them."""
    asking = []
    for place, scene in enumerate(scenes[:-2]):
        if chance.random() < 0.5:
            asking.append(scene)
            continue
        held = chance.randint(1, 3)
        items = tuple(Question(f"{scene.id}q{each}", "short", "asks") for each in range(held))
        asking.append(
            replace(
                scene,
                kind="question",
                question=QuestionSet(items, draw=chance.choice([None, chance.randint(1, held)])),
                review=str(chance.randrange(place + 1, len(scenes))),
            )
        )
    return [*asking, *scenes[-2:]]


def visit(chance, scene, skill):
    """One visit to a question scene: how each question stood, and the way out."""
    questions = scene.question
    standing = dict.fromkeys(
        [each.id for each in chance.sample(questions.items, questions.asked)], NEVER
    )
    for number in range(2):
        right = {key: chance.random() < skill[key] for key in standing}
        for key, is_right in right.items():
            if is_right and standing[key] == NEVER:
                standing[key] = LATER if number else FIRST
        if all(right.values()):
            return standing, chance.choice(scene.choices)
    return standing, Choice(TO_REVIEW, "", scene.review)


def walks(chance, scenes, people, tries):
    by_id = {each.id: each for each in scenes}
    skill = {
        item.id: chance.choice([0.05, 0.5, 0.8, 0.95, 1])
        for scene in scenes
        if scene.question
        for item in scene.question.items
    }
    number, who = Counter(), defaultdict(set)
    for _ in range(tries):
        person, here, keys = chance.randrange(people), scenes[0], []
        steps = 0
        while here.kind != "ending" and steps < 40:
            steps += 1
            if here.kind == "question":
                standing, choice = visit(chance, here, skill)
                outcome = "review" if choice.id == TO_REVIEW else "solved"
                keys += [("asked", here.id, key, how, outcome) for key, how in standing.items()]
            else:
                choice = chance.choice(here.choices)
            keys.append(("move", here.id, choice.id))
            here = by_id[choice.target]
        if here.kind != "ending":
            continue
        for key in [*keys, chance.choice(["passed", "unpassed"]), "ended"]:
            number[key] += 1
            who[key].add(person)
    count = {key: Count(number[key], len(who[key])) for key in number}
    asked = defaultdict(dict)
    for key, value in count.items():
        if key[0] == "asked":
            asked[key[1], key[2]][key[3], key[4]] = value
    return Counts(
        passed=count.get("passed", Count()),
        unpassed=count.get("unpassed", Count()),
        ended=count.get("ended", Count()),
        moves={key[1:]: value for key, value in count.items() if key[0] == "move"},
        asked=dict(asked),
    )


def figures(scenes, counts, flow):
    """Every number about questions: what is shown, what is true, and what must hold."""
    shown, true, rows = {}, {}, []
    for scene, seen in zip(scenes, flow.scenes, strict=True):
        if scene.question is None:
            continue
        all_asked = scene.question.asked == len(scene.question.items)
        sums = {"came": {}, "solved": {}, "review": {}}
        for each in seen.questions:
            key = (scene.id, each.key)
            standing = counts.asked.get(key, {})
            later = None if None in (each.ever, each.first) else each.ever - each.first
            never = None if None in (each.answered, each.ever) else each.answered - each.ever
            for name, value in (
                ("answered", each.answered),
                (FIRST, each.first),
                (LATER, later),
                (NEVER, never),
                ("ever", each.ever),
            ):
                shown[name, *key] = value
            rows.append({("ever", *key): -1, (FIRST, *key): 1, (LATER, *key): 1})
            rows.append({("answered", *key): -1, ("ever", *key): 1, (NEVER, *key): 1})
            for how in STANDINGS:
                for outcome in OUTCOMES:
                    both = standing.get((how, outcome), NONE)
                    true[how, outcome, *key] = both
                    # Nobody prints it; who knows the scene may know that there is none.
                    shown[how, outcome, *key] = 0 if not both.tries else None
                rows.append({(how, *key): -1, **{(how, out, *key): 1 for out in OUTCOMES}})
                true[how, *key] = Count(
                    sum(standing.get((how, out), NONE).tries for out in OUTCOMES),
                    max(standing.get((how, out), NONE).people for out in OUTCOMES),
                )
                if not true[how, *key].tries and each.answered is not None:
                    shown[how, *key] = 0
            parts = {
                "came": {("answered", *key): 1},
                **{out: {(how, out, *key): 1 for how in STANDINGS} for out in OUTCOMES},
            }
            wholes = {
                "came": {("came", scene.id): -1},
                "solved": {("move", scene.id, choice.id): -1 for choice in scene.choices},
                "review": {("move", scene.id, TO_REVIEW): -1},
            }
            for name, part in parts.items():
                sums[name] |= part
                if all_asked:
                    rows.append({**part, **wholes[name]})
        if not all_asked:
            times = scene.question.asked
            rows += [
                {**sums[name], **{cell: sign * times for cell, sign in wholes[name].items()}}
                for name in sums
            ]
    return shown, true, rows


@settings(max_examples=250, deadline=None)
@given(st.integers(0, 10**9), st.integers(1, 4), st.integers(5, 90))
@example(0, 1, 40)
@example(1, 3, 90)
def test_no_group_under_five_is_shown_or_computed(seed, size, people):
    chance = random.Random(seed)
    scenes = with_questions(chance, reader.random_story(chance, size))
    counts = walks(chance, scenes, people, people * chance.randint(1, 2))
    flow = flow_of(scenes, "0", counts)
    shown = reader.printed(flow)
    true = {"ended": counts.ended, "passed": counts.passed, "unpassed": counts.unpassed}
    true |= {("move", *key): value for key, value in counts.moves.items()}
    of_questions, true_of_questions, rows = figures(scenes, counts, flow)
    shown |= of_questions
    true |= true_of_questions

    few = {key for key, value in true.items() if 0 < value.people < 5}
    assert all(shown[key] is None for key in few)
    for key, value in of_questions.items():
        if value is not None and key in true:
            assert value == true[key].tries
    rows += reader.equations(scenes)
    found = reader.solve(rows, shown, few)
    assert all(len(terms) > 1 for terms, _value in found)
    # A sum of small ones may be a number of the flow, of five people or more. What is told of
    # the questions adds none, and narrows none down to one value.
    untold = shown | dict.fromkeys((key for key in of_questions if of_questions[key] != 0), None)
    assert len(found) == len(reader.solve(rows, untold, few))
    # Of a question that is hidden altogether, zeros are, too.
    maybe_none = {key for key in of_questions if shown["answered", *key[-2:]] is None}
    maybe_none -= {key for key in maybe_none if len(key) == 4}
    before = reader.narrowed(rows, untold, {key for key in of_questions if len(key) == 3})
    after = reader.narrowed(rows, shown, maybe_none)
    for key in few:
        assert after[key][0] < after[key][1] or before[key][0] == before[key][1], key


QUIZ = Scene(
    "q",
    "question",
    "t",
    choices=(Choice("on", "w", "e"),),
    question=QuestionSet((Question("1", "short", "asks"),)),
    review="e",
)


def one_question(first, later, never, *, review_is_shown=True, came_is_shown=True):
    asked = {("first", "solved"): first, ("later", "solved"): later, ("never", "review"): never}
    counts = {key: Count(value, value) for key, value in asked.items() if value}
    solved, came = first + later, first + later + never
    visits = Visits(
        Count(came, came),
        Count(solved, solved),
        Count(never, never),
        came_is_shown,
        review_is_shown,
    )
    (figures,) = difficulty_of(QUIZ, visits, {"1": counts})
    return figures.answered, figures.first, figures.ever


def test_large_groups_are_shown():
    assert one_question(20, 10, 7) == (37, 20, 30)
    assert one_question(20, 0, 0) == (20, 20, 20)


def test_where_few_needed_the_review_the_first_try_is_told_all_the_same():
    assert one_question(20, 10, 2, review_is_shown=False) == (32, 20, None)


def test_where_few_managed_at_the_first_try_the_end_is_told_all_the_same():
    assert one_question(2, 20, 10) == (32, None, 22)


def test_a_review_that_the_flow_hides_is_not_told_by_the_questions():
    assert one_question(20, 10, 9, review_is_shown=False) == (39, 20, None)


def test_where_the_visits_are_hidden_so_are_the_questions():
    assert one_question(20, 10, 7, came_is_shown=False) == (None, None, None)
