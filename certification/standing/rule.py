"""The rule for how a certificate stands at a moment. Pure: it asks no database and no clock.

A *record* is one completion with all certificates that were ever issued for it. Within a record
the newest issue speaks for all: a corrected name, a suspension taken back and a key replaced take
the place of the old paper for good. A renewal is another record: it takes the place of the old
one from the day on which it begins, and gives it back should the renewal be revoked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from certification.standing.state import State


@dataclass(frozen=True)
class Successor:
    """What takes the place of a certificate: from when, and until when if it was revoked."""

    begins: datetime
    same_record: bool
    revoked_at: datetime | None = None

    def stands(self, at: datetime) -> bool:
        """Whether it has the place at a moment."""
        gone = self.revoked_at is not None and self.revoked_at <= at
        return self.begins <= at and (self.same_record or not gone)


@dataclass(frozen=True)
class Life:
    """All that ever happened to one certificate and bears on whether it counts.

    `before` is the issue of the same record whose place it took: it answers for the days before
    this one was issued. `zone` is the issuer's, in which days begin and end.
    """

    issued_at: datetime
    valid_from: date | None = None
    valid_until: date | None = None
    suspended_at: datetime | None = None
    revoked_at: datetime | None = None
    successors: tuple[Successor, ...] = ()
    before: Life | None = None
    zone: str = "UTC"


def state_at(life: Life, at: datetime) -> State:
    """How the certificate stands at a moment (aware). First and last day are valid ones."""
    if at < life.issued_at:
        return state_at(life.before, at) if life.before else State.NOT_ISSUED
    newer = [each for each in life.successors if each.stands(at)]
    if any(each.same_record for each in newer):
        return State.SUPERSEDED
    if life.revoked_at is not None and life.revoked_at <= at:
        return State.REVOKED
    if life.suspended_at is not None and life.suspended_at <= at:
        return State.SUSPENDED
    if newer:
        return State.SUPERSEDED
    if is_within(life, at):
        return State.VALID
    day = at.astimezone(ZoneInfo(life.zone)).date()
    early = life.valid_from is not None and day < life.valid_from
    return State.WAITING if early else State.EXPIRED


def is_within(life: Life, at: datetime) -> bool:
    """Whether a moment lies between first and last day, whatever else became of it."""
    day = at.astimezone(ZoneInfo(life.zone)).date()
    begun = life.valid_from is None or life.valid_from <= day
    return begun and (life.valid_until is None or day <= life.valid_until)


def state_on(life: Life, day: date) -> State:
    """How it stood at the end of a day: what was issued on that day counts, what was taken too."""
    return state_at(life, end_of(day, life.zone))


def end_of(day: date, zone: str) -> datetime:
    """The last moment of a day in a zone."""
    if day == date.max:
        return datetime.max.replace(tzinfo=UTC) - timedelta(days=1)
    return start_of(day + timedelta(days=1), zone) - timedelta(microseconds=1)


def start_of(day: date, zone: str) -> datetime:
    """The first moment of a day in a zone."""
    return datetime.combine(day, time.min, ZoneInfo(zone)).astimezone(UTC)
