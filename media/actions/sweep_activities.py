from __future__ import annotations

from datetime import timedelta

from django.db.models import F, Q
from django.utils import timezone

from accounts.audit import record
from media.activity_use import needed
from media.clearing import clear_soon
from media.models import ActivityVersion, Library
from media.queue import queue_unpacking

State = ActivityVersion.State
STUCK = timedelta(minutes=30)
UNUSED = timedelta(days=365)
AT_ONCE = 200


def sweep_activities() -> dict[str, int]:
    """Go on where a worker was killed, and take away what nobody needs any more.

    A version is kept while a page or a course shows it or an attempt may go on with it, and while
    it is the newest of its activity. Gives how many were queued again, versions and libraries
    taken away.
    """
    now = timezone.now()
    stuck = ActivityVersion.objects.filter(
        state__in=[State.WAITING, State.UNPACKING], changed_at__lt=now - STUCK
    )
    keys = list(stuck.values_list("pk", flat=True)[:AT_ONCE])
    for key in keys:
        queue_unpacking(key)
    return {"queued": len(keys), "versions": _sweep_versions(), "libraries": _sweep_libraries()}


def _sweep_versions() -> int:
    before = timezone.now() - UNUSED
    old = ActivityVersion.objects.filter(
        Q(last_used_at=None, uploaded_at__lt=before) | Q(last_used_at__lt=before),
        state=State.READY,
        swept_at=None,
        activity__versions__number__gt=F("number"),
        activity__versions__state=State.READY,
    ).distinct()
    keys = list(old.values_list("pk", flat=True).order_by("pk"))
    # Many may be old and needed: those must not hide the rest.
    kept = {key for at in range(0, len(keys), AT_ONCE) for key in needed(keys[at : at + AT_ONCE])}
    free = [key for key in keys if key not in kept][:AT_ONCE]
    gone = 0
    for row in ActivityVersion.objects.filter(pk__in=free).select_related("activity"):
        row.library_rows.all().delete()
        row.swept_at = timezone.now()
        row.save()
        clear_soon(row.token)
        record(None, "sweep activity", row.activity, version=row.number)
        gone += 1
    return gone


def _sweep_libraries() -> int:
    """Trees that no version uses and that are in no curated set; young ones may be on their way."""
    unused = Library.objects.filter(
        version_rows=None, curated=False, created_at__lt=timezone.now() - timedelta(days=1)
    )
    gone = 0
    for row in list(unused[:AT_ONCE]):
        if Library.objects.filter(pk=row.pk, version_rows=None, curated=False).delete()[0]:
            clear_soon(row.token)
            gone += 1
    return gone
