"""Every kind of statement that the site makes, held against models of xAPI that are not ours."""

from __future__ import annotations

import copy
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from accounts.people import User
from courses.learning.actions.answer_question import answer_question
from courses.learning.actions.enrol import enrol
from courses.learning.actions.start_attempt import start_attempt
from courses.learning.actions.submit_answer import submit_answer
from courses.learning.actions.withdraw import withdraw
from courses.learning.activities import INTERACTIONS
from courses.learning.models import Attempt
from media.actions.report import report
from media.models import Activity, ActivityVersion
from media.reported import VERBS as REPORTED
from media.reported import Reported
from media.tickets import Ticket
from statements.forwarding.waiting import outgoing
from statements.models import Statement
from statements.vocabulary import ACTIVITY_TYPES, VERBS
from tests.statements.real_store import NoStore, faults

pytestmark = pytest.mark.django_db
QUESTIONS = {
    "single": "a",
    "multiple": ["m", "a"],
    "order": ["m", "a", "t"],
    "match": {"p": "a", "r": "m"},
    "short": "The protocol of Palermo",
}


def found_wrong(statements: list[dict[str, Any]]) -> list[str | None]:
    try:
        return faults(statements)
    except NoStore as error:
        pytest.skip(str(error))


@pytest.fixture
def everything(house: Any, amal: User, at_quiz: Callable[..., Attempt]) -> list[dict[str, Any]]:
    """One of each at least: a course from end to end, practice, questions, packages."""
    quiz = at_quiz(*QUESTIONS)
    answer_question(amal, quiz.uuid, 1, "quiz", lambda _asked: QUESTIONS)
    enrolment = quiz.enrolment
    withdraw(amal, enrolment.uuid)
    enrol(amal, enrolment.course_version)
    submit_answer(amal, quiz.uuid, 2, "three-good")
    start_attempt(amal, enrolment.uuid, str(house.scenario_key), Attempt.Mode.PRACTICE)
    house.finish_lessons(amal, enrolment)
    activity = Activity.objects.create(title="Signs", text_alternative="In words.")
    version = ActivityVersion.objects.create(
        activity=activity, number=1, file_name="x.h5p", sha256="0" * 64, title="Signs", main="Set"
    )
    ticket = Ticket(uuid.uuid4(), version.pk, amal.pk, "en")
    results: list[dict[str, Any]] = [
        {},
        {"score": {"scaled": 0.5}, "completion": True, "duration": "PT10.5S", "response": "a[,]b"},
    ]
    for verb in set(REPORTED.values()):
        for part in ("", "0b1f3f5e-sub"):
            for result in results:
                report(ticket, amal, Reported(verb, part, result, None), uuid.uuid4())
    return [outgoing(row) for row in Statement.objects.order_by("pk")]


def test_each_is_valid_and_none_is_missing(everything: list[dict[str, Any]]) -> None:
    assert [fault for fault in found_wrong(everything) if fault] == []
    kinds = {each["object"]["definition"]["type"] for each in everything}
    assert kinds == set(ACTIVITY_TYPES.values())
    assert {each["verb"]["id"] for each in everything} == set(VERBS)


@pytest.mark.parametrize("kind", QUESTIONS)
def test_each_kind_of_question_is_valid(
    kind: str, amal: User, at_quiz: Callable[..., Attempt]
) -> None:
    attempt = at_quiz(kind, mode=Attempt.Mode.PRACTICE)
    answer_question(amal, attempt.uuid, 1, "quiz", lambda _asked: {kind: QUESTIONS[kind]})
    made = [outgoing(row) for row in Statement.objects.filter(registration=attempt.uuid)]
    assert INTERACTIONS[kind] in {
        each["object"]["definition"].get("interactionType") for each in made
    }
    assert [fault for fault in found_wrong(made) if fault] == []


def test_as_downloaded_they_are_valid_too(everything: list[dict[str, Any]]) -> None:
    stored = [row.as_json() for row in Statement.objects.all()]
    assert all("stored" in each for each in stored)
    assert [fault for fault in found_wrong(stored) if fault] == []


def with_mail(each: dict[str, Any]) -> None:
    each["actor"]["mbox"] = "mailto:amal@example.org"


def spoil(*path: str, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(each: dict[str, Any]) -> None:
        inner = each
        for key in path[:-1]:
            inner = inner[key]
        inner[path[-1]] = value

    return change


SPOILT: dict[str, Callable[[dict[str, Any]], None]] = {
    "two ways to name the actor": with_mail,
    "an actor's page that is no address": spoil("actor", "account", "homePage", value="here"),
    "a verb that is no address": spoil("verb", "id", value="answered"),
    "an activity that is no address": spoil("object", "id", value="a scene"),
    "a number that is none": spoil("id", value="1"),
    "a time that is none": spoil("timestamp", value="yesterday"),
    "a registration that is none": spoil("context", "registration", value="first"),
    "an empty language": spoil("context", "language", value=""),
    "an extension that is no address": spoil("context", "extensions", value={"choice": "a"}),
    "another version": spoil("version", value="2.0.0"),
    "success in words": spoil("result", value={"success": "yes"}),
    "a score above the most": spoil("result", value={"score": {"scaled": 1.5}}),
    "something that xAPI does not know": spoil("mood", value="calm"),
    "an unknown kind of interaction": spoil(
        "object", "definition", "interactionType", value="guess"
    ),
}


def test_each_spoilt_twin_is_refused(everything: list[dict[str, Any]]) -> None:
    sound = next(each for each in everything if "result" in each)
    twins = []
    for change in SPOILT.values():
        twin = copy.deepcopy(sound)
        change(twin)
        twins.append(twin)
    taken = [name for name, fault in zip(SPOILT, found_wrong(twins), strict=True) if not fault]
    assert taken == []
