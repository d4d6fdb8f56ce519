from __future__ import annotations

from django.utils import timezone

from accounts.audit import record
from accounts.people import User
from accounts.permissions import require
from media.clearing import clear_soon
from media.models import ActivityVersion

State = ActivityVersion.State


def cancel_version(version: ActivityVersion, actor: User) -> bool:
    """Call off a version that is not unpacked yet; whether it was. Nothing of it is left.

    Raises PermissionDenied unless `actor` may change the activity.
    """
    require(actor, "change", version.activity)
    cancelled = ActivityVersion.objects.filter(
        pk=version.pk, state__in=[State.WAITING, State.UNPACKING]
    ).update(state=State.CANCELLED, changed_at=timezone.now())
    if not cancelled:
        return False
    record(actor, "cancel activity upload", version.activity, version=version.number)
    # A worker at it finds out within a moment and takes its own files away.
    clear_soon(version.token)
    return True
