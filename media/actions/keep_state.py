from __future__ import annotations

import re

from django.db import IntegrityError, transaction
from django.db.models import Count, Sum
from django.db.models.functions import Length

from media.models import ActivityState, ActivityVersion
from media.models.playing import LARGEST_STATE
from media.tickets import Ticket

MOST_PARTS = 200
# Of the whole (“0”) or of a part, by its number or UUID.
_KEY = re.compile(r"(?=.{1,80}\Z)[\da-fA-F-]{1,36}/[\w.-]{1,60}", re.ASCII)


class StateRefused(ValueError):
    """State that is not kept; `reason` is "key", "large" or "parts"."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def keep_state(ticket: Ticket, key: str, data: str) -> None:
    """Keep where a learner is in an activity; empty data forgets it.

    All parts of one activity together may have 256 KB, of characters as they were sent. What
    comes last is kept. Raises StateRefused, and then the earlier state stays, and
    ActivityVersion.DoesNotExist where the activity was deleted.
    """
    if not _KEY.fullmatch(key):
        raise StateRefused("key")
    mine = ActivityState.objects.filter(registration=ticket.registration, version=ticket.version)
    if not data:
        mine.filter(key=key).delete()
        return
    # PostgreSQL takes neither NUL nor half of a surrogate pair in a text.
    encoded = data.replace("\0", "").encode("utf-8", "replace")
    data = encoded.decode()
    if len(encoded) > LARGEST_STATE:
        raise StateRefused("large")
    others = mine.exclude(key=key).aggregate(size=Sum(Length("data")), parts=Count("pk"))
    if (others["size"] or 0) + len(data) > LARGEST_STATE:
        raise StateRefused("large")
    if mine.filter(key=key).update(data=data):
        return
    if others["parts"] >= MOST_PARTS:
        raise StateRefused("parts")
    ActivityVersion.objects.only("pk").get(pk=ticket.version)
    try:
        with transaction.atomic():
            ActivityState.objects.create(
                registration=ticket.registration, version_id=ticket.version, key=key, data=data
            )
    except IntegrityError:
        # Sent twice at once: the other was first.
        mine.filter(key=key).update(data=data)
