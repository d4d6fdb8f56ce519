from __future__ import annotations

import time

from django.db.models import F
from django.utils import timezone

from accounts.audit import record
from certification.actions.issue_again import (
    AgainRefused,
    issue_again,
    newer_issue,
    reserve_again,
)
from certification.actions.start_reissue import signed_with
from certification.models import Credential, Reissue
from certification.standing.reading import standing_of
from certification.standing.state import State

CHUNK = 50


def carry_on_reissue(run_id: int, seconds: float = 20) -> bool:
    """Issue anew what comes next in a run, for so many seconds; whether more is left to do.

    Safe to repeat, to run twice at once and to be killed anywhere: each certificate is issued
    anew once, and counted once. What cannot be issued is counted as failed, with its reason in
    the audit log; its facts stay on the page, with a key that is no longer trusted.

    Raises KeyMissing, FontsMissing, OSError (storage): call it again.
    """
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        run = Reissue.objects.select_related("key").get(pk=run_id)
        if run.state != Reissue.State.RUNNING:
            return False
        chunk = list(signed_with(run.key).filter(pk__gt=run.last).order_by("pk")[:CHUNK])
        if not chunk:
            _finish(run)
            return False
        for credential in chunk:
            done = _one(run, credential)
            moved = Reissue.objects.filter(pk=run_id, last__lt=credential.pk)
            count = {"done": F("done") + 1} if done else {"failed": F("failed") + 1}
            moved.update(
                last=credential.pk,
                changed_at=timezone.now(),
                **(count if done is not None else {}),
            )
            still = Reissue.objects.filter(pk=run_id, state=Reissue.State.RUNNING).exists()
            if time.monotonic() >= end or not still:
                return still
    return True


def _one(run: Reissue, credential: Credential) -> bool | None:
    """Issue one anew: whether it was; None where there was nothing to do, as it was replaced."""
    newer = newer_issue(credential)
    if newer is not None and newer.is_issued:
        by_this_run = newer.cause == Credential.Cause.KEY and newer.created_at >= run.started_at
        return True if by_this_run else None
    if standing_of(credential).state == State.SUPERSEDED:
        return None
    if newer is not None and newer.cause != Credential.Cause.KEY:
        return _failed(run, credential, "another issue is under way")
    try:
        reserved = reserve_again(credential, Credential.Cause.KEY, run.reason, run.started_by)
    except AgainRefused:
        erased = credential.holder_id is None
        return _failed(run, credential, "name erased" if erased else "changed meanwhile")
    issued = issue_again(reserved)
    if issued is None:
        return None
    if not issued.is_issued:
        return _failed(run, credential, issued.problem or "overtaken")
    return True


def _failed(run: Reissue, credential: Credential, reason: str) -> bool:
    record(None, "not issued anew", credential, code=credential.code, run=run.pk, reason=reason)
    return False


def _finish(run: Reissue) -> None:
    turned = Reissue.objects.filter(pk=run.pk, state=Reissue.State.RUNNING).update(
        state=Reissue.State.DONE, changed_at=timezone.now()
    )
    if turned:
        run.refresh_from_db()
        record(run.started_by, "issuing anew: done", run, done=run.done, failed=run.failed)
