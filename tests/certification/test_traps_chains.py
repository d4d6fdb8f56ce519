"""Faults of other systems with certificates that live on. Each test has the name of its row."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from certification import tasks
from certification.actions.issue_credential import issue_credential
from certification.actions.sweep import sweep
from certification.models import Achievement, Credential, CredentialFile, Signatory
from certification.standing.reading import standing_of
from certification.standing.state import State
from certification.verify.answering import answer_code, answer_file
from courses.content.actions.load_course import load_course
from courses.content.models import CoursePage, CourseVersion, ScenarioPage
from courses.learning.actions.enrol import enrol
from courses.learning.models import Completion, Enrolment

pytestmark = pytest.mark.django_db
TINY = Path(__file__).parents[1] / "content" / "fixtures" / "tiny"
Complete = Callable[..., Completion]


def state(credential: Credential, day: date | None = None) -> State:
    return standing_of(Credential.objects.get(pk=credential.pk), day).state


def test_iomad_1554_a_certificate_to_people_who_had_not_taken_the_course(
    issued: Any, amal: User, bela: User, version: Any
) -> None:
    """Enrolling, and enrolling again after a certificate, issues nothing: a completion does."""
    for someone in (amal, bela):
        Enrolment.objects.create(
            person=someone, course_key=version.course_key, course_version=version
        )
    tasks.issue(999_999)
    sweep()
    assert list(Credential.objects.all()) == [issued.credential]
    assert issued.credential.completion.enrolment.completed_at is not None


def test_iomad_1554_each_certificate_rests_on_the_completion_of_its_own_enrolment(
    issued: Any, amal: User, version: Any, completing: Complete
) -> None:
    second = completing(amal, version)
    newer = issue_credential(second)
    assert newer.completion == second
    assert second.enrolment_id != issued.credential.completion.enrolment_id


def test_customcert_763_345_a_retake_keeps_the_old_date(
    keys: Any, amal: User, version: Any, completing: Complete
) -> None:
    """A retake gives a new certificate with its own date; the old one is superseded, and checks."""
    old = issue_credential(completing(amal, version, timezone.now() - timedelta(days=400)))
    new = issue_credential(completing(amal, version))
    assert (new.facts().completed_on - old.facts().completed_on).days == 400
    assert (answer_code(old.code).state, answer_code(new.code).state) == (
        State.SUPERSEDED,
        State.VALID,
    )
    assert answer_code(old.code).superseded_by == new
    assert old.code != new.code


def test_customcert_670_deleting_the_course_removes_certificates(
    keys: Any, amal: User, completing: Complete, client: Client
) -> None:
    page = load_course(TINY)
    assert page is not None
    version = CourseVersion.objects.get(is_current=True)
    Achievement.objects.create(course_key=version.course_key, validity="years", validity_amount=2)
    credential = issue_credential(completing(amal, version))
    page.get_parent().get_descendants().delete()
    ScenarioPage.objects.all().delete()
    Achievement.objects.all().delete()
    assert not CoursePage.objects.exists()
    response = client.get(f"/verify/{credential.code}/")
    assert response.status_code == 200
    assert "wm-badge--valid" in response.content.decode()
    for kind in ("pdf", "json"):
        got = client.get(f"/credentials/{credential.code}.{kind}")
        assert answer_file(got.content).state == State.VALID


def test_recompletion_pr_74_what_was_archived_can_not_be_verified(
    issued: Any, amal: User, version: Any
) -> None:
    """Taking the course again is a new enrolment; what was completed before stays as it is."""
    version.is_current = True
    CourseVersion.objects.filter(pk=version.pk).update(is_current=True)
    again = enrol(amal, CourseVersion.objects.get(pk=version.pk))
    assert again.pk != issued.credential.completion.enrolment_id
    assert answer_code(issued.credential.code).state == State.VALID
    assert answer_file(issued.pdf).state == State.VALID
    assert answer_file(issued.json).state == State.VALID


def test_talentlms_update_all_certificates_for_this_course(issued: Any, version: Any) -> None:
    """Changing how long a course's certificates hold never touches those that were issued."""
    credential = issued.credential

    def everything() -> str:
        row = Credential.objects.filter(pk=credential.pk).values().get()
        files = CredentialFile.objects.order_by("pk").values_list("sha256", flat=True)
        return json.dumps([row, list(files)], default=str, sort_keys=True)

    before = everything()
    achievement = Achievement.objects.create(
        course_key=version.course_key, validity="days", validity_amount=1, heading="Other words"
    )
    Signatory.objects.create(achievement=achievement, name="Somebody New")
    for amount in (30, 3650):
        achievement.validity_amount = amount
        achievement.save()
        tasks.issue(credential.completion_id)
        sweep()
    achievement.delete()
    assert everything() == before
    assert state(credential) == State.VALID


def test_lms365_a_retake_sets_the_status_to_not_started(
    keys: Any, amal: User, version: Any, completing: Complete, client: Client
) -> None:
    """Who starts a refresher early stays current until the old one ends; the renewal follows."""
    Achievement.objects.create(
        course_key=version.course_key, validity="days", validity_amount=365, renewal="after"
    )
    old = issue_credential(completing(amal, version, timezone.now() - timedelta(days=340)))
    Enrolment.objects.create(person=amal, course_key=version.course_key, course_version=version)
    client.force_login(amal)
    assert "It counts until" in client.get("/credentials/").content.decode()
    assert state(old) == State.VALID
    new = issue_credential(completing(amal, version))
    assert old.valid_until is not None
    assert new.valid_from is not None
    day = timezone.now().date()
    while day < new.valid_from + timedelta(days=10):
        counting = [each for each in (old, new) if state(each, day) == State.VALID]
        assert counting == [old if day <= old.valid_until else new]
        day += timedelta(days=1)


def test_hf_31_changing_the_name_in_the_profile_changes_the_certificate(
    issued: Any, amal: User, client: Client
) -> None:
    amal.certificate_name = amal.display_name = "Somebody Else"
    amal.save()
    tasks.issue(issued.credential.completion_id)
    text = client.get(f"/verify/{issued.credential.code}/").content.decode()
    assert "Amal Haddad" in text
    assert "Somebody Else" not in text
    assert client.get(f"/credentials/{issued.credential.code}.pdf").content == issued.pdf


@pytest.mark.parametrize(
    ("validity", "amount", "completed", "last"),
    [
        ("days", 365, "2024-02-29", "2025-02-28"),
        ("years", 1, "2024-02-29", "2025-02-28"),
        ("years", 4, "2024-02-29", "2028-02-29"),
        ("days", 365, "2023-03-01", "2024-02-29"),
        ("years", 1, "2023-03-01", "2024-03-01"),
        ("months", 1, "2024-01-31", "2024-02-29"),
        ("months", 1, "2025-01-31", "2025-02-28"),
    ],
)
def test_ilias_leap_year(
    keys: Any,
    amal: User,
    version: Any,
    completing: Complete,
    validity: str,
    amount: int,
    completed: str,
    last: str,
) -> None:
    """365 days, a year and a month's end differ; the last day is a valid one, the next is not."""
    Achievement.objects.create(
        course_key=version.course_key, validity=validity, validity_amount=amount
    )
    noon = datetime.fromisoformat(f"{completed}T12:00").replace(tzinfo=ZoneInfo("UTC"))
    credential = issue_credential(completing(amal, version, noon))
    Credential.objects.filter(pk=credential.pk).update(issued_at=noon)
    until = date.fromisoformat(last)
    assert credential.facts().valid_until == until
    assert state(credential, until) == State.VALID
    assert state(credential, until + timedelta(days=1)) == State.EXPIRED
