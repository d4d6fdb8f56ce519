"""Questions in a scenario: each try is taken once and kept with its words; nobody is locked out."""

from __future__ import annotations

import json
import uuid

import pytest
from django.core.exceptions import PermissionDenied

from courses.learning.actions.answer_question import QuestionRefused, answer_question
from courses.learning.actions.go_back import go_back
from courses.learning.actions.submit_answer import AnswerRefused, submit_answer
from courses.learning.models import Answer, Attempt
from courses.learning.own_data import learning_of
from courses.learning.versions import scene_of
from courses.scenarios.questions import drawn
from statements.models import Statement

pytestmark = pytest.mark.django_db

KINDS = ("single", "multiple", "order", "match", "short")
RIGHT = {
    "single": "a",
    "multiple": ["m", "a"],
    "order": ["m", "a", "t"],
    "match": {"p": "a", "r": "m"},
    "short": " the protocol of PALERMO. ",
}
OTHER = {
    "single": "t",
    "multiple": ["a"],
    "order": ["a", "m", "t"],
    "match": {"p": "t", "r": "m"},
    "short": "Vienna",
}
WORDS = {
    "single": ["The travel"],
    "multiple": ["The act"],
    "order": ["The act", "The means", "The travel"],
    "match": ["Recruiting – The travel", "Deceiving – The means"],
    "short": ["Vienna"],
}
NO_ANSWER = [
    ("single", "", "empty"),
    ("single", "gone", "unknown"),
    ("multiple", [], "empty"),
    ("multiple", ["gone"], "unknown"),
    ("order", ["m", "", "t"], "empty"),
    ("order", ["m", "m", "t"], "twice"),
    ("order", ["m", "gone", "t"], "unknown"),
    ("match", {"p": "a", "r": ""}, "empty"),
    ("match", {"p": "a", "r": "gone"}, "unknown"),
    ("short", " . ", "empty"),
    ("short", "x" * 501, "long"),
]


def answer(person, attempt, step, responses, scene="quiz"):
    return answer_question(person, attempt.uuid, step, scene, lambda _asked: responses)


@pytest.mark.parametrize("kind", KINDS)
def test_a_good_answer_leads_on_with_full_credit(amal, at_quiz, kind):
    attempt = at_quiz(kind)
    answer(amal, attempt, 1, {kind: RIGHT[kind]})

    attempt.refresh_from_db()
    assert (attempt.step, attempt.state["scene"]) == (2, "three")
    assert attempt.state["earned"] == {"trust": 4}
    kept = Answer.objects.get(attempt=attempt, step=1)
    assert (kept.outcome, kept.choice_key, kept.scene_wording) == (
        "solved",
        "quiz-on",
        "Scene quiz",
    )
    assert kept.asked["try"] == 1
    asked = kept.asked["questions"][0]
    assert (asked["text"], asked["right"]) == (f"Question {kind}?", True)
    assert asked["standing"] == "first"


@pytest.mark.parametrize("kind", KINDS)
def test_a_try_that_was_not_it_stays_and_the_last_leads_to_the_review(amal, at_quiz, kind):
    attempt = at_quiz(kind)
    answer(amal, attempt, 1, {kind: OTHER[kind]})

    attempt.refresh_from_db()
    assert (attempt.step, attempt.state["scene"], attempt.state["tries"]) == (2, "quiz", 1)
    answer(amal, attempt, 2, {kind: OTHER[kind]})
    attempt.refresh_from_db()
    assert (attempt.step, attempt.state["scene"], attempt.state["tries"]) == (3, "again", 0)
    assert attempt.state["earned"] == {"trust": 2}
    first, second = Answer.objects.filter(attempt=attempt, step__gt=0)
    assert [first.outcome, second.outcome] == ["try-again", "review"]
    assert [first.asked["try"], second.asked["try"]] == [1, 2]
    assert first.choice_key == second.choice_key == ""
    assert first.asked["questions"][0]["given"] == WORDS[kind]
    assert not second.asked["questions"][0]["right"]


@pytest.mark.parametrize("kind", KINDS)
def test_the_second_try_earns_the_same(amal, at_quiz, kind):
    attempt = at_quiz(kind)
    answer(amal, attempt, 1, {kind: OTHER[kind]})
    answer(amal, attempt, 2, {kind: RIGHT[kind]})

    attempt.refresh_from_db()
    assert attempt.state["scene"] == "three"
    assert attempt.state["earned"] == {"trust": 4}
    assert Answer.objects.get(attempt=attempt, step=2).asked["questions"][0]["standing"] == "later"


