"""The rule as a condition for the database, for lists of certificates by state."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet

from certification.models import Credential
from certification.standing.state import State

_STANDING = Credential.Standing


def in_state(
    queryset: QuerySet[Credential], state: State, now: datetime, zone: str
) -> QuerySet[Credential]:
    """Those of `queryset` that stand so at this moment. The word itself is the rule's to say."""
    today = now.astimezone(ZoneInfo(zone)).date()
    newer = Credential.objects.exclude(standing=_STANDING.PREPARING)
    anew = Exists(
        newer.filter(supersedes=OuterRef("pk")).exclude(cause=Credential.Cause.COMPLETION)
    )
    renewed = Exists(
        newer.filter(
            Q(valid_from=None) | Q(valid_from__lte=today),
            cause=Credential.Cause.COMPLETION,
            supersedes__completion=OuterRef("completion"),
        ).exclude(standing=_STANDING.REVOKED)
    )
    issued = Q(standing=_STANDING.ISSUED)
    early, late = Q(valid_from__gt=today), Q(valid_until__lt=today)
    conditions: dict[State, Any] = {
        State.SUPERSEDED: (anew & ~Q(standing=_STANDING.PREPARING)) | (issued & renewed),
        State.REVOKED: Q(standing=_STANDING.REVOKED) & ~anew,
        State.SUSPENDED: Q(standing=_STANDING.SUSPENDED) & ~anew,
        State.WAITING: issued & ~anew & ~renewed & early,
        State.EXPIRED: issued & ~anew & ~renewed & late & ~early,
        State.VALID: issued
        & ~anew
        & ~renewed
        & (Q(valid_from=None) | Q(valid_from__lte=today))
        & (Q(valid_until=None) | Q(valid_until__gte=today)),
    }
    return queryset.filter(conditions[state])
