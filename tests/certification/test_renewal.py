"""Renewing: nobody loses a day, the old paper stays checkable, and one mail says when it ends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import User
from certification import tasks
from certification.actions.correct_name import correct_name
from certification.actions.issue_credential import issue_credential
from certification.actions.remind_holders import DAYS_BEFORE, remind_holders
from certification.actions.revoke_credential import revoke_credential
from certification.actions.suspend_credential import suspend_credential
from certification.models import Achievement, Credential, Notice
from certification.standing.reading import standing_of
from certification.standing.state import State
from courses.learning.models import Enrolment

pytestmark = pytest.mark.django_db
Complete = Callable[..., Any]


def state(credential: Credential, days: int = 0) -> State:
    row = Credential.objects.get(pk=credential.pk)
    return standing_of(row, (timezone.now() + timedelta(days=days)).date()).state


@pytest.fixture
def renewing(
    keys: Any, amal: User, version: Any, completing: Complete
) -> Callable[..., Credential]:
    """Issues Amal's certificate for the course, completed so many days ago."""

    def issue(ago: int, course: Any = None) -> Credential:
        at = timezone.now() - timedelta(days=ago)
        return issue_credential(completing(amal, course or version, at))

    return issue


def lasts(version: Any, days: int, renewal: str) -> Achievement:
    made, _is_new = Achievement.objects.update_or_create(
        course_key=version.course_key,
        defaults={"validity": "days", "validity_amount": days, "renewal": renewal},
    )
    return made


def test_renewed_early_the_new_one_waits_for_its_turn(
    renewing: Callable[..., Credential], version: Any
) -> None:
    lasts(version, 365, "after")
    old = renewing(300)
    new = renewing(0)
    assert old.valid_until is not None
    assert new.valid_from == old.valid_until + timedelta(days=1)
    assert new.valid_until == old.valid_until + timedelta(days=365)
    assert (state(old), state(new)) == (State.VALID, State.WAITING)
    assert (state(old, 65), state(new, 65)) == (State.VALID, State.WAITING)
    assert (state(old, 66), state(new, 66)) == (State.SUPERSEDED, State.VALID)
    standing = standing_of(Credential.objects.get(pk=old.pk))
    assert (standing.newer, standing.renewal) == (None, new)
    assert new.facts().supersedes == old.code
    assert not new.status_entry.is_set
    tasks.issue(new.completion_id or 0)
    assert "It counts from" in mail.outbox[-1].body


def test_at_once_the_old_one_is_superseded_on_the_day(
    renewing: Callable[..., Credential], version: Any
) -> None:
    lasts(version, 365, "at-once")
    old, new = renewing(300), renewing(0)
    assert new.valid_from is None
    assert (state(old), state(new)) == (State.SUPERSEDED, State.VALID)
    assert not Credential.objects.get(pk=old.pk).status_entry.is_set


def test_renewed_twice_early_is_one_turn_not_two(
    renewing: Callable[..., Credential], version: Any
) -> None:
    """Taking a course five times in a week does not make five years."""
    lasts(version, 365, "after")
    old, second, third = renewing(300), renewing(2), renewing(0)
    assert third.supersedes == second
    assert (third.valid_from, third.valid_until) == (second.valid_from, second.valid_until)
    assert [state(each) for each in (old, second, third)] == [
        State.VALID,
        State.WAITING,
        State.WAITING,
    ]
    assert [state(each, 70) for each in (old, second, third)] == [
        State.SUPERSEDED,
        State.SUPERSEDED,
        State.VALID,
    ]


def test_a_newer_version_of_the_course_renews_too_and_another_course_does_not(
    renewing: Callable[..., Credential], version: Any
) -> None:
    make = type(version).objects.create
    values = {
        each.attname: getattr(version, each.attname)
        for each in version._meta.fields
        if each.attname not in {"id", "hash", "number"}
    }
    newer = make(**values, hash="b" * 64, number=4)
    values["course_key"] = "00000000-0000-4000-8000-000000000001"
    other = make(**values, hash="c" * 64, number=1)
    old = renewing(30)
    assert renewing(10, other).supersedes is None
    assert renewing(0, newer).supersedes == old


def test_a_revoked_renewal_gives_the_old_one_its_place_back(
    renewing: Callable[..., Credential], admin: User
) -> None:
    old, new = renewing(30), renewing(0)
    assert state(old) == State.SUPERSEDED
    revoke_credential(new, admin, Credential.Reason.ERROR, "Not taken.")
    assert (state(old), state(new)) == (State.VALID, State.REVOKED)
    third = renewing(-1)
    assert third.supersedes == old


def test_what_is_suspended_is_not_hidden_by_a_renewal(
    renewing: Callable[..., Credential], admin: User, version: Any
) -> None:
    lasts(version, 365, "after")
    old = renewing(30)
    suspend_credential(old, admin, Credential.Reason.OTHER, "To be looked into.")
    new = renewing(0)
    assert (new.supersedes, new.valid_from) == (old, None)
    assert (state(old), state(new)) == (State.SUSPENDED, State.VALID)


