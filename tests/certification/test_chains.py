"""Suspended, reinstated, corrected, renewed, issued anew: each is a new certificate in a chain."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.audit import AuditEntry
from accounts.models import User
from certification import tasks
from certification.actions.answer_appeal import answer_appeal
from certification.actions.correct_name import correct_name
from certification.actions.forget_holder import forget_holder
from certification.actions.issue_again import AgainRefused, drop_again, issue_again
from certification.actions.issue_anew import issue_anew
from certification.actions.issue_credential import issue_credential
from certification.actions.make_appeal import AppealRefused, make_appeal
from certification.actions.put_in_force import same_course
from certification.actions.reinstate_credential import reinstate_credential
from certification.actions.revoke_credential import RevokeRefused, revoke_credential
from certification.actions.suspend_credential import SuspendRefused, suspend_credential
from certification.models import Achievement, Appeal, Credential, Notice, StatusEntry
from certification.standing.reading import standing_of
from certification.standing.state import State

pytestmark = pytest.mark.django_db
ERROR = Credential.Reason.ERROR


def now_issued(reserved: Credential) -> Credential:
    """What the worker makes of a reservation."""
    assert tasks.issue_anew(reserved.pk) == "issued"
    return Credential.objects.get(pk=reserved.pk)


def state(credential: Credential) -> State:
    return standing_of(Credential.objects.get(pk=credential.pk)).state


def test_suspended_then_reinstated_by_a_new_one(issued: Any, admin: User) -> None:
    old = suspend_credential(issued.credential, admin, ERROR, "To be looked into.")
    assert state(old) == State.SUSPENDED
    assert StatusEntry.objects.get(credential=old).is_set
    new = now_issued(reinstate_credential(old, admin, "All is well."))
    assert (state(old), state(new)) == (State.SUPERSEDED, State.VALID)
    assert new.status_entry_id != old.status_entry_id
    assert not StatusEntry.objects.get(credential=new).is_set
    assert StatusEntry.objects.get(credential=old).is_set
    facts, before = new.facts(), old.facts()
    assert (facts.supersedes, facts.cause) == (old.code, "reinstatement")
    assert (facts.completed_on, facts.holder_name) == (before.completed_on, before.holder_name)
    assert standing_of(old).newer == new
    verbs = set(AuditEntry.objects.values_list("verb", flat=True))
    assert {"suspend certificate", "reserve certificate anew", "issue certificate"} <= verbs


def test_the_holder_is_told_of_a_suspension_with_its_kind_and_the_way_to_appeal(
    issued: Any, admin: User
) -> None:
    suspend_credential(issued.credential, admin, ERROR, "See note 12.")
    assert tasks.notify(Notice.objects.get(kind="suspended").pk)
    body = mail.outbox[-1].body
    assert "Issued in error" in body
    assert "See note 12." in body
    assert f"/credentials/for/{issued.credential.code}/ask/" in body
    assert "First contact" not in body


def test_asked_about_a_day_the_history_answers(issued: Any, admin: User) -> None:
    now = timezone.now()
    old = suspend_credential(issued.credential, admin, ERROR, "x")
    new = now_issued(reinstate_credential(old, admin, "y"))
    days = {name: now - timedelta(days=ago) for name, ago in [("issued", 90), ("away", 60)]}
    Credential.objects.filter(pk=old.pk).update(
        issued_at=days["issued"], suspended_at=days["away"], ended_at=days["away"]
    )
    Credential.objects.filter(pk=new.pk).update(issued_at=now - timedelta(days=30))
    for each, expected in (
        (old, [State.NOT_ISSUED, State.VALID, State.SUSPENDED, State.SUPERSEDED]),
        (new, [State.NOT_ISSUED, State.VALID, State.SUSPENDED, State.VALID]),
    ):
        row = Credential.objects.get(pk=each.pk)
        found = [
            standing_of(row, (now - timedelta(days=ago)).date()).state for ago in (100, 75, 45, 15)
        ]
        assert found == expected


def test_what_was_revoked_comes_back_by_an_appeal_alone(
    issued: Any, amal: User, admin: User
) -> None:
    old = revoke_credential(issued.credential, admin, ERROR, "Wrong person.")
    with pytest.raises(AgainRefused, match="appeal"):
        reinstate_credential(old, admin, "Changed my mind.")
    appeal = make_appeal(old, amal, "It is me.")
    answer_appeal(appeal, admin, granted=True, answer="You are right.")
    new = now_issued(Credential.objects.get(supersedes=old))
    assert (state(old), state(new)) == (State.SUPERSEDED, State.VALID)
    tasks.notify(Notice.objects.get(kind="answered").pk)
    assert "You are right." in mail.outbox[-1].body


def test_an_appeal_that_is_not_granted_is_answered_and_may_be_made_again(
    issued: Any, amal: User, admin: User
) -> None:
    old = revoke_credential(issued.credential, admin, ERROR, "Wrong person.")
    for number in range(2):
        appeal = make_appeal(old, amal, f"It is me, {number}.")
        assert make_appeal(old, amal, f"It is me, {number}.") == appeal
        with pytest.raises(AppealRefused):
            make_appeal(old, amal, "And another thing.")
        answer_appeal(appeal, admin, granted=False, answer=f"No, {number}.")
        with pytest.raises(AppealRefused):
            answer_appeal(appeal, admin, granted=True, answer="Twice.")
        tasks.notify(Notice.objects.get(kind="answered").pk)
        assert f"No, {number}." in mail.outbox[-1].body
    assert state(old) == State.REVOKED
    assert Credential.objects.count() == 1


def test_a_corrected_name_is_a_new_issue(issued: Any, amal: User, admin: User) -> None:
    old = issued.credential
    assert correct_name(old, admin, "Amal Hadad", "Spelt wrong.").holder_name == "Amal Hadad"
    assert correct_name(old, admin, "Amal Hadad", "Again.").pk
    assert Credential.objects.count() == 2
    new = now_issued(Credential.objects.get(supersedes=old))
    assert (new.holder_name, new.cause, new.cause_reason) == (
        "Amal Hadad",
        "correction",
        "Spelt wrong.",
    )
    assert new.facts().completed_on == old.facts().completed_on
    assert (state(old), state(new)) == (State.SUPERSEDED, State.VALID)
    assert Credential.objects.get(pk=old.pk).holder_name == "Amal Haddad"
    assert StatusEntry.objects.get(credential=old).is_set
    assert "corrected name" in mail.outbox[-1].body
    with pytest.raises(AgainRefused):
        correct_name(old, admin, "Amal H.", "The old one again.")
    third = now_issued(correct_name(new, admin, "Amal H.", "Once more."))
    assert (third.issue, state(new)) == (3, State.SUPERSEDED)


@pytest.mark.parametrize(("name", "reason"), [("", "x"), ("Amal Haddad", "x"), ("Amal", " ")])
def test_a_correction_needs_another_name_and_a_reason(
    issued: Any, admin: User, name: str, reason: str
) -> None:
    with pytest.raises(AgainRefused):
        correct_name(issued.credential, admin, name, reason)
    assert Credential.objects.count() == 1


def test_the_holder_asks_for_a_name_and_the_profile_follows(
    issued: Any, amal: User, admin: User
) -> None:
    appeal = make_appeal(issued.credential, amal, "A letter too many.", "Amal Hadad")
    answer_appeal(appeal, admin, granted=True, answer="Done.")
    assert now_issued(Credential.objects.get(issue=2)).holder_name == "Amal Hadad"
    assert User.objects.get(pk=amal.pk).certificate_name == "Amal Hadad"


def test_revoked_while_the_corrected_one_was_being_made(issued: Any, admin: User) -> None:
    """Nothing new may come of what was withdrawn in between."""
    reserved = correct_name(issued.credential, admin, "Amal Hadad", "Spelt wrong.")
    revoke_credential(issued.credential, admin, ERROR, "Wrong person.")
    assert issue_again(reserved) is None
    assert list(Credential.objects.values_list("standing", flat=True)) == ["revoked"]
    assert StatusEntry.objects.count() == 2  # its place is never given to another


def test_a_reservation_can_be_taken_back(issued: Any, admin: User) -> None:
    reserved = correct_name(issued.credential, admin, "Amal 𓀀", "New name.")
    assert tasks.issue_anew(reserved.pk) == "preparing"
    assert Credential.objects.get(pk=reserved.pk).problem == "glyph"
    assert state(issued.credential) == State.VALID
    drop_again(reserved, admin)
    drop_again(reserved, admin)
    assert tasks.issue_anew(reserved.pk) is None
    assert correct_name(issued.credential, admin, "Amal H.", "New name.")


def test_the_newest_issue_alone_is_decided_about(issued: Any, admin: User) -> None:
    old = issued.credential
    now_issued(correct_name(old, admin, "Amal Hadad", "Spelt wrong."))
    with pytest.raises(RevokeRefused, match="newer"):
        revoke_credential(old, admin, ERROR, "x")
    with pytest.raises(SuspendRefused, match="newer"):
        suspend_credential(old, admin, ERROR, "x")


def test_revoking_the_corrected_one_does_not_bring_the_old_one_back(
    issued: Any, admin: User
) -> None:
    new = now_issued(correct_name(issued.credential, admin, "Amal Hadad", "Spelt wrong."))
    revoke_credential(new, admin, Credential.Reason.MISCONDUCT, "Copied.")
    assert (state(issued.credential), state(new)) == (State.SUPERSEDED, State.REVOKED)


def test_a_deliberate_new_issue_takes_todays_achievement_and_is_logged(
    issued: Any, admin: User, version: Any
) -> None:
    Achievement.objects.create(course_key=version.course_key, validity="years", validity_amount=2)
    before = json.dumps(Credential.objects.get().facts_json, sort_keys=True)
    new = now_issued(issue_anew(issued.credential, admin, "The board asks for an end date."))
    facts = new.facts()
    assert facts.valid_until is not None
    assert (facts.holder_name, facts.cause) == ("Amal Haddad", "decision")
    assert facts.completed_on == issued.credential.facts().completed_on
    old = Credential.objects.get(pk=issued.credential.pk)
    assert json.dumps(old.facts_json, sort_keys=True) == before
    assert AuditEntry.objects.filter(verb="reserve certificate anew", actor_id=admin.pk).exists()


def test_who_may_decide_and_who_may_ask(issued: Any, amal: User, bela: User, admin: User) -> None:
    """Amal holds it, Ada administers, Bela has nothing to do with it."""
    credential = issued.credential
    decisions: list[Callable[[User], object]] = [
        lambda who: suspend_credential(credential, who, ERROR, "x"),
        lambda who: revoke_credential(credential, who, ERROR, "x"),
        lambda who: reinstate_credential(credential, who, "x"),
        lambda who: correct_name(credential, who, "Somebody", "x"),
        lambda who: issue_anew(credential, who, "x"),
    ]
    for someone in (amal, bela):
        for decide in decisions:
            with pytest.raises(PermissionDenied):
                decide(someone)
    for someone in (bela, admin):
        with pytest.raises(PermissionDenied):
            make_appeal(credential, someone, "x", "Somebody")
    appeal = make_appeal(credential, amal, "x", "Somebody")
    for someone in (amal, bela):
        with pytest.raises(PermissionDenied):
            answer_appeal(appeal, someone, granted=True, answer="x")
    answer_appeal(appeal, admin, granted=False, answer="No.")


def test_nobody_answers_their_own_appeal(
    keys: Any, admin: User, version: Any, completing: Any
) -> None:
    own = issue_credential(completing(admin, version))
    appeal = make_appeal(own, admin, "Mine.", "Ada A.")
    with pytest.raises(PermissionDenied):
        answer_appeal(appeal, admin, granted=True, answer="Yes.")


def test_after_erasure_nothing_is_issued_anew_and_no_words_are_left(
    issued: Any, amal: User, admin: User
) -> None:
    appeal = make_appeal(issued.credential, amal, "My name is Amal.", "Amal Hadad")
    reserved = correct_name(issued.credential, admin, "Amal Hadad", "Amal asked.")
    forget_holder(amal)
    again = issue_again(Credential.objects.get(pk=reserved.pk))
    assert again is not None
    assert (again.standing, again.problem) == ("preparing", "gone")
    assert not Appeal.objects.filter(pk=appeal.pk).exists()
    texts = json.dumps(list(Credential.objects.values("holder_name", "cause_reason")))
    assert "Amal" not in texts
    with pytest.raises(AgainRefused, match="erased"):
        correct_name(Credential.objects.get(issue=1), admin, "Amal", "x")
    assert not same_course(Credential.objects.get(issue=1)).exists()
