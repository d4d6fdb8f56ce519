"""Pages may be edited, unpublished or deleted: what was begun goes on in its own version."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from courses.content.models import CourseVersion, ScenarioVersion
from courses.learning.actions.finish_lesson import finish_lesson
from courses.learning.actions.start_attempt import start_attempt
from courses.learning.actions.submit_answer import submit_answer
from courses.learning.actions.switch_version import NoNewerVersion, switch_version
from courses.learning.models import Attempt, Completion

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(amal) -> Client:
    client = Client()
    client.force_login(amal)
    return client


def test_an_attempt_plays_its_own_version_to_the_end(house, amal, enrolment, browser):
    attempt = start_attempt(amal, enrolment.uuid, str(house.scenario_key))
    submit_answer(amal, attempt.uuid, 0, "one-good")

    house.publish(scenario_word=" anew")  # edited in mid-attempt
    CourseVersion.objects.filter(course_key=house.course_key).update(
        is_current=False
    )  # unpublished
    submit_answer(amal, attempt.uuid, 1, "two-good")
    assert "Scene three" in browser.get(attempt.get_absolute_url()).content.decode()
    submit_answer(amal, attempt.uuid, 2, "three-good")

    attempt.refresh_from_db()
    assert attempt.status == Attempt.Status.PASSED
    assert attempt.scenario_version.title == "At the door"
    # A further try stays on the learner's version, too.
    again = start_attempt(amal, enrolment.uuid, str(house.scenario_key))
    assert again.scenario_version_id == attempt.scenario_version_id


def test_a_course_that_is_no_longer_offered_can_be_completed_and_reviewed(
    house, amal, enrolment, browser
):
    CourseVersion.objects.update(is_current=False)
    house.complete(amal, enrolment)
    assert "You completed this course" in browser.get(enrolment.get_absolute_url()).content.decode()
    lesson = reverse("learning:lesson", args=[enrolment.uuid, house.first_key])
    assert "Full reading" in browser.post(lesson, {"reading": "full"}).content.decode()
    # Nobody new may join it.
    joining = reverse("learning:enrol", args=[uuid.UUID(str(house.course_key))])
    assert browser.post(joining, {"again": "1"}).status_code == 404


@pytest.fixture
def moved(house, amal, enrolment):
    """One lesson finished, the scenario under way; then a version with that lesson reworded."""
    house.answer_checks(amal, enrolment)
    for key in (house.first_key, house.second_key):
        finish_lesson(amal, enrolment.uuid, str(key))
    start_attempt(amal, enrolment.uuid, str(house.scenario_key))
    return house.publish(lesson_word=" reworded", scenario_word=" anew")


def test_a_move_is_explained_first_and_then_does_what_was_said(
    browser, house, amal, enrolment, moved
):
    page = reverse("learning:version", args=[enrolment.uuid])
    html = browser.get(page).content.decode()
    assert "Unchanged, and still finished: “Words”" in html
    assert "to be read and finished again (your answers stay): “Signs reworded”" in html
    assert "set aside, because the scenario changed: At the door" in html

    response = browser.post(page, {"version": moved.hash})
    assert response["Location"] == enrolment.get_absolute_url()
    enrolment.refresh_from_db()
    assert enrolment.course_version == moved
    assert Attempt.objects.get().status == Attempt.Status.SET_ASIDE
    course = browser.get(enrolment.get_absolute_url()).content.decode()
    assert "1 of 2 lessons; scenario: not yet passed" in course
    assert "waits for an answer" not in course  # the answers stayed
    anew = start_attempt(amal, enrolment.uuid, str(house.scenario_key))
    assert anew.scenario_version.title == "At the door anew"


def test_a_move_to_a_version_that_was_not_shown_is_refused(browser, enrolment, moved, amal):
    page = reverse("learning:version", args=[enrolment.uuid])
    response = browser.post(page, {"version": "0" * 64})
    assert response.status_code == 409
    assert "Nothing was moved" in response.content.decode()
    with pytest.raises(NoNewerVersion):
        switch_version(amal, enrolment.uuid, "0" * 64)
    enrolment.refresh_from_db()
    assert enrolment.course_version != moved


def test_without_a_newer_version_there_is_nothing_to_move_to(browser, enrolment):
    page = reverse("learning:version", args=[enrolment.uuid])
    assert browser.get(page)["Location"] == enrolment.get_absolute_url()


def test_a_set_aside_try_can_still_be_looked_at(browser, enrolment, moved, amal):
    switch_version(amal, enrolment.uuid, moved.hash)
    end = reverse("learning:end", args=[Attempt.objects.get().uuid])
    assert "set aside when you moved" in browser.get(end).content.decode()


def test_moving_completes_where_the_newer_version_asks_for_no_more(house, amal, enrolment):
    house.play(amal, enrolment)
    house.answer_checks(amal, enrolment)
    finish_lesson(amal, enrolment.uuid, str(house.first_key))
    lighter = house.publish(rule={"lessons": "none", "checks": "answered", "scenarios": "passed"})
    switch_version(amal, enrolment.uuid, lighter.hash)
    assert Completion.objects.get().course_version == lighter


def test_a_completed_course_does_not_move(house, amal, enrolment, browser):
    house.complete(amal, enrolment)
    house.publish(lesson_word=" reworded")
    page = reverse("learning:version", args=[enrolment.uuid])
    assert browser.get(page).status_code == 403
    assert "newer version" not in browser.get(enrolment.get_absolute_url()).content.decode()
    assert ScenarioVersion.objects.count() == 1