def test_one_that_was_held_up_does_not_count_beside_what_came_after(
    renewing: Callable[..., Credential], amal: User, version: Any, completing: Complete
) -> None:
    """The first completion waits for a name that can be drawn; the second is issued before it."""
    User.objects.filter(pk=amal.pk).update(certificate_name="")
    amal.refresh_from_db()
    first = completing(amal, version, timezone.now() - timedelta(days=30))
    assert issue_credential(first).problem == "name"
    User.objects.filter(pk=amal.pk).update(certificate_name="Amal Haddad")
    amal.refresh_from_db()
    newer = renewing(0)
    assert newer.supersedes is None
    late = issue_credential(type(first).objects.select_related("person").get(pk=first.pk))
    assert (state(late), state(newer)) == (State.SUPERSEDED, State.VALID)
    assert Credential.objects.get(pk=newer.pk).facts_json == newer.facts_json


def test_the_date_and_the_name_are_of_the_new_issue(
    renewing: Callable[..., Credential], amal: User
) -> None:
    old = renewing(30)
    User.objects.filter(pk=amal.pk).update(certificate_name="Amal Haddad-Nagy")
    amal.refresh_from_db()
    new = renewing(0)
    assert (old.holder_name, new.holder_name) == ("Amal Haddad", "Amal Haddad-Nagy")
    assert new.facts().completed_on > old.facts().completed_on


def test_starting_a_refresher_changes_nothing(
    renewing: Callable[..., Credential], amal: User, version: Any
) -> None:
    old = renewing(300)
    Enrolment.objects.create(person=amal, course_key=version.course_key, course_version=version)
    assert state(old) == State.VALID
    assert Credential.objects.count() == 1


def test_who_holds_it_is_told_once_that_it_ends(
    renewing: Callable[..., Credential], version: Any
) -> None:
    lasts(version, 365, "after")
    old = renewing(365 - DAYS_BEFORE)
    assert tasks.daily() == 1
    assert tasks.daily() == 0
    tasks.notify(Notice.objects.get(kind="ending").pk)
    body = mail.outbox[-1].body
    assert f"/learning/enrol/{version.course_key}/" in body
    assert "First contact" not in body
    assert old.pk


def test_renewed_before_the_mail_left_nobody_is_told(
    renewing: Callable[..., Credential], version: Any
) -> None:
    lasts(version, 365, "after")
    renewing(340)
    [notice] = remind_holders()
    renewing(0)
    assert tasks.notify(notice) is False
    assert not any("counts until" in message.body for message in mail.outbox)


def test_a_name_corrected_after_the_mail_brings_no_second_one(
    renewing: Callable[..., Credential], version: Any, admin: User
) -> None:
    lasts(version, 365, "after")
    old = renewing(340)
    assert len(remind_holders()) == 1
    tasks.issue_anew(correct_name(old, admin, "Amal Hadad", "Spelt wrong.").pk)
    assert remind_holders() == []


@pytest.mark.parametrize("ago", [0, 365 - DAYS_BEFORE - 1, 366])
def test_nobody_is_told_too_early_or_too_late(
    renewing: Callable[..., Credential], version: Any, ago: int
) -> None:
    lasts(version, 365, "after")
    renewing(ago)
    assert remind_holders() == []


def test_nobody_is_told_who_has_renewed_or_whose_certificate_is_short(
    renewing: Callable[..., Credential], version: Any
) -> None:
    lasts(version, 30, "after")
    first = renewing(1)
    assert remind_holders() == []
    Credential.objects.filter(pk=first.pk).update(issued_at=timezone.now() - timedelta(days=20))
    renewing(0)
    assert remind_holders() == []


def test_corrected_while_the_renewal_waits_it_is_still_renewed(
    renewing: Callable[..., Credential], version: Any, admin: User
) -> None:
    """The renewal belongs to the record, not to the paper that it was issued in place of."""
    lasts(version, 365, "after")
    old, new = renewing(340), renewing(0)
    reserved = correct_name(old, admin, "Amal Hadad", "Spelt wrong.")
    tasks.issue_anew(reserved.pk)
    assert [state(each) for each in (old, reserved, new)] == [
        State.SUPERSEDED,
        State.VALID,
        State.WAITING,
    ]
    assert standing_of(Credential.objects.get(pk=reserved.pk)).renewal == new
    assert remind_holders() == []
    assert (state(reserved, 30), state(new, 30)) == (State.SUPERSEDED, State.VALID)


def test_an_old_paper_corrected_does_not_count_beside_its_renewal(
    renewing: Callable[..., Credential], admin: User
) -> None:
    old, new = renewing(30), renewing(0)
    reserved = correct_name(old, admin, "Amal Hadad", "For the file.")
    tasks.issue_anew(reserved.pk)
    assert [state(each) for each in (old, reserved, new)] == [
        State.SUPERSEDED,
        State.SUPERSEDED,
        State.VALID,
    ]
