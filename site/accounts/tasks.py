"""What the task worker does for this app once a day."""

from __future__ import annotations

from typing import Any

from django.db import connections
from django_q.models import Schedule

from accounts.actions.keep_roles_in_step import keep_everyones_roles_in_step
from accounts.sessions import SessionStore

DAILY = "accounts daily"


def daily() -> int:
    """Let roles follow memberships by date, and drop sessions that have run out.

    Answers how many people's roles changed. Running it twice changes nothing.
    """
    SessionStore.clear_expired()
    return keep_everyones_roles_in_step()


def schedule_daily(sender: Any, using: str, **kwargs: Any) -> None:
    """Receiver of `post_migrate`."""
    if Schedule._meta.db_table not in connections[using].introspection.table_names():
        return
    Schedule.objects.get_or_create(
        name=DAILY, defaults={"func": "accounts.tasks.daily", "schedule_type": Schedule.DAILY}
    )
