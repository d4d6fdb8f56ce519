"""Puts work for certificates into the task queue."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django_q.models import Schedule
from django_q.tasks import async_task

SWEEP = "certification sweep"
DAILY = "certification daily"


def queue_issue(completion_id: int) -> None:
    """Have a certificate issued once the transaction at hand is committed."""
    transaction.on_commit(
        lambda: async_task("certification.tasks.issue", completion_id, group="certificates")
    )


def queue_notice(notice_id: int) -> None:
    transaction.on_commit(
        lambda: async_task("certification.tasks.notify", notice_id, group="certificates")
    )


def queue_again(credential_id: int) -> None:
    """Have a reserved certificate issued in place of another."""
    transaction.on_commit(
        lambda: async_task("certification.tasks.issue_anew", credential_id, group="certificates")
    )


def queue_reissue(run_id: int) -> None:
    """Have a run that issues anew go on."""
    transaction.on_commit(
        lambda: async_task("certification.tasks.reissue", run_id, group="certificates")
    )


def on_course_completed(sender: Any, completion: Any, **kwargs: Any) -> None:
    """Receiver of `course_completed`."""
    queue_issue(completion.pk)


def schedule_sweep(sender: Any, **kwargs: Any) -> None:
    """Receiver of `post_migrate`: the sweep every five minutes, reminders once a day."""
    Schedule.objects.get_or_create(
        name=SWEEP,
        defaults={
            "func": "certification.tasks.run_sweep",
            "schedule_type": Schedule.MINUTES,
            "minutes": 5,
        },
    )
    Schedule.objects.get_or_create(
        name=DAILY,
        defaults={"func": "certification.tasks.daily", "schedule_type": Schedule.DAILY},
    )
