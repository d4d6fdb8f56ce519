from __future__ import annotations

from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.scenarios.model import Scene
from courses.scenarios.question_form import question_fields, read_responses
from courses.scenarios.question_model import (
    QUESTION_KINDS,
    Option,
    Prompt,
    Question,
    QuestionSet,
)
from courses.scenarios.questions import AnswerRefused, check

SECRET = "kept on the server"


class Post(dict[str, list[str]]):
    """A POST as Django has it: the last of several values, or all of them."""

    def one(self, name: str) -> str | None:
        found = self.get(name)
        return found[-1] if found else None

    def every(self, name: str) -> list[str]:
        return list(self.get(name, []))


def post_of(fields) -> Post:
    """What a browser sends of these fields, as they are filled in."""
    post = Post()
    for each in fields:
        if each.kind == "short":
            post[each.name] = [each.value]
        for select in (*each.places, *each.prompts):
            post[select.name] = [select.selected]
        for option in each.options:
            if option.checked:
                post.setdefault(option.name, []).append(option.value)
    return post


@st.composite
def questions(draw):
    number = draw(st.integers(1, 4))
    return [draw(question(f"{place}")) for place in range(number)]


@st.composite
def question(draw, id):
    kind = draw(st.sampled_from(QUESTION_KINDS))
    options = tuple(
        Option(f"o{each}", f"Words {each}", SECRET) for each in range(draw(st.integers(2, 5)))
    )
    ids = [each.id for each in options]
    right = {
        "single": lambda: (draw(st.sampled_from(ids)),),
        "multiple": lambda: tuple(draw(st.sets(st.sampled_from(ids), min_size=1))),
        "order": lambda: tuple(draw(st.permutations(ids))),
    }.get(kind, tuple)()
    prompts = [
        Prompt(f"p{each}", f"Left {each}", draw(st.sampled_from(ids)))
        for each in range(draw(st.integers(1, 4)))
    ]
    return Question(
        id=id,
        kind=kind,
        text="What helps?",
        options=() if kind == "short" else options,
        right=right,
        prompts=tuple(prompts) if kind == "match" else (),
        accepted=(SECRET,) if kind == "short" else (),
        explanation=SECRET,
        source=SECRET,
    )


@st.composite
def answered(draw):
    """Questions, and an answer that each of them can take."""
    asked = draw(questions())
    responses = {}
    for each in asked:
        ids = [option.id for option in each.options]
        responses[each.id] = {
            "single": lambda ids=ids: draw(st.sampled_from(ids)),
            "multiple": lambda ids=ids: draw(
                st.lists(st.sampled_from(ids), unique=True, min_size=1)
            ),
            "order": lambda ids=ids: draw(st.permutations(ids)),
            "match": lambda ids=ids, each=each: {
                prompt.id: draw(st.sampled_from(ids)) for prompt in each.prompts
            },
            "short": lambda: draw(st.text(st.characters(codec="utf-8"), min_size=1, max_size=40)),
        }[each.kind]()
    return asked, responses


def scene_of(asked) -> Scene:
    return Scene("q", "question", "A question", question=QuestionSet(tuple(asked)), review="r")


@given(answered(), st.integers())
def test_what_the_fields_hold_is_read_again(case, seed):
    asked, responses = case
    post = post_of(question_fields(scene_of(asked), asked, seed, responses))
    read = read_responses(asked, post.one, post.every)
    for each in asked:
        given_, again = responses[each.id], read[each.id]
        assert (set(again) == set(given_)) if each.kind == "multiple" else (again == given_)


@given(questions(), st.integers())
def test_fields_tell_nothing_of_what_is_right(asked, seed):
    """Two sets of questions that differ only in what is right draw the same fields."""
    fields = question_fields(scene_of(asked), asked, seed, {})
    assert SECRET not in str([asdict(each) for each in fields])
    other = [
        Question(
            each.id,
            each.kind,
            each.text,
            tuple(Option(option.id, option.text) for option in reversed(each.options)),
            tuple(reversed(each.right)),
            tuple(Prompt(p.id, p.text, each.options[0].id) for p in each.prompts),
        )
        for each in asked
    ]
    assert question_fields(scene_of(other), other, seed, {}) == fields


@given(questions(), st.dictionaries(st.text(max_size=5), st.lists(st.text(max_size=5), max_size=3)))
def test_whatever_is_posted_is_an_answer_or_refused_by_the_engine(asked, junk):
    names = [
        name
        for each in question_fields(scene_of(asked), asked, 1, {})
        for name in (each.name, *(part.name for part in (*each.places, *each.prompts)))
    ]
    post = Post(zip(names, junk.values(), strict=False))
    read = read_responses(asked, post.one, post.every)
    assert set(read) == {each.id for each in asked}
    question_fields(scene_of(asked), asked, 1, read)
    for each in asked:
        fault = each.id
        try:
            check(each, read[each.id])
        except AnswerRefused as refused:
            fault = refused.question
        assert fault == each.id


@given(questions())
def test_an_empty_form_is_empty_and_no_try(asked):
    post = post_of(question_fields(scene_of(asked), asked, 1, {}))
    read = read_responses(asked, post.one, post.every)
    for each in asked:
        with pytest.raises(AnswerRefused, match="empty"):
            check(each, read[each.id])


def test_the_names_of_fields_are_as_agreed():
    a, b = Option("a", "A"), Option("b", "B")
    asked = [
        Question("1", "order", "Order", (a, b), ("a", "b")),
        Question("2", "match", "Match", (a, b), (), (Prompt("x", "X", "a"),)),
        Question("3", "multiple", "Several", (a, b), ("a",)),
        Question("4", "short", "Short", accepted=("yes",)),
        Question("5", "single", "One", (a, b), ("a",)),
    ]
    post = Post(
        {
            "q-1-1": ["b"],
            "q-1-2": ["a"],
            "q-2-x": ["a"],
            "q-3": ["a", "b"],
            "q-4": ["yes"],
            "q-5": ["b"],
        }
    )
    assert read_responses(asked, post.one, post.every) == {
        "1": ["b", "a"],
        "2": {"x": "a"},
        "3": ["a", "b"],
        "4": "yes",
        "5": "b",
    }


def test_one_option_in_two_places_of_an_order_is_said():
    order = Question("1", "order", "Order", (Option("a", "A"), Option("b", "B")), ("a", "b"))
    with pytest.raises(AnswerRefused, match="twice"):
        check(order, ["a", "a"])
