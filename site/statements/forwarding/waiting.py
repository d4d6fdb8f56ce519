"""What waits to leave: the official, and of the learner's own what they agreed to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import chain
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from statements.models import Sharing, Statement, Tier

MOST_BYTES = 1024 * 1024


def official_waiting() -> QuerySet[Statement]:
    return Statement.objects.filter(
        tier=Tier.OFFICIAL, forwarded_at__isnull=True, set_aside__isnull=True
    )


def own_waiting() -> QuerySet[Statement]:
    """Only what was written down after its learner agreed, and while they still do."""
    agreed = Sharing.objects.filter(
        person__uuid=OuterRef("actor"), agreed_at__lte=OuterRef("stored")
    )
    return Statement.objects.filter(
        Exists(agreed),
        tier=Tier.LEARNER,
        forwarded_at__isnull=True,
        set_aside__isnull=True,
        # Said twice, so that the database goes from people to their entries, and not through all.
        actor__in=Sharing.objects.values("person__uuid"),
    )


def waiting_count() -> int:
    return official_waiting().count() + own_waiting().count()


def next_waiting(most: int) -> list[Statement]:
    """The first `most` in the order in which they were written, which is that of each try."""
    found = chain(official_waiting().order_by("pk")[:most], own_waiting().order_by("pk")[:most])
    return sorted(found, key=lambda row: row.pk)[:most]


def outgoing(row: Statement) -> dict[str, Any]:
    """The statement as it leaves: the same each time. When it was stored, the store says."""
    document = row.as_json()
    del document["stored"]
    return document


def as_text(row: Statement) -> str:
    return json.dumps(outgoing(row), separators=(",", ":"))


def within_bytes(texts: Sequence[str]) -> int:
    """How many of the first fit into one request; one at least."""
    size = 0
    for number, text in enumerate(texts):
        size += len(text) + 1
        if size > MOST_BYTES and number:
            return number
    return len(texts)
