"""Rules of single blocks, without pages."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from wagtail.images.tests.utils import get_test_image_file

from courses.content.blocks.base import rich_html
from courses.content.blocks.check import check_problem
from courses.content.compile.names import fold, identifier
from courses.content.course_files.conditions import condition_groups
from courses.content.gates.words import shaming_word
from courses.content.models import LessonPage, UsedFile
from courses.scenarios.conditions import OPERATORS
from media.models import CourseImage

OPTIONS = st.lists(st.tuples(st.sampled_from("ABCDEF"), st.booleans()), max_size=6)


@given(st.sampled_from(["single", "multiple"]), OPTIONS)
def test_a_check_can_be_answered(kind: str, options: list[tuple[str, bool]]) -> None:
    """Where nothing is amiss, there is something to choose and something that helps."""
    problem = check_problem(kind, options)
    right = sum(is_right for _text, is_right in options)
    texts = [text for text, _right in options]
    sound = (
        len(options) >= 2
        and right >= 1
        and (kind == "multiple" or right == 1)
        and len(set(texts)) == len(texts)
    )
    assert (problem is None) == sound


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("You chose the act. Next time, ask how.", None),
        ("That is WRONG.", "WRONG"),
        ("You failed this.", "failed"),
        ("Incorrectly put", "Incorrectly"),
        ("A wrongdoer may say so", None),
        ("Failsafe", None),
        ("", None),
    ],
)
def test_t23_words_of_feedback(text: str, word: str | None) -> None:
    assert shaming_word(text) == word


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ('<p data-block-key="a1b2c">Hello</p>', "<p>Hello</p>"),
        ('<p data-block-key="a1b2c"></p>', ""),
        ("<p>  </p>", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_the_editors_marks_are_no_words(html: str | None, kept: str) -> None:
    assert rich_html(html) == kept


@given(st.text(min_size=1, max_size=30))
def test_names_are_compared_without_spaces_and_capitals(name: str) -> None:
    assert fold(f"  {name} ") == fold(name)
    assert identifier(name) == identifier(name)


VARIABLES = {"a": 0, "b": 1}
COMPARE = st.fixed_dictionaries(
    {
        "variable": st.sampled_from(sorted(VARIABLES)),
        "op": st.sampled_from(sorted(OPERATORS)),
        "value": st.integers(0, 2),
    }
)
FLAT = st.one_of(
    COMPARE,
    st.lists(COMPARE, min_size=1, max_size=3).map(lambda parts: {"any": parts}),
    st.lists(COMPARE, min_size=1, max_size=3).map(lambda parts: {"not": {"all": parts}}),
    st.lists(COMPARE, min_size=1, max_size=3).map(lambda parts: {"not": {"any": parts}}),
    COMPARE.map(lambda part: {"not": part}),
)
CONDITIONS = st.one_of(FLAT, st.lists(FLAT, min_size=1, max_size=4).map(lambda p: {"all": p}))


def holds(condition: dict, values: dict[str, int]) -> bool:
    if "all" in condition:
        return all(holds(part, values) for part in condition["all"])
    if "any" in condition:
        return any(holds(part, values) for part in condition["any"])
    if "not" in condition:
        return not holds(condition["not"], values)
    return bool(OPERATORS[condition["op"]](values[condition["variable"]], condition["value"]))


@given(CONDITIONS, st.fixed_dictionaries({"a": st.integers(0, 2), "b": st.integers(0, 2)}))
def test_two_levels_say_what_the_file_said(condition: dict, values: dict[str, int]) -> None:
    by_match = {
        "all": lambda each: all(each),
        "any": lambda each: any(each),
        "not-all": lambda each: not all(each),
        "none": lambda each: not any(each),
    }
    groups = condition_groups(condition, "here")
    said = all(
        by_match[group.match]([holds(row, values) for row in group.comparisons]) for group in groups
    )
    assert said == holds(condition, values)


def test_a_file_in_use_stays(tiny: SimpleNamespace, make_client) -> None:  # type: ignore[no-untyped-def]
    image = CourseImage.objects.create(
        title="Two chairs", file=get_test_image_file(), image_statement=True
    )
    page = LessonPage.objects.get(pk=tiny.care.pk)
    page.body = [
        *page.body.raw_data,
        {"type": "image", "value": {"image": image.pk, "alt": "Two chairs", "caption": ""}},
    ]
    page.save_revision().publish()
    assert UsedFile.objects.filter(image=image).exists()
    with pytest.raises(ProtectedError):
        image.delete()
    client: Client = make_client("administrator")
    response = client.post(
        reverse("wagtailimages:delete", args=[image.pk]), {"confirm": "1"}, follow=True
    )
    assert response.status_code == 200
    assert "It stays." in response.content.decode()
    assert CourseImage.objects.filter(pk=image.pk).exists()