@pytest.mark.parametrize(("kind", "response", "reason"), NO_ANSWER)
def test_what_is_no_answer_uses_no_try(amal, at_quiz, kind, response, reason):
    attempt = at_quiz(kind)
    before = attempt.state
    with pytest.raises(QuestionRefused) as refused:
        answer(amal, attempt, 1, {kind: response})

    assert (refused.value.reason, refused.value.question.id) == (reason, kind)
    attempt.refresh_from_db()
    assert (attempt.step, attempt.state) == (1, before)
    assert Answer.objects.filter(attempt=attempt).count() == 1


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_answer_twice_is_one_try(amal, at_quiz, kind):
    attempt = at_quiz(kind)
    answer(amal, attempt, 1, {kind: OTHER[kind]})
    again = answer(amal, attempt, 1, {kind: OTHER[kind]})

    assert again.repeated
    attempt.refresh_from_db()
    assert (attempt.step, attempt.state["tries"]) == (2, 1)
    assert Answer.objects.filter(attempt=attempt).count() == 2
    assert Statement.objects.filter(verb__endswith="answered").count() == 2


@pytest.mark.parametrize("kind", KINDS)
def test_another_answer_to_that_try_is_refused(amal, at_quiz, kind):
    attempt = at_quiz(kind)
    answer(amal, attempt, 1, {kind: OTHER[kind]})
    with pytest.raises(AnswerRefused, match="decided"):
        answer(amal, attempt, 1, {kind: RIGHT[kind]})
    attempt.refresh_from_db()
    assert attempt.state["scene"] == "quiz"


@pytest.mark.parametrize(
    ("step", "scene", "reason"),
    [(2, "quiz", "stale"), (99, "quiz", "stale"), (1, "one", "stale"), (1, "gone", "stale")],
)
def test_an_answer_to_another_place_or_version_is_refused(amal, at_quiz, step, scene, reason):
    attempt = at_quiz("single")
    with pytest.raises(AnswerRefused, match=reason):
        answer(amal, attempt, step, {"single": "a"}, scene)
    attempt.refresh_from_db()
    assert attempt.step == 1


def test_a_decision_takes_no_answers_and_questions_no_choice(amal, at_quiz):
    attempt = at_quiz("single")
    with pytest.raises(AnswerRefused, match="choice"):
        submit_answer(amal, attempt.uuid, 1, "quiz-on")
    with pytest.raises(AnswerRefused, match="decided"):
        answer(amal, attempt, 0, {}, "one")
    with pytest.raises(AnswerRefused, match="decided"):
        submit_answer(amal, attempt.uuid, 0, "")
    answer(amal, attempt, 1, {"single": "a"})
    with pytest.raises(AnswerRefused, match="choice"):
        answer(amal, attempt, 2, {}, "three")
    with pytest.raises(AnswerRefused, match="decided"):
        submit_answer(amal, attempt.uuid, 1, "quiz-on")


def test_nobody_else_answers(bela, at_quiz):
    attempt = at_quiz("single")
    with pytest.raises(PermissionDenied):
        answer(bela, attempt, 1, {"single": "a"})
    assert Answer.objects.filter(attempt=attempt).count() == 1


def test_an_attempt_that_does_not_exist(amal, at_quiz):
    at_quiz("single")
    with pytest.raises(Attempt.DoesNotExist):
        answer_question(amal, uuid.uuid4(), 1, "quiz", lambda _asked: {})


def test_some_of_many_are_drawn_once_and_stay(amal, at_quiz):
    attempt = at_quiz(*KINDS, draw=2, needed=1)
    scene = scene_of(attempt.scenario_version.hash, "quiz")
    first = [each.id for each in drawn(scene, attempt.seed)]
    asked = []
    responses = {"answers": OTHER}

    def read(questions):
        asked.append([each.id for each in questions])
        return {each.id: responses["answers"][each.id] for each in questions}

    answer_question(amal, attempt.uuid, 1, "quiz", read)
    responses["answers"] = {**OTHER, first[0]: RIGHT[first[0]]}
    answer_question(amal, attempt.uuid, 2, "quiz", read)
    assert asked == [first, first]
    second = Answer.objects.get(attempt=attempt, step=2)
    # One of two was enough.
    assert second.outcome == "solved"
    assert [each["right"] for each in second.asked["questions"]] == [True, False]
    assert [each["standing"] for each in second.asked["questions"]] == ["later", "never"]


