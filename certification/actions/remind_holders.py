from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from certification.models import Credential, Issuer, Notice

DAYS_BEFORE = 60
AT_ONCE = 500


@transaction.atomic
def remind_holders() -> list[int]:
    """Have holders told, once, that a certificate ends soon; gives the notices made.

    Not where a newer certificate is there, begun or waiting, nor in the first half of its time: a
    certificate for a month needs no mail on its first day.
    """
    today = timezone.now().astimezone(ZoneInfo(Issuer.current().time_zone)).date()
    renewed = Exists(
        Credential.objects.filter(
            supersedes__completion=OuterRef("completion"), cause=Credential.Cause.COMPLETION
        ).exclude(standing=Credential.Standing.REVOKED)
    )
    issued_anew = Exists(
        Credential.objects.filter(supersedes=OuterRef("pk")).exclude(
            cause=Credential.Cause.COMPLETION
        )
    )
    # Told of this day already, be it by the paper in whose place this one was issued.
    told = Exists(
        Notice.objects.filter(
            kind=Notice.Kind.ENDING,
            credential__completion=OuterRef("completion"),
            credential__valid_until=OuterRef("valid_until"),
        )
    )
    ending = (
        Credential.objects.filter(
            standing=Credential.Standing.ISSUED,
            valid_until__range=(today, today + timedelta(days=DAYS_BEFORE)),
            holder__is_active=True,
        )
        .filter(~told, ~renewed, ~issued_anew)
        .order_by("valid_until", "pk")
    )
    made = []
    for credential in ending[:AT_ONCE]:
        assert credential.valid_until is not None  # noqa: S101
        first = credential.valid_from or credential.facts().completed_on
        if credential.valid_until - today > (credential.valid_until - first) / 2:
            continue
        notice, is_new = Notice.objects.get_or_create(
            credential=credential, kind=Notice.Kind.ENDING
        )
        if is_new:
            made.append(notice.pk)
    return made
