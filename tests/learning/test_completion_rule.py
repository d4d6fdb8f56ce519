"""The rule of completion as a property of any outline and any progress, without a database."""

from __future__ import annotations

from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from courses.learning.outline import Lesson, Module, Outline, Rule, outline_of
from courses.learning.progress import (
    CHECKS,
    LESSON,
    SCENARIO,
    Done,
    figures,
    missing,
    next_step,
)

KEYS = st.lists(st.sampled_from("abcdef"), unique=True, max_size=5)
HASHES = st.sampled_from(["1", "2"])
CHECK_KEYS = st.lists(st.sampled_from(["k1", "k2", "k3"]), unique=True, max_size=3)
SCENARIO_KEYS = st.lists(st.sampled_from(["x", "y", "z"]), unique=True, max_size=2)


@st.composite
def outlines(draw: st.DrawFn) -> Outline:
    lessons = tuple(
        Lesson(
            key=key,
            hash=draw(HASHES),
            title=key,
            minutes=1,
            required=draw(st.booleans()),
            checks=tuple(draw(CHECK_KEYS)),
            scenarios=tuple(draw(SCENARIO_KEYS)),
        )
        for key in draw(KEYS)
    )
    shown = {key for each in lessons for key in each.scenarios}
    scenarios = {key: draw(HASHES) for key in sorted(shown | set(draw(SCENARIO_KEYS)))}
    cut = draw(st.integers(0, len(lessons)))
    return Outline(
        modules=(Module("one", lessons[:cut]), Module("two", lessons[cut:])),
        scenarios=scenarios,
        rule=Rule(*(draw(st.booleans()) for _ in range(3))),
    )


DONE = st.builds(
    Done,
    lessons=st.frozensets(st.tuples(st.sampled_from("abcdef"), HASHES)),
    checks=st.frozensets(st.tuples(st.sampled_from("abcdef"), st.sampled_from(["k1", "k2", "k3"]))),
    scenarios=st.frozensets(st.tuples(st.sampled_from(["x", "y", "z"]), HASHES)),
)


def complete(outline: Outline, done: Done) -> bool:
    """The rule said again, another way."""
    required = [each for each in outline.lessons if each.required]
    shown = {key for each in outline.lessons for key in each.scenarios}
    needed = {key for each in required for key in each.scenarios} | (
        outline.scenarios.keys() - shown
    )
    return (
        (not outline.rule.lessons or all((x.key, x.hash) in done.lessons for x in required))
        and (
            not outline.rule.checks
            or all((x.key, check) in done.checks for x in required for check in x.checks)
        )
        and (
            not outline.rule.scenarios
            or all((key, outline.scenarios[key]) in done.scenarios for key in needed)
        )
    )


@given(outlines(), DONE)
def test_nothing_is_missing_exactly_when_the_rule_is_met(outline: Outline, done: Done) -> None:
    assert (not missing(outline, done)) == complete(outline, done)
    assert (next_step(outline, done) is None) == complete(outline, done)


@given(outlines(), DONE, DONE)
def test_doing_more_never_takes_anything_away(outline: Outline, done: Done, more: Done) -> None:
    both = Done(
        done.lessons | more.lessons, done.checks | more.checks, done.scenarios | more.scenarios
    )
    before = {(each.kind, each.key) for each in missing(outline, done)}
    assert {(each.kind, each.key) for each in missing(outline, both)} <= before


@given(outlines(), DONE)
def test_doing_what_is_missing_completes(outline: Outline, done: Done) -> None:
    for each in missing(outline, done):
        lesson = outline.lesson(each.key)
        if each.kind == LESSON and lesson:
            done = Done(done.lessons | {(each.key, lesson.hash)}, done.checks, done.scenarios)
        elif each.kind == CHECKS:
            answered = {(each.key, check) for check in each.checks}
            done = Done(done.lessons, done.checks | answered, done.scenarios)
        elif each.kind == SCENARIO:
            passed = {(each.key, outline.scenarios[each.key])}
            done = Done(done.lessons, done.checks, done.scenarios | passed)
    assert not missing(outline, done)


@given(outlines(), DONE)
def test_each_thing_is_missing_once_and_the_figures_stay_within_bounds(
    outline: Outline, done: Done
) -> None:
    said = [(each.kind, each.key) for each in missing(outline, done)]
    assert len(said) == len(set(said))
    numbers = figures(outline, done)
    assert 0 <= numbers.lessons_done <= numbers.lessons
    assert 0 <= numbers.scenarios_passed <= numbers.scenarios <= len(outline.scenarios)


@given(outlines())
def test_nothing_done_with_the_whole_rule_asks_for_every_required_part(outline: Outline) -> None:
    whole = Outline(outline.modules, outline.scenarios, Rule())
    kinds = [each.kind for each in missing(whole, Done())]
    assert kinds.count(LESSON) == sum(each.required for each in whole.lessons)
    assert kinds.count(SCENARIO) == len(whole.required_scenarios)


def course_version(rule: object) -> SimpleNamespace:
    return SimpleNamespace(outline=[], scenarios={}, rule=rule)


def test_a_rule_that_says_nothing_or_something_unknown_asks_for_everything() -> None:
    for rule in (None, {}, {"lessons": "required"}, {"lessons": "whatever", "format": 1}):
        assert outline_of(course_version(rule)).rule == Rule(True, True, True)
    assert outline_of(course_version({"scenarios": "none"})).rule == Rule(True, True, False)
