"""Twenty learners answer at once, each answer sent twice: none lost, none double.

On the real database: the SQLite file with the settings' transaction mode, or PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from accounts.models import User
from courses.learning.actions.answer_question import answer_question
from courses.learning.actions.enrol import enrol
from courses.learning.actions.finish_lesson import finish_lesson
from courses.learning.actions.start_attempt import start_attempt
from courses.learning.actions.submit_answer import AnswerRefused, submit_answer
from courses.learning.models import Answer, Attempt, CheckAnswer, Completion, Enrolment
from statements.models import Statement

pytestmark = pytest.mark.django_db(transaction=True)
LEARNERS = 20


def at_once(calls: list[Callable[[], object]], threads: int = LEARNERS) -> list[object]:
    def run(call: Callable[[], object]) -> object:
        try:
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(run, calls))


def test_twenty_learners_post_every_answer_twice_at_once(house, version):
    clients, attempts = [], []
    for number in range(LEARNERS):
        person = User.objects.create_user(f"learner{number}@example.org", "a-long-password")
        enrolment = enrol(person, version)
        house.finish_lessons(person, enrolment)
        attempts.append(start_attempt(person, enrolment.uuid, str(house.scenario_key)))
        client = Client()
        client.force_login(person)
        clients.append(client)

    for step, scene in enumerate(("one", "two", "three")):
        fields = {"choice": f"{scene}-good", "step": step}

        def post(number: int, fields: dict = fields) -> int:
            client = Client()
            client.cookies = clients[number].cookies
            return client.post(attempts[number].get_absolute_url(), fields).status_code

        twice = [number for number in range(LEARNERS) for _ in range(2)]
        codes = at_once([lambda number=number: post(number) for number in twice])
        assert set(codes) == {303}

    assert Answer.objects.count() == LEARNERS * 3
    assert Attempt.objects.filter(status=Attempt.Status.PASSED, step=3).count() == LEARNERS
    assert Completion.objects.count() == LEARNERS
    assert Statement.objects.filter(
        verb__endswith="answered", object__id__isnull=False
    ).count() >= (LEARNERS * 3)


def test_twenty_learners_post_every_try_at_questions_twice_at_once(house, monkeypatch):
    names = house.publish.__globals__
    monkeypatch.setitem(names, "scenario_json", names["quiz_json"]("multiple", "match"))
    version = house.publish()
    clients, attempts = [], []
    for number in range(LEARNERS):
        person = User.objects.create_user(f"learner{number}@example.org", "a-long-password")
        attempt = start_attempt(person, enrol(person, version).uuid, str(house.scenario_key))
        submit_answer(person, attempt.uuid, 0, "one-good")
        attempts.append(attempt)
        client = Client()
        client.force_login(person)
        clients.append(client)
    fields = {"asked": "quiz", "q-multiple": ["a", "m"], "q-match-p": "a"}

    for step, chosen in ((1, "t"), (2, "m")):

        def post(number: int, step: int = step, chosen: str = chosen) -> int:
            client = Client()
            client.cookies = clients[number].cookies
            sent = {**fields, "step": step, "q-match-r": chosen}
            return client.post(attempts[number].get_absolute_url(), sent).status_code

        twice = [number for number in range(LEARNERS) for _ in range(2)]
        codes = at_once([lambda number=number: post(number) for number in twice])
        assert set(codes) == {303}

    assert Answer.objects.filter(outcome="try-again").count() == LEARNERS
    assert Answer.objects.filter(outcome="solved").count() == LEARNERS
    assert Answer.objects.count() == LEARNERS * 3
    assert Statement.objects.filter(object__id__endswith="/quiz").count() == LEARNERS * 2
    for attempt in Attempt.objects.all():
        assert (attempt.step, attempt.state["scene"]) == (3, "three")
        assert attempt.state["earned"] == {"trust": 4}


def test_two_different_answers_to_one_try_at_questions_leave_one(house, monkeypatch):
    names = house.publish.__globals__
    monkeypatch.setitem(names, "scenario_json", names["quiz_json"]("single"))
    person = User.objects.create_user("two-tabs@example.org", "a-long-password")
    attempt = start_attempt(person, enrol(person, house.publish()).uuid, str(house.scenario_key))
    submit_answer(person, attempt.uuid, 0, "one-good")

    def answer(option: str) -> str:
        try:
            answer_question(person, attempt.uuid, 1, "quiz", lambda _asked: {"single": option})
        except AnswerRefused as refused:
            return refused.reason
        return "taken"

    said = at_once([lambda option=option: answer(option) for option in ("m", "t")])
    assert sorted(map(str, said)) == ["decided", "taken"]
    attempt.refresh_from_db()
    assert attempt.state["tries"] == 1


def test_two_different_answers_to_one_step_leave_one(house, version):
    person = User.objects.create_user("two-tabs@example.org", "a-long-password")
    attempt = start_attempt(person, enrol(person, version).uuid, str(house.scenario_key))

    def answer(choice: str) -> str:
        try:
            submit_answer(person, attempt.uuid, 0, choice)
        except AnswerRefused as refused:
            return refused.reason
        return "taken"

    said = at_once([lambda choice=choice: answer(choice) for choice in ("one-good", "one-poor")])
    assert sorted(map(str, said)) == ["decided", "taken"]
    assert Answer.objects.count() == 1


def test_joining_twenty_times_at_once_is_joining_once(house, version):
    person = User.objects.create_user("eager@example.org", "a-long-password")
    joined = at_once([lambda: enrol(person, version).pk] * LEARNERS)
    assert len(set(joined)) == 1
    assert Enrolment.objects.count() == 1


def test_beginning_twenty_times_at_once_is_one_try(house, version):
    person = User.objects.create_user("eager@example.org", "a-long-password")
    enrolment = enrol(person, version)
    key = str(house.scenario_key)
    begun = at_once([lambda: start_attempt(person, enrolment.uuid, key).pk] * LEARNERS)
    assert len(set(begun)) == 1


def test_the_last_lesson_and_the_last_decision_at_once_complete_once(house, version):
    for number in range(5):
        person = User.objects.create_user(f"both{number}@example.org", "a-long-password")
        enrolment = enrol(person, version)
        house.answer_checks(person, enrolment)
        finish_lesson(person, enrolment.uuid, str(house.second_key))
        attempt = start_attempt(person, enrolment.uuid, str(house.scenario_key))
        for step, scene in enumerate(("one", "two")):
            submit_answer(person, attempt.uuid, step, f"{scene}-good")
        at_once(
            [
                lambda p=person, e=enrolment: finish_lesson(p, e.uuid, str(house.first_key)),
                lambda p=person, a=attempt: submit_answer(p, a.uuid, 2, "three-good"),
            ]
        )
        assert Completion.objects.filter(enrolment=enrolment).count() == 1


def test_a_check_posted_twenty_times_at_once_is_one_answer(house, version):
    person = User.objects.create_user("clicks@example.org", "a-long-password")
    enrolment = enrol(person, version)
    client = Client()
    client.force_login(person)
    page = reverse("learning:lesson", args=[enrolment.uuid, house.first_key])
    fields = {"check": "c1", "option": "one-a", "tries": 0, "reading": "full"}

    def post() -> int:
        mine = Client()
        mine.cookies = client.cookies
        return mine.post(page, fields).status_code

    assert set(at_once([post] * LEARNERS)) == {200}
    assert CheckAnswer.objects.get().tries == 1
