"""The worker is killed while it issues: in the end there is one certificate, not none, not two."""

from __future__ import annotations

import contextlib
import hashlib
import os
import random
import signal
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connections
from django.utils import timezone

from accounts.models import User
from certification import tasks, vault
from certification.actions.correct_name import correct_name
from certification.actions.issue_credential import issue_credential
from certification.actions.make_keys import make_keys
from certification.actions.sweep import sweep
from certification.kill_points import POINTS
from certification.models import (
    Achievement,
    Credential,
    CredentialFile,
    Notice,
    StatusEntry,
)
from certification.standing.reading import standing_of, standings_of
from certification.standing.state import State
from courses.content.models import CourseVersion
from courses.learning.models import Completion

pytestmark = pytest.mark.django_db(transaction=True)


def in_child(work: Callable[[], object], **environment: str) -> int:
    """Run in a process of its own; the number it was waited for by."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.environ.update(environment)
            work()
            status = 0
        finally:
            os._exit(status)
    return child


def ended(child: int) -> int:
    """How it ended: the signal as a negative number, or its exit code."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def fresh(completion: Completion) -> Completion:
    return Completion.objects.select_related("person", "course_version").get(pk=completion.pk)


def assert_exactly_one(settings: Any) -> None:
    with patch("certification.actions.sweep.ORPHAN_AGE", timedelta(seconds=-5)):
        sweep()
    credential = Credential.objects.get()
    assert credential.is_issued
    assert Notice.objects.filter(kind="issued").count() == 1
    assert StatusEntry.objects.count() == 1
    rows = list(CredentialFile.objects.all())
    assert sorted(row.kind for row in rows) == ["json", "jwt", "pdf", "png"]
    for row in rows:
        data = vault.get(row.path, bytes(row.wrapped_key), row.sha256)
        assert hashlib.sha256(data).hexdigest() == row.sha256
    kept = [path for path in Path(settings.PRIVATE_DIR).rglob("*") if path.is_file()]
    assert len(kept) == 4


@pytest.mark.parametrize("point", POINTS)
def test_killed_at_a_named_point(point: str, completion: Completion, settings: Any) -> None:
    make_keys()
    child = in_child(lambda: issue_credential(fresh(completion)), WAYMARK_KILL_AT=point)
    assert ended(child) == -signal.SIGKILL
    assert Credential.objects.get().is_issued == (point == "after-committing")
    issue_credential(fresh(completion))
    assert_exactly_one(settings)


def test_a_mark_lets_the_second_try_pass(
    completion: Completion, settings: Any, tmp_path: Path
) -> None:
    make_keys()
    wanted = f"after-signing@{tmp_path / 'killed'}"
    for expected in (-signal.SIGKILL, 0):
        child = in_child(lambda: issue_credential(fresh(completion)), WAYMARK_KILL_AT=wanted)
        assert ended(child) == expected
    assert_exactly_one(settings)


