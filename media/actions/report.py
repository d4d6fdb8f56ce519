from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.people import User
from media.models import ActivityResult, ActivityVersion
from media.reported import Reported
from media.tickets import Ticket
from statements.actions.record import record
from statements.activities import Activity as Thing

# When a version was played last is written this often: not at every learner's every visit.
OFTEN = timedelta(hours=1)


@transaction.atomic
def report(
    ticket: Ticket, person: User, reported: Reported | None, event: UUID | None = None
) -> ActivityResult:
    """Write down what an activity reports, or (None) that it was opened.

    The server says who, about what and when; `event` is a number that the page gives each report,
    and the same one twice is one. Everything is the learner's own: it was made in a browser.
    Raises ActivityVersion.DoesNotExist where the activity was deleted.
    """
    mine: dict[str, Any] = {"registration": ticket.registration, "version_id": ticket.version}
    rows = ActivityResult.objects.select_related("version__activity")
    rows = rows.select_for_update(of=("self",))
    result = rows.filter(**mine).first()
    if result is None:
        ActivityVersion.objects.only("pk").get(pk=ticket.version)
        result, _new = rows.get_or_create(**mine)
    now, version = timezone.now(), result.version
    if reported is None:
        used = version.last_used_at
        if used is None or used < now - OFTEN:
            ActivityVersion.objects.filter(pk=version.pk).update(last_used_at=now)
        return result
    key = str(version.activity.uuid)
    keys = (key, reported.part) if reported.part else (key,)
    whole = Thing("activity", (key,), version.title, version.language or ticket.language)
    record(
        person.uuid,
        reported.verb,
        Thing("activity", keys, version.title, version.language or ticket.language),
        once_by=(ticket.registration, version.pk, event),
        registration=ticket.registration,
        result=reported.result,
        parent=whole if reported.part else None,
        extensions={"activity-version": version.number, "formative": True},
        timestamp=now,
    )
    changed = []
    if reported.finishes and result.finished_at is None:
        result.finished_at = now
        changed.append("finished_at")
    if (
        not reported.part
        and reported.share is not None
        and (result.best is None or reported.share > result.best)
    ):
        result.best = reported.share
        changed.append("best")
    if changed:
        result.save(update_fields=changed)
    return result
