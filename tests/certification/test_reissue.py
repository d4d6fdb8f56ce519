"""Everything that a key signed, issued anew: once each, whatever stops the run in between."""

from __future__ import annotations

import signal
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied

from accounts.audit import AuditEntry
from accounts.models import User
from certification import tasks
from certification.actions import carry_on_reissue as module
from certification.actions.carry_on_reissue import carry_on_reissue
from certification.actions.correct_name import correct_name
from certification.actions.forget_holder import forget_holder
from certification.actions.issue_credential import issue_credential
from certification.actions.make_keys import make_keys
from certification.actions.start_reissue import ReissueRefused, start_reissue
from certification.actions.stop_reissue import continue_reissue, stop_reissue
from certification.actions.suspend_credential import suspend_credential
from certification.actions.sweep import sweep
from certification.models import Credential, Notice, Reissue, SigningKey, StatusEntry
from certification.standing.reading import standing_of
from certification.standing.state import State
from certification.verify.answering import answer_code, answer_file

pytestmark = pytest.mark.django_db


def give_up(use: str = "credential", state: str = "compromised") -> SigningKey:
    """The key of a use is compromised, and another one signs from now on."""
    key = SigningKey.objects.filter(use=use, state="active").get()
    SigningKey.objects.filter(pk=key.pk).update(state=state)
    make_keys()
    return SigningKey.objects.get(pk=key.pk)


@pytest.fixture
def five(
    keys: Any, amal: User, version: Any, completing: Any, named: Callable[[str], Any]
) -> list[Credential]:
    """Amal has two, for two courses; three other people have one each."""
    course = {
        each.attname: getattr(version, each.attname)
        for each in version._meta.fields
        if each.attname not in {"id", "hash", "course_key"}
    }
    other = type(version).objects.create(
        **course, hash="d" * 64, course_key="00000000-0000-4000-8000-000000000002"
    )
    made = [issue_credential(completing(amal, each)) for each in (version, other)]
    return made + [named(f"Person {number}").credential for number in range(3)]


def state(credential: Credential) -> State:
    return standing_of(Credential.objects.get(pk=credential.pk)).state


def test_each_is_issued_anew_once_and_each_holder_told_once(five: list[Credential]) -> None:
    run = start_reissue(give_up(), "The key was on a stolen laptop.")
    assert run.total == 5
    assert not carry_on_reissue(run.pk)
    run.refresh_from_db()
    assert (run.state, run.done, run.failed) == ("done", 5, 0)
    for old in five:
        new = Credential.objects.get(supersedes=old)
        assert (new.cause, new.holder_name) == ("key", old.holder_name)
        assert new.facts().completed_on == old.facts().completed_on
        assert new.valid_until == old.valid_until
        assert (state(old), state(new)) == (State.SUPERSEDED, State.VALID)
        assert StatusEntry.objects.get(credential=old).is_set
        assert new.credential_key.state == "active"
    assert Notice.objects.filter(credential__cause="key").count() == 4  # Amal has two papers
    with patch("certification.actions.sweep.PATIENCE", timedelta(0)):
        sweep()
    told = [message for message in mail.outbox if "replaced" in message.body]
    assert len({message.to[0] for message in told}) == len(told) == 4
    assert carry_on_reissue(run.pk) is False
    assert Credential.objects.count() == 10


def test_stopped_and_continued(five: list[Credential], admin: User) -> None:
    run = start_reissue(give_up(), "Stolen.", admin)
    one = module._one
    with patch.object(module, "_one", lambda *given: (one(*given), stop_reissue(run, admin))[0]):
        assert not carry_on_reissue(run.pk)
    run.refresh_from_db()
    assert (run.state, run.done) == ("stopped", 1)
    assert not carry_on_reissue(run.pk)
    assert Credential.objects.filter(cause="key").count() == 1
    continue_reissue(run, admin)
    carry_on_reissue(run.pk)
    run.refresh_from_db()
    assert (run.state, run.done) == ("done", 5)


def test_a_task_that_ends_early_leaves_the_rest_to_the_next(five: list[Credential]) -> None:
    run = start_reissue(give_up(), "Stolen.")
    assert carry_on_reissue(run.pk, seconds=0.000001)
    turns = 0
    while carry_on_reissue(run.pk, seconds=0.01):
        turns += 1
        assert turns < 20
    run.refresh_from_db()
    assert (run.state, run.done, Credential.objects.count()) == ("done", 5, 10)


