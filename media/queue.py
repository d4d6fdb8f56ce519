"""Puts work for activities into the task queue."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django_q.models import Schedule
from django_q.tasks import async_task

SWEEP = "activities sweep"


def queue_unpacking(version_id: int) -> None:
    """Have a package unpacked once the transaction at hand is committed."""
    transaction.on_commit(lambda: async_task("media.tasks.unpack", version_id, group="activities"))


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
