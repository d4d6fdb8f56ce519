"""Whose turn it is to send, and how it went.

One worker at a time, by a lease on one row: taken, kept and given back in short statements of
SQL, so that no transaction is open while the network is spoken to (on SQLite it would keep
everybody from writing). The lease of a worker that was killed runs out. One that slept through
the end of its lease can at worst send again what is there already, under the same numbers.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from statements.forwarding.store import StoreFailed, request_seconds
from statements.models import Forwarding

LARGEST_BATCH = 100
FIRST_REST, LONGEST_REST = 15, 1800


class TurnLost(Exception):
    """Another worker sends now."""


def state() -> Forwarding:
    return Forwarding.objects.get_or_create(pk=1)[0]


def rest_after(failures: int) -> int:
    """Seconds to leave the store alone after so many failures in a row: twice as long each time."""
    return int(min(FIRST_REST * 2 ** min(failures - 1, 20), LONGEST_REST))


class Turn:
    def __init__(self, row: Forwarding) -> None:
        self.token = row.holder
        self.batch = row.batch
        self.failures = row.failures

    @classmethod
    def take(cls) -> Turn | None:
        """The turn, or None while another has it."""
        state()
        now = timezone.now()
        free = Q(held_until=None) | Q(held_until__lt=now)
        token = uuid.uuid4()
        taken = Forwarding.objects.filter(free, pk=1).update(holder=token, held_until=_until(now))
        return cls(Forwarding.objects.get(pk=1)) if taken else None

    def keep(self) -> None:
        """Hold on for one more request. Raises TurnLost."""
        self._write(held_until=_until(timezone.now()))

    def give_back(self) -> None:
        Forwarding.objects.filter(holder=self.token).update(holder=None, held_until=None)

    def went_well(self) -> None:
        """A batch was taken. Raises TurnLost."""
        self.batch, self.failures = min(LARGEST_BATCH, self.batch * 2), 0
        self._write(batch=self.batch, failures=0, rest_until=None, last_success_at=timezone.now())

    def smaller(self, sent: int) -> None:
        """A batch of `sent` was refused: send half of it, to come to the one at fault."""
        self.batch = max(1, sent // 2)
        self._write(batch=self.batch)

    def failed(self, error: StoreFailed) -> None:
        """Leave the store alone for a while. Raises TurnLost."""
        self.failures += 1
        now = timezone.now()
        rest = max(rest_after(self.failures), error.rest)
        self._write(
            batch=self.batch,
            failures=self.failures,
            rest_until=now + timedelta(seconds=rest),
            last_failure_at=now,
            problem=error.problem,
            status=error.status,
        )

    def _write(self, **values: object) -> None:
        if not Forwarding.objects.filter(pk=1, holder=self.token).update(**values):
            raise TurnLost


def _until(now: datetime) -> datetime:
    return now + timedelta(seconds=2 * request_seconds() + 10)
