"""Puts work for certificates into the task queue."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django_q.models import Schedule
from django_q.tasks import async_task

SWEEP = "certification sweep"


def queue_issue(completion_id: int) -> None:
    """Have a certificate issued once the transaction at hand is committed."""
    transaction.on_commit(
        lambda: async_task("certification.tasks.issue", completion_id, group="certificates")
    )


def queue_notice(notice_id: int) -> None:
    transaction.on_commit(
        lambda: async_task("certification.tasks.notify", notice_id, group="certificates")
    )


def on_course_completed(sender: Any, completion: Any, **kwargs: Any) -> None:
    """Receiver of `course_completed`."""
    queue_issue(completion.pk)


def schedule_sweep(sender: Any, **kwargs: Any) -> None:
    """Receiver of `post_migrate`: have the sweep run every five minutes."""
    Schedule.objects.get_or_create(
        name=SWEEP,
        defaults={
            "func": "certification.tasks.run_sweep",
            "schedule_type": Schedule.MINUTES,
            "minutes": 5,
        },
    )
