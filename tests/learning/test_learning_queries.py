"""Queries per page: few, and the same however many learners, answers and tries there are."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from courses.learning.actions.enrol import enrol
from courses.learning.actions.start_attempt import start_attempt
from courses.learning.actions.submit_answer import submit_answer
from courses.learning.versions import heads, scenes

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(amal) -> Client:
    client = Client()
    client.force_login(amal)
    return client


def queries_of(call) -> list[str]:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = call()
        assert response.status_code in {200, 302, 303}, response.content
    return [each["sql"] for each in captured.captured_queries]


@pytest.fixture
def pages(house, enrolment, browser):
    lesson = reverse("learning:lesson", args=[enrolment.uuid, house.first_key])
    return {
        "home": lambda: browser.get(reverse("learning:home")),
        "course": lambda: browser.get(enrolment.get_absolute_url()),
        "note": lambda: browser.get(lesson),
        "lesson": lambda: browser.post(lesson, {"reading": "full"}),
        "scenario": lambda: browser.get(
            reverse("learning:scenario", args=[enrolment.uuid, house.scenario_key])
        ),
    }


MOST = {"home": 6, "course": 6, "note": 3, "lesson": 5, "scenario": 4}


def test_pages_take_few_queries_and_never_more_with_more_learners_and_tries(
    house, amal, enrolment, version, pages
):
    house.play(amal, enrolment, "poor")
    before = {}
    for name, call in pages.items():
        call()  # what is kept in memory is there from the second reader on
        before[name] = len(queries_of(call))
        assert before[name] <= MOST[name], (name, queries_of(call))

    for number in range(5):
        other = User.objects.create_user(f"other{number}@example.org", "a-long-password")
        house.complete(other, enrol(other, version))
        house.play(amal, enrolment, "poor")
    after = {name: len(queries_of(call)) for name, call in pages.items()}
    assert after == before


def test_no_page_of_learning_loads_a_wagtail_page(pages):
    for name, call in pages.items():
        said = [sql for sql in queries_of(call) if "wagtailcore_page" in sql or "revision" in sql]
        assert not said, name


def answer_queries(browser, attempt, step, choice) -> list[str]:
    return queries_of(
        lambda: browser.post(attempt.get_absolute_url(), {"choice": choice, "step": step})
    )


def test_an_answer_takes_ten_queries_at_most_and_reads_one_scene(house, amal, enrolment, browser):
    attempt = start_attempt(amal, enrolment.uuid, str(house.scenario_key))
    scenes.clear()
    heads.clear()
    cold = answer_queries(browser, attempt, 0, "one-good")
    warm = answer_queries(browser, attempt, 1, "two-good")

    # Session, person, begin, attempt, answer, attempt, statement, commit.
    assert len(warm) - len([sql for sql in warm if "content_scenerow" in sql]) <= 8, warm
    assert len(cold) <= 10, cold
    # Cold, the scene at hand and the one that it leads to are read, each alone and once.
    assert len([sql for sql in cold if "content_scenerow" in sql]) == 2
    assert len([sql for sql in warm if "content_scenerow" in sql]) == 1
    shown = queries_of(lambda: browser.get(attempt.get_absolute_url()))
    assert len(shown) <= 5, shown
    assert not [sql for sql in shown if "content_scenerow" in sql]


def test_the_end_takes_the_same_queries_for_few_decisions_and_many(house, amal, enrolment, browser):
    attempt = house.play(amal, enrolment, "poor")
    page = reverse("learning:end", args=[attempt.uuid])
    browser.get(page)
    before = len(queries_of(lambda: browser.get(page)))
    for _ in range(5):
        house.play(amal, enrolment, "poor")
    assert len(queries_of(lambda: browser.get(page))) == before <= 9


def test_a_late_answer_costs_no_more(house, amal, enrolment, browser):
    attempt = start_attempt(amal, enrolment.uuid, str(house.scenario_key))
    submit_answer(amal, attempt.uuid, 0, "one-good")
    assert len(answer_queries(browser, attempt, 0, "one-good")) <= 7