def test_what_was_once_answered_well_stands_also_when_it_is_changed(amal, at_quiz):
    attempt = at_quiz("single", "short")
    answer(amal, attempt, 1, {"single": "a", "short": "Vienna"})
    answer(amal, attempt, 2, {"single": "t", "short": "Palermo Protocol"})
    kept = Answer.objects.get(attempt=attempt, step=2)
    assert kept.outcome == "review"
    assert [each["standing"] for each in kept.asked["questions"]] == ["first", "later"]
    assert [each["right"] for each in kept.asked["questions"]] == [False, True]


@pytest.mark.parametrize(
    ("kind", "interaction", "response"),
    [
        ("single", "choice", "t"),
        ("multiple", "choice", "a"),
        ("order", "sequencing", "a[,]m[,]t"),
        ("match", "matching", "p[.]t[,]r[.]m"),
        ("short", "fill-in", "Vienna"),
    ],
)
def test_each_try_is_a_statement_without_what_is_right(amal, at_quiz, kind, interaction, response):
    attempt = at_quiz(kind)
    answer(amal, attempt, 1, {kind: OTHER[kind]})
    answer(amal, attempt, 2, {kind: RIGHT[kind]})

    first, second = Statement.objects.filter(object__id__endswith="/quiz").order_by("timestamp")
    assert first.result == {"response": response, "success": False}
    assert second.result["success"] is True
    definition = first.object["definition"]
    assert definition["interactionType"] == interaction
    assert definition["description"] == {"en": f"Question {kind}?"}
    assert {first.tier, second.tier} == {"learner"}
    told = json.dumps([first.as_json(), second.as_json()])
    assert "correctResponsesPattern" not in told
    assert "Explanation" not in told


def test_several_questions_are_one_statement(amal, at_quiz):
    attempt = at_quiz("single", "match")
    answer(amal, attempt, 1, {"single": "t", "match": OTHER["match"]})
    said = Statement.objects.get(object__id__endswith="/quiz")
    assert said.object["definition"]["interactionType"] == "other"
    assert said.result["response"] == "single[.]t[,]match[.]p[.]t[,]r[.]m"


def test_a_zero_byte_in_a_short_answer_is_left_out(amal, at_quiz):
    attempt = at_quiz("short")
    answer(amal, attempt, 1, {"short": "Vien\0na"})
    kept = Answer.objects.get(attempt=attempt, step=1)
    assert kept.asked["questions"][0]["response"] == "Vienna"
    assert answer(amal, attempt, 1, {"short": "Vien\0na"}).repeated


def test_practice_goes_back_to_before_the_questions(amal, at_quiz):
    attempt = at_quiz("single", mode=Attempt.Mode.PRACTICE)
    before = attempt.state
    answer(amal, attempt, 1, {"single": "t"})
    answer(amal, attempt, 2, {"single": "t"})
    again = go_back(amal, attempt.uuid, 2)
    assert again.state["tries"] == 1
    answer(amal, attempt, 2, {"single": "a"})
    assert Answer.objects.get(attempt=attempt, step=2).asked["questions"][0]["standing"] == "later"
    assert go_back(amal, attempt.uuid, 1).state == before
    answer(amal, attempt, 1, {"single": "a"})
    assert Answer.objects.get(attempt=attempt, step=1).asked["questions"][0]["standing"] == "first"
    said = Statement.objects.filter(object__id__endswith="/quiz")
    assert said.count() == 4
    assert all("practice" in str(each.context) for each in said)


def test_questions_at_the_end_conclude_the_try(amal, at_quiz):
    attempt = at_quiz("single", quiz={"review": "open"})
    answer(amal, attempt, 1, {"single": "t"})
    answer(amal, attempt, 2, {"single": "t"})
    attempt.refresh_from_db()
    assert attempt.status == Attempt.Status.FINISHED
    assert attempt.result["ending"] == "open"


def test_the_learners_copy_holds_every_try(amal, at_quiz):
    attempt = at_quiz("match")
    answer(amal, attempt, 1, {"match": OTHER["match"]})
    decisions = json.loads(json.dumps(learning_of(amal)))[0]["tries"][0]["decisions"]
    assert decisions[0]["questions"] is None
    assert decisions[1]["came_of_it"] == "try-again"
    assert decisions[1]["questions"] == {
        "try": 1,
        "asked": [
            {"question": "Question match?", "answered": WORDS["match"], "answered_well": False}
        ],
    }
