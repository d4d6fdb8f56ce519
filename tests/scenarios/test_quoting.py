"""Choices are often speech: a sentence that quotes them shows one pair of marks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.scenarios.problems import problem
from courses.scenarios.quoting import quotable


@pytest.mark.parametrize(
    ("words", "quoted"),
    [
        ("“Would you like to sit down?”", "Would you like to sit down?"),
        ('"Sit down."', "Sit down."),
        ("„Setzen Sie sich.“", "Setzen Sie sich."),
        ("«Asseyez-vous.»", "Asseyez-vous."),
        # Cut after some words, so that the closing mark is gone.
        ("“Would you like to sit down, or shall we…", "Would you like to sit down, or shall we…"),
        # Speech within what is done keeps its marks, as single ones.
        ("Say “Sit down.” and wait.", "Say ‘Sit down.’ and wait."),
        ("“Yes.” You wait. “And now?”", "‘Yes.’ You wait. ‘And now?’"),
        ("Wait outside.", "Wait outside."),
        ("", ""),
    ],
)
def test_speech_brings_no_second_pair(words: str, quoted: str) -> None:
    assert quotable(words) == quoted


@given(st.text(alphabet='ab “”„«»"…', max_size=12))
def test_no_double_mark_is_left_within(words: str) -> None:
    assert not set(quotable(words)) & set('“”„«»"')


def test_a_problem_quotes_a_choice_once() -> None:
    said = problem("feedback-missing", "a", "b", scene="The door", text="“Come in.”")
    assert said.message == "The choice “Come in.” in “The door” has no feedback yet."
    # What the problem knows stays as it was written: accepted warnings are keyed by it.
    assert said.parameters["text"] == "“Come in.”"
