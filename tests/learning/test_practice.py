"""Practice: the learner's own. It counts nowhere, and any decision can be taken back."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from accounts.personal_data import export_person
from courses.content.models import ScenarioVersion
from courses.learning.actions.go_back import BackRefused, go_back
from courses.learning.actions.start_attempt import start_attempt
from courses.learning.actions.submit_answer import submit_answer
from courses.learning.analytics.counting import tries_at
from courses.learning.models import Answer, Attempt, Completion
from courses.learning.scenario_use import plays_under_way
from courses.learning.standing import standing_of
from statements.models import Statement

pytestmark = pytest.mark.django_db

PRACTICE = Attempt.Mode.PRACTICE


@pytest.fixture
def practice(house, amal, enrolment) -> Attempt:
    return start_attempt(amal, enrolment.uuid, str(house.scenario_key), PRACTICE)


@pytest.fixture
def browser(amal) -> Client:
    client = Client()
    client.force_login(amal)
    return client


def play(person, attempt, way="good", begin=0) -> Attempt:
    for step, scene in list(enumerate(("one", "two", "three")))[begin:]:
        submit_answer(person, attempt.uuid, step, f"{scene}-{way}")
    attempt.refresh_from_db()
    return attempt


def test_passing_in_practice_completes_nothing(house, amal, enrolment, practice):
    house.finish_lessons(amal, enrolment)
    play(amal, practice)

    assert practice.status == Attempt.Status.PASSED
    assert not Completion.objects.exists()
    assert standing_of(enrolment).tries == {}
    house.play(amal, enrolment)
    completion = Completion.objects.get()
    assert str(practice.uuid) not in str(completion.evidence)


def test_a_try_that_counts_runs_beside_it(house, amal, enrolment, practice):
    counted = start_attempt(amal, enrolment.uuid, str(house.scenario_key))
    assert counted.pk != practice.pk
    again = start_attempt(amal, enrolment.uuid, str(house.scenario_key), PRACTICE)
    assert again.pk == practice.pk


def test_trainers_numbers_leave_it_out(amal, practice):
    play(amal, practice)
    assert not tries_at(ScenarioVersion.objects.get()).exists()


def test_nor_is_it_counted_among_the_plays_that_editing_touches(amal, enrolment, house, practice):
    assert plays_under_way(house.scenario_key)[1] == 0
    start_attempt(amal, enrolment.uuid, str(house.scenario_key))
    assert plays_under_way(house.scenario_key)[1] == 1


def test_every_statement_of_it_is_the_learners_own(amal, practice):
    play(amal, practice)
    said = Statement.objects.filter(registration=practice.uuid)
    assert said.count() == 5
    assert {each.tier for each in said} == {"learner"}
    assert not said.filter(verb__endswith="passed").exists()
    assert all("practice" in str(each.context) for each in said)


def test_going_back_undoes_what_came_after_and_another_way_is_taken(amal, practice):
    play(amal, practice, "poor")
    go_back(amal, practice.uuid, 1)

    practice.refresh_from_db()
    assert (practice.status, practice.step, practice.state["scene"]) == ("running", 1, "two")
    assert practice.finished_at is practice.result is None
    assert [each.choice_key for each in practice.answers.all()] == ["one-poor"]
    play(amal, practice, "good", begin=1)
    assert practice.status == Attempt.Status.PASSED
    assert practice.state["earned"] == {"trust": 4}
    # What was said of the first way stays said.
    answered = Statement.objects.filter(registration=practice.uuid, verb__endswith="answered")
    assert answered.count() == 5


def test_going_back_to_the_first_decision_is_a_fresh_start(amal, practice):
    before = practice.state
    play(amal, practice)
    assert go_back(amal, practice.uuid, 0).state == before
    assert not Answer.objects.filter(attempt=practice).exists()


@pytest.mark.parametrize("step", [2, 3, 99])
def test_there_is_no_way_back_to_what_was_not_decided(amal, practice, step):
    submit_answer(amal, practice.uuid, 0, "one-good")
    submit_answer(amal, practice.uuid, 1, "two-good")
    with pytest.raises(BackRefused):
        go_back(amal, practice.uuid, step)
    assert practice.answers.count() == 2


def test_a_try_that_counts_goes_only_on(house, amal, enrolment):
    attempt = house.play(amal, enrolment, "poor")
    with pytest.raises(PermissionDenied):
        go_back(amal, attempt.uuid, 0)
    assert attempt.answers.count() == 3


def test_nobody_else_takes_it_back(amal, bela, practice):
    submit_answer(amal, practice.uuid, 0, "one-good")
    with pytest.raises(PermissionDenied):
        go_back(bela, practice.uuid, 0)
    assert practice.answers.count() == 1


def test_an_older_practice_stays_ended_while_another_runs(house, amal, enrolment, practice):
    play(amal, practice)
    start_attempt(amal, enrolment.uuid, str(house.scenario_key), PRACTICE)
    with pytest.raises(BackRefused):
        go_back(amal, practice.uuid, 0)


def test_it_is_begun_played_and_taken_back_in_the_page(house, enrolment, browser):
    start = reverse("learning:scenario", args=[enrolment.uuid, house.scenario_key])
    html = browser.get(start).content.decode()
    assert "Practise first" in html
    assert html.count('rel="next"') == 1
    page = browser.post(start, {"mode": "practice"})["Location"]
    assert "Practice: yours alone" in browser.get(page).content.decode()
    for step, scene in enumerate(("one", "two", "three")):
        taken = browser.post(page, {"choice": f"{scene}-poor", "step": step})
        assert taken.status_code == 303
    end = browser.get(taken["Location"]).content.decode()
    assert "This was practice" in end
    assert end.count('rel="next"') == 1
    assert re.findall(r'name="back" value="(\d)"', end) == ["0", "1", "2"]

    back = browser.post(page, {"back": "1"})
    assert (back.status_code, back["Location"]) == (303, page)
    again = browser.post(page, {"reading": "full"}).content.decode()
    assert "Full text of two" in again
    assert re.findall(r'name="back" value="(\d)"', again) == ["0"]
    assert "Go on practising" in browser.get(start).content.decode()


@pytest.mark.parametrize("step", ["", "x", "7", "-1", "9" * 12])
def test_a_way_back_that_is_none_changes_nothing(amal, practice, browser, step):
    submit_answer(amal, practice.uuid, 0, "one-good")
    response = browser.post(practice.get_absolute_url(), {"back": step})
    assert response.status_code == 409
    assert "Nothing was changed" in response.content.decode()
    assert practice.answers.count() == 1


def test_a_try_that_counts_offers_no_way_back(house, amal, enrolment, browser):
    attempt = start_attempt(amal, enrolment.uuid, str(house.scenario_key))
    submit_answer(amal, attempt.uuid, 0, "one-good")
    page = attempt.get_absolute_url()
    assert 'name="back"' not in browser.get(page).content.decode()
    assert browser.post(page, {"back": "0"}).status_code == 403
    assert attempt.answers.count() == 1


def test_the_learners_copy_says_which_it_was(amal, practice):
    play(amal, practice)
    tries = export_person(amal)["learning"][0]["tries"]
    assert [each["mode"] for each in tries] == ["practice"]
