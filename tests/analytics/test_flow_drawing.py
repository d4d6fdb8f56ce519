"""The flow on the map: arrows by width, made of shown numbers only."""

from __future__ import annotations

import dataclasses

import pytest

from courses.learning.analytics.counts import Count, Counts
from courses.learning.analytics.drawing import THIN, WIDE, flow_map
from courses.learning.analytics.flow import flow_of
from courses.scenarios.graph import Choice, Ending, Scene

SCENES = [
    Scene(
        "a",
        "situation",
        "The call",
        choices=(Choice("much", "Much", "b"), Choice("some", "Some", "c"), Choice("few", "F", "b")),
    ),
    Scene("b", "situation", "Next", choices=(Choice("on", "On", "c"), Choice("up", "Up", "a"))),
    Scene("c", "ending", "The end", ending=Ending("x")),
]


@pytest.fixture
def flow():
    moves = {("a", "much"): 60, ("a", "some"): 20, ("a", "few"): 20, ("b", "on"): 80}
    counts = Counts(
        ended=Count(100, 100),
        passed=Count(100, 100),
        moves={key: Count(number, number) for key, number in moves.items()},
    )
    return flow_of(SCENES, "a", counts)


def widths(flow):
    return {line.words: float(line.width) for line in flow_map(flow).lines}


def test_the_wider_the_more_took_it(flow):
    drawn = widths(flow)
    assert drawn["On → The end: 80"] == WIDE
    assert WIDE > drawn["Much → Next: 60"] > drawn["Some → The end: 20"] > THIN
    assert drawn["Some → The end: 20"] == drawn["F → Next: 20"]
    # Nobody went back up: it is drawn, as thin as can be.
    assert drawn["Up → The call: 0"] == THIN


def test_a_hidden_number_has_no_width_of_its_own(flow):
    first, *rest = flow.scenes
    choices = tuple(dataclasses.replace(each, count=None) for each in first.choices)
    some = dataclasses.replace(
        flow, scenes=(dataclasses.replace(first, choices=choices, came=None), *rest)
    )
    lines = [line for line in flow_map(some).lines if line.is_hidden]
    assert len(lines) == 3
    assert {float(line.width) for line in lines} == {THIN}
    assert all(line.words.endswith("hidden") for line in lines)


def test_every_scene_has_its_box_and_number(flow):
    boxes = flow_map(flow).boxes
    assert [box.number for box in boxes] == ["100", "80", "100"]
    assert [box.lines[0][0] for box in boxes] == ["The call", "Next", "The end"]


def test_nothing_counted_is_drawn_thin():
    assert set(widths(flow_of(SCENES, "a", Counts())).values()) == {THIN}
