from __future__ import annotations

from django.utils import timezone

from accounts.audit import record
from accounts.people import User
from accounts.permissions import require
from media.models import ActivityVersion


def try_version(version: ActivityVersion, actor: User) -> bool:
    """Note that somebody has seen a version play, so that lessons may be published with it.

    Gives whether it was the first time. Raises PermissionDenied.
    """
    require(actor, "try", version.activity)
    first = ActivityVersion.objects.filter(
        pk=version.pk, state=ActivityVersion.State.READY, played_at=None
    ).update(played_at=timezone.now())
    if first:
        record(actor, "try activity", version.activity, version=version.number)
    return bool(first)
