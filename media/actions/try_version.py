from __future__ import annotations

from django.utils import timezone

from accounts.audit import record
from accounts.people import User
from accounts.permissions import require
from media.models import ActivityVersion
from media.reported import Reported

# What a type is known to report, or was seen to; never less than before.
_ORDER = list(reversed(ActivityVersion.Reports.values))


def note_report(version: ActivityVersion, actor: User, reported: Reported) -> None:
    """Note what a version was seen to report as it was tried: there are types that nobody listed.

    Raises PermissionDenied.
    """
    require(actor, "try", version.activity)
    if not reported.finishes:
        return
    kinds = ActivityVersion.Reports
    seen = kinds.FINISHED if reported.share is None else kinds.SCORE
    less = _ORDER[: _ORDER.index(seen.value)]
    if ActivityVersion.objects.filter(pk=version.pk, reports__in=less).update(reports=seen):
        record(actor, "see what activity reports", version.activity, version=version.number)


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
