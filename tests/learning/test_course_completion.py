"""A completion is written once, with its evidence, when the last part is done, whichever it is."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.models import AuditEntry
from courses.content.models import CourseVersion, LessonVersion, ScenarioVersion
from courses.learning.actions.complete_course import complete_course
from courses.learning.actions.enrol import enrol
from courses.learning.actions.finish_lesson import ChecksOpen, LessonUnknown, finish_lesson
from courses.learning.actions.start_attempt import start_attempt
from courses.learning.actions.withdraw import withdraw
from courses.learning.models import Attempt, Completion, Enrolment
from courses.signals import course_completed
from statements.models import Statement

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard():
    """Completions that the signal told of."""
    told = []

    def listen(sender, completion, **kwargs):
        told.append(completion)

    course_completed.connect(listen)
    yield told
    course_completed.disconnect(listen)


def test_the_last_part_completes_and_the_signal_follows_the_commit(
    house, amal, enrolment, heard, django_capture_on_commit_callbacks
):
    house.finish_lessons(amal, enrolment)
    assert not Completion.objects.exists()

    with django_capture_on_commit_callbacks(execute=True):
        house.play(amal, enrolment)
        assert not heard

    completion = Completion.objects.get()
    assert heard == [completion]
    enrolment.refresh_from_db()
    assert enrolment.completed_at == completion.completed_at
    assert completion.person == amal


def test_the_scenario_may_come_first(house, amal, enrolment):
    house.play(amal, enrolment)
    assert not Completion.objects.exists()
    house.finish_lessons(amal, enrolment)
    assert Completion.objects.count() == 1


def test_poor_answers_to_checks_count_and_an_unpassed_scenario_does_not(house, amal, enrolment):
    house.answer_checks(amal, enrolment, "c")
    for key in (house.first_key, house.second_key):
        finish_lesson(amal, enrolment.uuid, str(key))
    house.play(amal, enrolment, "poor")
    assert not Completion.objects.exists()

    house.play(amal, enrolment)
    assert Completion.objects.count() == 1


def test_a_completion_is_written_once_and_never_changed(house, amal, enrolment):
    completion = house.complete(amal, enrolment)
    house.play(amal, enrolment)
    finish_lesson(amal, enrolment.uuid, str(house.first_key))
    assert complete_course(enrolment) == completion
    assert Completion.objects.count() == 1

    with pytest.raises(TypeError):
        completion.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Completion.objects.create(
            enrolment=enrolment,
            course_version=completion.course_version,
            completed_at=completion.completed_at,
            evidence={},
        )


def test_the_evidence_names_versions_and_the_rule_and_no_answer(house, amal, enrolment, version):
    house.play(amal, enrolment, "poor")
    completion = house.complete(amal, enrolment)

    evidence = completion.evidence
    assert evidence["course_version"] == version.hash
    assert evidence["rule"] == version.rule
    assert [each["key"] for each in evidence["lessons"]] == [
        str(house.first_key),
        str(house.second_key),
    ]
    assert evidence["lessons"][0]["checks_answered"] == ["c1", "c2"]
    passed = Attempt.objects.get(status=Attempt.Status.PASSED)
    assert evidence["scenarios"][0]["attempt"] == str(passed.uuid)
    assert evidence["scenarios"][0]["pass_rule"]["overall"] == 0.5
    for word in ("Choice", "one-a", "poor", "Question"):
        assert word not in json.dumps(evidence)


def test_completing_is_official_and_in_the_audit_log(house, amal, enrolment):
    house.complete(amal, enrolment)
    statement = Statement.objects.get(tier="official", verb__endswith="/completed")
    assert "/xapi/course/" in statement.object["id"]
    assert statement.actor == amal.uuid
    assert AuditEntry.objects.filter(verb="learning.complete").count() == 1


def test_finishing_is_refused_while_checks_wait(house, amal, enrolment):
    with pytest.raises(ChecksOpen) as refused:
        finish_lesson(amal, enrolment.uuid, str(house.first_key))
    assert refused.value.checks == ("c1", "c2")


def test_a_lesson_of_another_course_cannot_be_finished(house, amal, enrolment):
    with pytest.raises(LessonUnknown):
        finish_lesson(amal, enrolment.uuid, str(house.course_key))


def test_nobody_else_may_finish(house, bela, enrolment):
    with pytest.raises(PermissionDenied):
        finish_lesson(bela, enrolment.uuid, str(house.second_key))


def test_a_left_course_is_not_completed(house, amal, enrolment):
    house.finish_lessons(amal, enrolment)
    withdraw(amal, enrolment.uuid)
    assert complete_course(enrolment) is None
    with pytest.raises(PermissionDenied):
        start_attempt(amal, enrolment.uuid, str(house.scenario_key))


def test_what_a_completion_rests_on_cannot_be_deleted(house, amal, enrolment, version):
    completion = house.complete(amal, enrolment)

    for rows in (CourseVersion, LessonVersion, ScenarioVersion):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.objects.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Enrolment.objects.all().delete()
    completion.refresh_from_db()
    assert completion.course_version.title == "First contact"


def test_a_new_version_reopens_nothing(house, amal, enrolment):
    completion = house.complete(amal, enrolment)
    house.publish(lesson_word=" anew", scenario_word=" anew")
    enrolment.refresh_from_db()
    assert enrolment.completed_at == completion.completed_at
    assert enrolment.course_version == completion.course_version


def test_one_open_enrolment_per_person_and_course(amal, bela, version, enrolment):
    assert enrol(amal, version) == enrolment
    assert enrol(bela, version) != enrolment
    with pytest.raises(IntegrityError), transaction.atomic():
        Enrolment.objects.create(person=amal, course_key=version.course_key, course_version=version)


def test_a_version_that_is_no_longer_offered_cannot_be_joined(house, bela, version):
    house.publish(lesson_word=" anew")
    version.refresh_from_db()
    with pytest.raises(PermissionDenied):
        enrol(bela, version)


def test_leaving_is_for_the_learner_and_before_completion(house, amal, bela, enrolment):
    with pytest.raises(PermissionDenied):
        withdraw(bela, enrolment.uuid)
    house.complete(amal, enrolment)
    with pytest.raises(PermissionDenied):
        withdraw(amal, enrolment.uuid)
