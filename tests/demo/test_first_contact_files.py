"""The course files are complete, traceable and kind before anything loads them."""

from __future__ import annotations

import datetime
import re
from typing import Any

WORDS_A_MINUTE = 200
MARKED_USABLE = {
    *(f"F{number:02}" for number in range(1, 30)),
}


def words(text: str) -> int:
    return len(re.findall(r"\b[\w’'-]+\b", text))


def test_the_course_names_all_that_a_learner_is_told_first(course: dict[str, Any]) -> None:
    for name in (
        "title",
        "slug",
        "language",
        "audience",
        "profession",
        "minutes",
        "jurisdiction",
        "summary",
        "description",
        "content_notes",
        "objectives",
        "credit_lines",
        "credits",
        "sources",
        "licence",
        "modules",
    ):
        assert course[name], name
    assert isinstance(course["law_date"], datetime.date)
    assert "not legal advice" in course["description"]


def test_every_file_of_the_outline_exists_and_none_is_left_over(
    course: dict[str, Any], lessons: list[Any]
) -> None:
    listed = [
        name.removeprefix("lessons/") for module in course["modules"] for name in module["lessons"]
    ]
    assert listed == [lesson.name for lesson in lessons]


def test_front_matter_is_complete(lessons: list[Any]) -> None:
    for lesson in lessons:
        assert set(lesson.front) - {"wellbeing"} == {
            "title",
            "slug",
            "minutes",
            "required",
            "note",
            "summary",
            "facts",
        }, lesson.name
        note = lesson.front["note"]
        assert set(note) == {"themes", "form", "intensity", "where", "how_long", "text"}
        assert note["themes"]
        assert note["intensity"] in (1, 2, 3, 4)
        assert lesson.front["summary"].strip()


def test_one_lesson_looks_after_the_learner(lessons: list[Any]) -> None:
    caring = [lesson for lesson in lessons if lesson.front.get("wellbeing")]
    assert [lesson.name for lesson in caring] == ["05-your-own-wellbeing.md"]
    assert caring[0].of("support")


def test_content_notes_are_short(course: dict[str, Any], lessons: list[Any]) -> None:
    notes = [course["content_notes"], *(lesson.front["note"] for lesson in lessons)]
    assert [words(note["text"]) for note in notes if words(note["text"]) > 60] == []


def test_intense_lessons_have_one_softer_version(lessons: list[Any]) -> None:
    for lesson in lessons:
        if lesson.front["note"]["intensity"] >= 2:
            assert len(lesson.of("softer")) == 1, lesson.name


def test_no_fence_is_left_open(lessons: list[Any]) -> None:
    for lesson in lessons:
        assert ":::" not in lesson.reading, lesson.name


def test_checks_have_right_options_and_feedback_for_each(lessons: list[Any]) -> None:
    for lesson in lessons:
        checks = lesson.of("check")
        assert checks, lesson.name
        for check in checks:
            right = [each for each, _, _ in check.options if each]
            kind = check.attributes["kind"]
            assert len(check.options) == check.body.count("\n- ["), lesson.name
            assert len(right) == 1 if kind == "single" else 1 <= len(right) < len(check.options)
            assert re.search(r"^> .*Sources?: ", check.body, re.M), check.body
            for _, _, feedback in check.options:
                # What happened, why, what helps next: fewer than three sentences cannot say it.
                assert len(re.findall(r"[.?!](?:\s|$|”)", feedback)) >= 3, feedback


def test_right_options_do_not_stand_out(lessons: list[Any]) -> None:
    singles = [
        check.options
        for lesson in lessons
        for check in lesson.of("check")
        if check.attributes["kind"] == "single"
    ]
    first = sum(options[0][0] for options in singles)
    longest = sum(max(options, key=lambda each: len(each[1]))[0] for options in singles)
    assert 0 < first <= len(singles) / 2
    assert longest <= len(singles) / 2


def test_the_course_has_each_kind_of_block(lessons: list[Any]) -> None:
    kinds = [block.kind for lesson in lessons for block in lesson.blocks]
    assert {"callout", "indicator", "case", "check", "softer"} <= set(kinds)
    assert kinds.count("reflection") == 1
    assert kinds.count("scenario") == 1
    assert kinds.count("support") == 1


def test_every_fact_has_its_source_in_the_course(
    course: dict[str, Any], lessons: list[Any]
) -> None:
    source_of = {fact: source for source in course["sources"] for fact in source["facts"]}
    assert set(source_of) <= MARKED_USABLE
    for lesson in lessons:
        for fact in lesson.front["facts"]:
            assert source_of[fact]["short"] in lesson.markdown, (lesson.name, fact)
        cards = [card.attributes["fact"] for card in lesson.of("indicator")]
        assert set(cards) <= set(lesson.front["facts"])
        for case in lesson.of("case"):
            assert case.attributes["source"] == "fictional, composed for this course"


def test_figures_carry_year_and_population(lessons: list[Any]) -> None:
    for lesson in lessons:
        for paragraph in lesson.markdown.split("\n\n"):
            if "%" in paragraph:
                dated = re.search(r"\b20\d\d\b", paragraph) or "several studies" in paragraph
                counted = re.search(r"detected|helping professionals", paragraph)
                assert dated, (lesson.name, paragraph)
                assert counted, (lesson.name, paragraph)


def test_minutes_fit_the_words(course: dict[str, Any], lessons: list[Any]) -> None:
    scenario_minutes = 12
    total = scenario_minutes
    for lesson in lessons:
        reading = lesson.markdown
        for softer in lesson.of("softer"):
            reading = reading.replace(softer.body, "")
        for check in lesson.of("check"):
            # A learner reads the feedback of about one option in three.
            feedback = " ".join(each for _, _, each in check.options)
            reading = reading.replace(feedback, feedback[: len(feedback) // 3])
        needed = words(reading) / WORDS_A_MINUTE
        assert abs(lesson.front["minutes"] - needed) <= 2.5, (lesson.name, needed)
        total += lesson.front["minutes"]
    assert abs(total - course["minutes"]) <= 3
