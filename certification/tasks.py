"""What the task worker runs. Tasks take primary keys, and may run twice."""

from __future__ import annotations

from django.conf import settings

from certification.actions.carry_on_reissue import carry_on_reissue
from certification.actions.issue_again import issue_again
from certification.actions.issue_credential import issue_credential
from certification.actions.remind_holders import remind_holders
from certification.actions.send_notice import send_notice
from certification.actions.sweep import sweep
from certification.actions.warn_of_waiting import warn_of_waiting
from certification.models import Credential, Notice
from certification.queue import queue_notice, queue_reissue
from courses.learning.models import Completion


def issue(completion_id: int) -> str | None:
    """Issue the certificate of a completion, then mail what is to be told."""
    completion = (
        Completion.objects.select_related("person", "course_version")
        .filter(pk=completion_id)
        .first()
    )
    if completion is None:
        return None
    credential = issue_credential(completion)
    _send(credential)
    return credential.standing


def issue_anew(credential_id: int) -> str | None:
    """Issue what was reserved to take another certificate's place, then mail it."""
    reserved = (
        Credential.objects.select_related("supersedes", "status_entry__list")
        .filter(pk=credential_id)
        .first()
    )
    issued = issue_again(reserved) if reserved else None
    if issued is None:
        return None
    _send(issued)
    return issued.standing


def reissue(run_id: int) -> bool:
    """Carry a run on for a while, then queue the rest: no task is longer than the queue lets it."""
    more = carry_on_reissue(run_id, seconds=settings.Q_CLUSTER["timeout"] / 3)
    if more:
        queue_reissue(run_id)
    return more


def _send(credential: Credential) -> None:
    unsent = Notice.objects.filter(credential=credential, sent_at=None)
    for notice_id in unsent.values_list("pk", flat=True):
        send_notice(notice_id)


def daily() -> int:
    """Tell holders whose certificates end soon, and administrators what waits; how many."""
    warn_of_waiting()
    made = remind_holders()
    for notice_id in made:
        queue_notice(notice_id)
    return len(made)


def notify(notice_id: int) -> bool:
    return send_notice(notice_id)


def run_sweep() -> dict[str, int]:
    return sweep()
