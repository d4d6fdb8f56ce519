"""Question scenes as trainers write them, compiled to what the engine asks."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from courses.content.compile.scenario import compile_scenario
from courses.content.course_files.errors import CourseFileError
from courses.content.course_files.scenario import scenario_fields
from courses.content.models import ScenarioPage
from courses.content.refusals import PublishRefused
from courses.scenarios.graph import scenario_from_json
from courses.scenarios.questions import check

OPTIONS = [
    {"id": "act", "text": "What is done", "feedback": "Yes, the act."},
    {"id": "means", "text": "How it is done"},
    {"id": "border", "text": "A border", "feedback": "No border is needed."},
]
ITEMS: list[dict[str, Any]] = [
    {
        "id": "one",
        "kind": "single",
        "text": "What comes first?",
        "options": OPTIONS,
        "right": ["act"],
        "explanation": "Act, means, purpose.",
        "source": "Palermo Protocol, Article 3",
    },
    {
        "id": "some",
        "kind": "multiple",
        "text": "What belongs to it?",
        "options": OPTIONS,
        "right": ["means", "act"],
    },
    {
        "id": "row",
        "kind": "order",
        "text": "In which order?",
        "options": OPTIONS,
        "right": ["means", "border", "act"],
    },
    {
        "id": "pairs",
        "kind": "match",
        "text": "What is what?",
        "options": OPTIONS,
        "prompts": [
            {"id": "recruit", "text": "Recruiting", "answer": "act"},
            {"id": "receive", "text": "Receiving", "answer": "act"},
            {"id": "deceive", "text": "Deceiving", "answer": "means"},
        ],
    },
    {
        "id": "word",
        "kind": "short",
        "text": "Which protocol?",
        "accepted": ["Palermo Protocol", "the Palermo Protocol"],
    },
]


def case(**more: Any) -> dict[str, Any]:
    """A whole small story with a question scene of all five kinds."""
    return {
        "format": 1,
        "slug": "asking",
        "title": "Asking",
        "start": "ask",
        "competencies": [{"id": "law", "title": "Know the law"}],
        "pass": {"overall": 0.5, "competencies": {"law": 0.5}, "critical_errors": 0},
        "variables": [{"id": "sure", "title": "Sure", "kind": "flag", "initial": False}],
        "scenes": [
            {
                "id": "ask",
                "kind": "question",
                "title": "Three parts",
                "body": "You look at your notes.",
                "question": {"items": ITEMS, **more},
                "review": "again",
                "choices": [
                    {
                        "id": "known",
                        "text": "Answered well",
                        "target": "end",
                        "scores": {"law": 2},
                        "effects": [{"variable": "sure", "op": "set", "value": True}],
                    }
                ],
            },
            {
                "id": "again",
                "kind": "information",
                "title": "Read it again",
                "body": "Act, means, purpose.",
                "choices": [
                    {
                        "id": "on",
                        "text": "Go on",
                        "target": "end",
                        "feedback": {
                            "happened": "You read it.",
                            "why": "It helps.",
                            "next_time": "Look it up.",
                        },
                    }
                ],
            },
            {
                "id": "end",
                "kind": "ending",
                "title": "Done",
                "body": "Evening.",
                "ending": {
                    "outcome": "You know it.",
                    "debrief": "Well done.",
                    "next_steps": [{"text": "Tell your team."}],
                },
            },
        ],
    }


@pytest.fixture
def add(tiny: SimpleNamespace) -> Any:
    library = tiny.scenario.get_parent()

    def made(story: dict[str, Any]) -> ScenarioPage:
        page: ScenarioPage = library.add_child(
            instance=ScenarioPage(live=False, **scenario_fields(story, story["slug"]))
        )
        page.save_revision()
        return page

    return made


def edited(page: ScenarioPage, change: Any) -> ScenarioPage:
    raw = list(page.scenes.raw_data)
    change(raw[0]["value"])
    page.scenes = raw
    return page


def question(value: dict[str, Any], place: int) -> dict[str, Any]:
    found: dict[str, Any] = value["questions"][place]["value"]
    return found


def refused(page: ScenarioPage) -> list[Any]:
    with pytest.raises(PublishRefused) as caught:
        page.save_revision().publish()
    assert not ScenarioPage.objects.get(pk=page.pk).live
    return caught.value.refusals


def test_all_five_kinds_go_live_and_are_asked_as_written(add: Any) -> None:
    page = add(case(draw=3, needed=2, tries=3))
    compiled = compile_scenario(page)
    assert compiled.refusals == []
    scene = scenario_from_json(compiled.data).scenes[0]
    assert scene.question
    assert (scene.question.draw, scene.question.needed, scene.question.tries) == (3, 2, 3)
    assert scene.review == compiled.data["scenes"][1]["id"]
    one, some, row, pairs, word = scene.question.items
    texts = {each.id: each.text for item in (one, some, row, pairs) for each in item.options}
    assert [texts[each] for each in one.right] == ["What is done"]
    assert {texts[each] for each in some.right} == {"What is done", "How it is done"}
    assert [texts[each] for each in row.right] == ["How it is done", "A border", "What is done"]
    assert [(each.text, texts[each.answer]) for each in pairs.prompts] == [
        ("Recruiting", "What is done"),
        ("Receiving", "What is done"),
        ("Deceiving", "How it is done"),
    ]
    assert [each.text for each in pairs.options] == ["What is done", "How it is done", "A border"]
    assert check(word, " THE Palermo  protocol.").right
    assert one.explanation == "Act, means, purpose."
    page.save_revision().publish()
    assert ScenarioPage.objects.get(pk=page.pk).live


def test_ids_survive_edits_and_tell_nothing_of_pairs(add: Any) -> None:
    page = add(case())
    before = compile_scenario(page).data["scenes"][0]["question"]

    def change(value: dict[str, Any]) -> None:
        question(value, 0)["options"].reverse()
        question(value, 3)["pairs"].reverse()
        question(value, 3)["text"] = "Which is which?"

    after = compile_scenario(edited(page, change)).data["scenes"][0]["question"]
    for old, new in zip(before["items"], after["items"], strict=True):
        for part in ("options", "prompts"):
            assert {each["id"]: each["text"] for each in old[part]} == {
                each["id"]: each["text"] for each in new[part]
            }
        assert sorted(old["right"]) == sorted(new["right"])
    assert before["items"][3]["id"] == after["items"][3]["id"]


def two_right(value: Any) -> None:
    question(value, 0)["options"][1]["value"]["right"] = True


def none_right(value: Any) -> None:
    question(value, 1)["options"][0]["value"]["right"] = False
    question(value, 1)["options"][1]["value"]["right"] = False


def same_step(value: Any) -> None:
    question(value, 2)["options"][2]["value"] = "a BORDER. "


def same_prompt(value: Any) -> None:
    question(value, 3)["pairs"][1]["value"]["prompt"] = "Recruiting"


def one_answer(value: Any) -> None:
    question(value, 3)["others"] = []
    question(value, 3)["pairs"][2]["value"]["answer"] = "what is done"


def no_word(value: Any) -> None:
    for each in question(value, 4)["accepted"]:
        each["value"] = "…"


@pytest.mark.parametrize(
    ("change", "place", "sentence"),
    [
        (two_right, 0, "“What comes first?” allows one answer"),
        (none_right, 1, "“What belongs to it?” has no right option yet"),
        (same_step, 2, "“In which order?” has the same words twice"),
        (same_prompt, 3, "“What is what?” has the same words twice: “Recruiting”"),
        (one_answer, 3, "“What is what?” needs two options or more"),
        (no_word, 4, "“Which protocol?” has no accepted form yet"),
    ],
)
def test_a_question_that_cannot_be_answered_stays_a_draft(
    add: Any, change: Any, place: int, sentence: str
) -> None:
    page = add(case())
    edited(page, change)
    (refusal,) = refused(page)
    assert sentence in refusal.message
    assert refusal.block == page.scenes.raw_data[0]["value"]["questions"][place]["id"]


@pytest.mark.parametrize(
    ("change", "code", "sentence"),
    [
        (
            lambda value: value.update(review="Gone"),
            "review-unknown",
            "“Three parts” leads to “Gone” as its review, and no scene has that name",
        ),
        (
            lambda value: value.update(review="three PARTS"),
            "lock-out",
            "Who cannot answer “Three parts” never comes to an ending",
        ),
        (
            lambda value: value.update(draw=9),
            "draw-impossible",
            "draws 9 questions from a bank of 5",
        ),
        (
            lambda value: value.update(draw=2, needed=3),
            "needed-impossible",
            "asks for 3 good answers out of 2",
        ),
        (lambda value: value.update(tries=6), "block", "Tries"),
        (lambda value: value.update(review=""), "block", "Review"),
        (lambda value: value.update(questions=[]), "block", "Questions"),
        (lambda value: value.update(choices=[]), "block", "The way on"),
        (
            lambda value: question(value, 0).update(explanation="All else is wrong."),
            "shaming-word",
            "“What comes first?” say “wrong”",
        ),
    ],
)
def test_a_question_scene_that_does_not_work_is_said_at_its_scene(
    add: Any, change: Any, code: str, sentence: str
) -> None:
    page = add(case())
    edited(page, change)
    found = {each.code: each for each in refused(page)}
    assert sentence in found[code].message
    assert found[code].block in str(page.scenes.raw_data[0])


def test_without_a_review_the_compiler_says_what_it_is_for(add: Any) -> None:
    page = edited(add(case()), lambda value: value.update(review=" "))
    (refusal,) = compile_scenario(page).refusals
    assert "Name the scene that follows the last try" in refusal.message
    assert refusal.block == page.scenes[0].id


def test_a_half_written_question_is_kept_as_a_draft(add: Any) -> None:
    def change(value: dict[str, Any]) -> None:
        value.update(tries=None, review="", draw=None)
        value["questions"] = [
            {"type": kind, "id": kind, "value": {"text": "", "explanation": "", "source": ""}}
            for kind in ("single", "multiple", "order", "match", "short")
        ]

    page = edited(add(case()), change)
    page.save_revision()
    assert [each.code for each in compile_scenario(page).refusals] == ["review-unknown"]


@pytest.mark.parametrize(
    ("question_", "sentence"),
    [
        ({"items": [{"id": "a", "kind": "drag", "text": "?"}]}, "one of: single"),
        ({"items": [{"id": "a", "kind": "single", "text": ""}]}, "“text” is empty"),
        (None, "group of named values"),
    ],
)
def test_a_file_with_a_broken_question_is_not_read(question_: Any, sentence: str) -> None:
    story = case()
    story["scenes"][0]["question"] = question_
    with pytest.raises(CourseFileError, match="ask"):
        scenario_fields(story, "asking")
    with pytest.raises(CourseFileError) as caught:
        scenario_fields(story, "asking")
    assert sentence in str(caught.value)
