"""Puts the passing on of statements into the task queue."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django_q.models import Schedule
from django_q.tasks import async_task

FORWARDING = "statements forwarding"


def queue_forwarding() -> None:
    """Have what waits sent once the transaction at hand is committed."""
    transaction.on_commit(lambda: async_task("statements.tasks.run_forwarding", group=FORWARDING))


def schedule_forwarding(sender: Any, **kwargs: Any) -> None:
    """Receiver of `post_migrate`: look every minute, and keep no row of it."""
    Schedule.objects.get_or_create(
        name=FORWARDING,
        defaults={
            "func": "statements.tasks.run_forwarding",
            "kwargs": "q_options={'save': False}",
            "schedule_type": Schedule.MINUTES,
            "minutes": 1,
        },
    )