def test_a_quiet_run_is_taken_up_by_the_sweep(five: list[Credential]) -> None:
    run = start_reissue(give_up(), "Stolen.")
    zero = timedelta(0)
    with (
        patch("certification.actions.sweep.PATIENCE", zero),
        patch("certification.actions.sweep.queue_reissue") as queued,
    ):
        sweep()
    queued.assert_called_once_with(run.pk)


def test_what_no_longer_counts_is_left_as_it_is(five: list[Credential], admin: User) -> None:
    suspend_credential(five[2], admin, Credential.Reason.OTHER, "x")
    tasks.issue_anew(correct_name(five[3], admin, "Person Three", "x").pk)
    run = start_reissue(give_up(), "Stolen.")
    carry_on_reissue(run.pk)
    run.refresh_from_db()
    assert (run.total, run.done, run.failed) == (4, 4, 0)
    assert not Credential.objects.filter(supersedes=five[2]).exists()
    corrected = Credential.objects.get(supersedes=five[3])
    assert Credential.objects.get(supersedes=corrected).holder_name == "Person Three"


def test_what_was_renewed_at_once_is_not_issued_anew(
    issued: Any, amal: User, version: Any, completing: Any
) -> None:
    newer = issue_credential(completing(amal, version))
    run = start_reissue(give_up(), "Stolen.")
    carry_on_reissue(run.pk)
    run.refresh_from_db()
    assert (run.total, run.done, run.failed) == (1, 1, 0)
    assert Credential.objects.get(cause="key").supersedes == newer
    assert state(issued.credential) == State.SUPERSEDED


def test_an_erased_holders_facts_stay_and_are_counted(five: list[Credential], amal: User) -> None:
    forget_holder(amal)
    run = start_reissue(give_up(), "Stolen.")
    carry_on_reissue(run.pk)
    run.refresh_from_db()
    assert (run.total, run.done, run.failed) == (5, 3, 2)
    reasons = AuditEntry.objects.filter(verb="not issued anew")
    assert [each.details["reason"] for each in reasons] == ["name erased"] * 2
    answer = answer_code(five[0].code)
    assert answer.state == State.VALID
    assert "First contact" in answer.facts.course_title
    [trust] = [check for check in answer.checks if "still trusted" in str(check.what)]
    assert trust.well is False


def test_the_old_file_is_refused_and_the_new_one_accepted(issued: Any) -> None:
    from certification import vault

    assert answer_file(issued.json).state == State.VALID
    run = start_reissue(give_up(), "Stolen.")
    carry_on_reissue(run.pk)
    new = Credential.objects.get(supersedes=issued.credential)
    row = new.files.get(kind="json")
    data = vault.get(row.path, bytes(row.wrapped_key), row.sha256)
    assert answer_file(data).state == State.VALID
    assert answer_file(issued.json).state != State.VALID


def test_a_run_needs_a_key_that_signs_no_more_and_another_that_does(
    issued: Any, admin: User
) -> None:
    key = SigningKey.objects.get(use="credential")
    with pytest.raises(ReissueRefused, match="still signs"):
        start_reissue(key, "x", admin)
    SigningKey.objects.filter(pk=key.pk).update(state="compromised")
    with pytest.raises(ReissueRefused, match="no other key"):
        start_reissue(key, "x", admin)
    make_keys()
    with pytest.raises(ReissueRefused, match="reason"):
        start_reissue(key, " ", admin)
    run = start_reissue(key, "x", admin)
    assert start_reissue(key, "y", admin) == run


def test_who_may_run_it(issued: Any, amal: User, bela: User, admin: User) -> None:
    key = give_up()
    for someone in (amal, bela):
        with pytest.raises(PermissionDenied):
            start_reissue(key, "x", someone)
    run = start_reissue(key, "x", admin)
    for someone in (amal, bela):
        with pytest.raises(PermissionDenied):
            stop_reissue(run, someone)
        with pytest.raises(PermissionDenied):
            continue_reissue(run, someone)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("point", ["after-signing", "after-storing", "after-committing"])
def test_killed_while_it_runs(
    five: list[Credential], point: str, in_child: Callable[..., int]
) -> None:
    run = start_reissue(give_up(), "Stolen.")
    assert in_child(lambda: carry_on_reissue(run.pk), WAYMARK_KILL_AT=point) == -signal.SIGKILL
    assert Reissue.objects.get().done == 0
    carry_on_reissue(run.pk)
    run.refresh_from_db()
    assert (run.state, run.done, run.failed) == ("done", 5, 0)
    assert Credential.objects.filter(cause="key").count() == 5
