"""One decision: taken once, kept with its words, and nothing else by any road."""

from __future__ import annotations

import uuid

import pytest
from django.core.exceptions import PermissionDenied

from courses.learning.actions.start_attempt import ScenarioUnknown, start_attempt
from courses.learning.actions.submit_answer import AnswerRefused, submit_answer
from courses.learning.models import Answer, Attempt
from statements.models import Statement

pytestmark = pytest.mark.django_db


@pytest.fixture
def attempt(house, amal, enrolment):
    return start_attempt(amal, enrolment.uuid, str(house.scenario_key))


def test_an_answer_is_kept_with_its_wording_and_leads_on(amal, attempt):
    submit_answer(amal, attempt.uuid, 0, "one-good")

    answer = Answer.objects.get(attempt=attempt)
    assert (answer.step, answer.scene_key, answer.choice_key) == (0, "one", "one-good")
    assert (answer.scene_wording, answer.choice_wording) == ("Scene one", "Choice one-good")
    attempt.refresh_from_db()
    assert attempt.step == 1
    assert attempt.state["scene"] == "two"
    assert attempt.state["variables"]["calm"] == 4


def test_the_same_answer_twice_is_one(amal, attempt):
    submit_answer(amal, attempt.uuid, 0, "one-good")
    again = submit_answer(amal, attempt.uuid, 0, "one-good")

    assert again.repeated
    attempt.refresh_from_db()
    assert attempt.step == 1
    assert Answer.objects.count() == 1
    assert Statement.objects.filter(verb__endswith="answered").count() == 1


def test_another_answer_to_a_decided_step_is_refused(amal, attempt):
    submit_answer(amal, attempt.uuid, 0, "one-good")

    with pytest.raises(AnswerRefused) as refused:
        submit_answer(amal, attempt.uuid, 0, "one-poor")

    assert refused.value.reason == "decided"
    assert Answer.objects.get().choice_key == "one-good"


@pytest.mark.parametrize(
    ("step", "choice", "reason"),
    [
        (1, "two-good", "stale"),
        (99, "one-good", "stale"),
        (0, "no-such-choice", "choice"),
        (0, "two-good", "choice"),
        (0, "one-closed", "choice"),
        (0, "", "choice"),
    ],
)
def test_an_answer_that_does_not_belong_here_is_refused(amal, attempt, step, choice, reason):
    with pytest.raises(AnswerRefused) as refused:
        submit_answer(amal, attempt.uuid, step, choice)

    assert refused.value.reason == reason
    attempt.refresh_from_db()
    assert (attempt.step, attempt.state["scene"]) == (0, "one")
    assert not Answer.objects.exists()


def test_nobody_else_may_answer(bela, attempt):
    with pytest.raises(PermissionDenied):
        submit_answer(bela, attempt.uuid, 0, "one-good")
    assert not Answer.objects.exists()


def test_an_attempt_that_does_not_exist(amal):
    with pytest.raises(Attempt.DoesNotExist):
        submit_answer(amal, uuid.uuid4(), 0, "one-good")


def test_good_decisions_pass(house, amal, enrolment):
    attempt = house.play(amal, enrolment)

    assert attempt.status == Attempt.Status.PASSED
    assert attempt.finished_at is not None
    assert attempt.result["overall"] == 1.0
    assert attempt.result["pass_rule"]["overall"] == 0.5


def test_poor_decisions_reach_an_ending_too_and_say_what_is_missing(house, amal, enrolment):
    attempt = house.play(amal, enrolment, "poor")

    assert attempt.status == Attempt.Status.FINISHED
    assert attempt.result["missing"] == ["overall", "competency:trust"]


def test_an_ended_try_takes_no_more_answers(house, amal, enrolment):
    attempt = house.play(amal, enrolment)

    with pytest.raises(AnswerRefused):
        submit_answer(amal, attempt.uuid, 3, "one-good")
    assert submit_answer(amal, attempt.uuid, 2, "three-good").repeated


def test_one_try_runs_at_a_time_and_tries_are_unlimited(house, amal, enrolment, attempt):
    assert start_attempt(amal, enrolment.uuid, str(house.scenario_key)).uuid == attempt.uuid

    for _ in range(4):
        house.play(amal, enrolment, "poor")
    assert Attempt.objects.filter(status=Attempt.Status.FINISHED).count() == 4


def test_a_scenario_of_another_course_cannot_be_begun(amal, enrolment):
    with pytest.raises(ScenarioUnknown):
        start_attempt(amal, enrolment.uuid, str(uuid.uuid4()))


def test_nobody_else_may_begin(house, bela, enrolment):
    with pytest.raises(PermissionDenied):
        start_attempt(bela, enrolment.uuid, str(house.scenario_key))


def test_statements_hold_no_score_before_the_end_and_only_a_pass_is_official(
    house, amal, enrolment
):
    house.play(amal, enrolment, "poor")
    house.play(amal, enrolment)

    decisions = Statement.objects.filter(verb__endswith="answered")
    assert decisions.count() == 6
    assert all(set(each.result) == {"response"} for each in decisions)
    assert {each.tier for each in decisions} == {"learner"}
    passed = Statement.objects.get(verb__endswith="passed")
    assert (passed.tier, passed.result["success"]) == ("official", True)
    unpassed = Statement.objects.get(verb__endswith="completed")
    assert (unpassed.tier, unpassed.result["success"]) == ("learner", False)
