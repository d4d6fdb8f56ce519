"""What the task worker runs. Tasks take primary keys, and may run twice."""

from __future__ import annotations

from certification.actions.issue_credential import issue_credential
from certification.actions.send_notice import send_notice
from certification.actions.sweep import sweep
from certification.models import Notice
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
    for notice_id in Notice.objects.filter(credential=credential, sent_at=None).values_list(
        "pk", flat=True
    ):
        send_notice(notice_id)
    return credential.standing


def notify(notice_id: int) -> bool:
    return send_notice(notice_id)


def run_sweep() -> dict[str, int]:
    return sweep()
