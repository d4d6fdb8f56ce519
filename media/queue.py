"""Puts work for activities into the task queue."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django_q.models import Schedule
from django_q.tasks import async_task

SWEEP = "activities sweep"
# Thousands of files on their way to a store far away take longer than other tasks may. Taken from
# the queue again meanwhile, it leaves the work to whoever has it.
HOUR = 60 * 60


def queue_unpacking(version_id: int) -> None:
    """Have a package unpacked once the transaction at hand is committed."""
    transaction.on_commit(
        lambda: async_task("media.tasks.unpack", version_id, group="activities", timeout=HOUR)
    )


def queue_clearing(tokens: list[str]) -> None:
    """Have the files of what is no more taken away by the worker, once this is committed."""
    if tokens:
        transaction.on_commit(lambda: async_task("media.tasks.clear", tokens, group="activities"))


def schedule_sweep(sender: Any, **kwargs: Any) -> None:
    """Receiver of `post_migrate`: have the sweep run every hour."""
    Schedule.objects.get_or_create(
        name=SWEEP,
        defaults={"func": "media.tasks.run_sweep", "schedule_type": Schedule.HOURLY},
    )