def test_production_knows_no_kill_points(
    completion: Completion, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_keys()
    settings.KILL_POINTS_ALLOWED = False
    monkeypatch.setenv("WAYMARK_KILL_AT", "before-drawing")
    assert issue_credential(completion).is_issued


def test_the_same_task_in_four_workers_at_once(completion: Completion, settings: Any) -> None:
    make_keys()
    children = [in_child(lambda: issue_credential(fresh(completion))) for _ in range(4)]
    assert [ended(child) for child in children] == [0, 0, 0, 0]
    assert_exactly_one(settings)


def kill_at_random(completion: Completion, seed: int) -> None:
    child = in_child(lambda: issue_credential(fresh(completion)))
    time.sleep(random.Random(seed).uniform(0, 0.4))
    os.kill(child, signal.SIGKILL)
    ended(child)


@pytest.mark.parametrize("seed", range(3))
def test_killed_at_random(completion: Completion, settings: Any, seed: int) -> None:
    make_keys()
    kill_at_random(completion, seed)
    issue_credential(fresh(completion))
    assert_exactly_one(settings)


@pytest.mark.drill
@pytest.mark.parametrize("seed", range(20))
def test_killed_at_random_many_times(completion: Completion, settings: Any, seed: int) -> None:
    make_keys()
    for number in range(5):
        kill_at_random(completion, 100 * seed + number)
    issue_credential(fresh(completion))
    assert_exactly_one(settings)


def renewals_of(someone: User, version: CourseVersion, completing: Any) -> list[Completion]:
    """Two completions of a course, of which the second renews when the first has ended."""
    Achievement.objects.create(
        course_key=version.course_key, validity="days", validity_amount=365, renewal="after"
    )
    now = timezone.now()
    return [completing(someone, version, now - timedelta(days=ago)) for ago in (300, 0)]


def assert_one_waits_behind_the_other(settings: Any) -> None:
    with patch("certification.actions.sweep.ORPHAN_AGE", timedelta(seconds=-5)):
        sweep()
    old, new = Credential.objects.order_by("completion__completed_at")
    assert (old.supersedes, new.supersedes) == (None, old)
    assert new.facts().supersedes == old.code
    assert new.valid_from == old.valid_until + timedelta(days=1)
    assert standing_of(old).state == State.VALID
    assert standing_of(new).state == State.WAITING
    assert Notice.objects.filter(kind="issued").count() == 2
    assert StatusEntry.objects.count() == 2
    rows = list(CredentialFile.objects.all())
    for row in rows:
        vault.get(row.path, bytes(row.wrapped_key), row.sha256)
    kept = [path for path in Path(settings.PRIVATE_DIR).rglob("*") if path.is_file()]
    assert len(kept) == len(rows) == 2 * len(CredentialFile.Kind.values)


@pytest.mark.parametrize("point", POINTS)
def test_killed_while_it_renews(
    point: str, amal: User, version: CourseVersion, completing: Any, settings: Any
) -> None:
    make_keys()
    first, second = renewals_of(amal, version, completing)
    issue_credential(fresh(first))
    child = in_child(lambda: issue_credential(fresh(second)), WAYMARK_KILL_AT=point)
    assert ended(child) == -signal.SIGKILL
    issue_credential(fresh(second))
    assert_one_waits_behind_the_other(settings)


@pytest.mark.parametrize("seed", range(2))
def test_old_and_renewal_in_workers_at_once_that_are_killed(
    seed: int, amal: User, version: CourseVersion, completing: Any, settings: Any
) -> None:
    """However the two are issued beside each other, one certificate counts today."""
    make_keys()
    pair = renewals_of(amal, version, completing)
    children = [in_child(lambda each=each: issue_credential(fresh(each))) for each in pair]
    time.sleep(random.Random(seed).uniform(0.1, 0.5))
    with contextlib.suppress(ProcessLookupError):
        os.kill(children[seed % 2], signal.SIGKILL)
    for child in children:
        ended(child)
    for each in pair:
        issue_credential(fresh(each))
    standings = standings_of(Credential.objects.all())
    states = sorted(each.state for each in standings.values())
    assert states in (["valid", "waiting"], ["superseded", "valid"])


@pytest.mark.parametrize("point", ["after-storing", "before-committing", "after-committing"])
def test_killed_while_it_issues_anew(
    point: str, completion: Completion, admin: User, settings: Any
) -> None:
    make_keys()
    old = issue_credential(completion)
    reserved = correct_name(old, admin, "Amal Hadad", "Spelt wrong.")
    child = in_child(lambda: tasks.issue_anew(reserved.pk), WAYMARK_KILL_AT=point)
    assert ended(child) == -signal.SIGKILL
    tasks.issue_anew(reserved.pk)
    tasks.issue_anew(reserved.pk)
    with patch("certification.actions.sweep.ORPHAN_AGE", timedelta(seconds=-5)):
        sweep()
    assert standing_of(old).state == State.SUPERSEDED
    assert standing_of(Credential.objects.get(pk=reserved.pk)).state == State.VALID
    assert Notice.objects.filter(kind="issued").count() == 2
    kept = [path for path in Path(settings.PRIVATE_DIR).rglob("*") if path.is_file()]
    assert len(kept) == CredentialFile.objects.count()
