from __future__ import annotations

from django.db import transaction
from django.db.models import ProtectedError

from accounts.audit import record
from accounts.people import User
from accounts.permissions import require
from media.activity_use import needed
from media.models import Activity
from media.queue import queue_clearing


class ActivityInUse(Exception):
    """A published course shows the activity, so learners are entitled to it."""


@transaction.atomic
def delete_activity(activity: Activity, actor: User) -> None:
    """Delete an activity with all its versions; their files go once this is committed.

    Raises PermissionDenied, and ActivityInUse where a published version of a course shows it.
    """
    require(actor, "delete", activity)
    stored = Activity.objects.select_for_update().get(pk=activity.pk)
    versions = dict(stored.versions.values_list("pk", "token"))
    if needed(versions):
        raise ActivityInUse
    record(actor, "delete activity", stored, versions=len(versions))
    try:
        stored.delete()
    except ProtectedError as error:
        # Published in this very moment.
        raise ActivityInUse from error
    queue_clearing(list(versions.values()))
