"""Reads from the register what the rule needs, for one certificate or thousands at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F
from django.utils import timezone

from certification.models import Credential, Issuer
from certification.standing.rule import Life, Successor, start_of, state_at, state_on
from certification.standing.state import State

PREPARING, COMPLETION = Credential.Standing.PREPARING, Credential.Cause.COMPLETION
_COLUMNS = (
    "code",
    "completion_id",
    "issue",
    "cause",
    "standing",
    "supersedes_id",
    "issued_at",
    "valid_from",
    "valid_until",
    "suspended_at",
    "ended_at",
    "ended_class",
)


@dataclass(frozen=True)
class Standing:
    """How a certificate stands, and what a page tells beside the word."""

    state: State
    life: Life
    # Since when it is suspended or revoked.
    since: datetime | None = None
    # What took its place.
    newer: Credential | None = None
    # A renewal that is issued and begins later.
    renewal: Credential | None = None


def standing_of(credential: Credential, day: date | None = None) -> Standing:
    """How an issued certificate stands now, or stood on a day. At most five queries."""
    return standings_of([credential], day)[credential.pk]


def standings_of(credentials: Iterable[Credential], day: date | None = None) -> dict[int, Standing]:
    """The standing of each issued certificate, by primary key. Queries do not grow with them.

    `day`: as it stood at the end of that day, in the issuer's zone; for one to come: as it will,
    if nothing happens until then.
    """
    wanted = {each.pk: each for each in credentials if each.is_issued}
    if not wanted:
        return {}
    zone = Issuer.current().time_zone
    register = _Register(wanted, zone)
    if day is not None:
        register.add_earlier_issues()
    now = timezone.now()
    result = {}
    for pk, credential in wanted.items():
        life = register.life(credential)
        # A clock that was put back does not take back what was issued.
        at = max(now, life.issued_at)
        state = state_at(life, at) if day is None else state_on(life, day)
        newer = register.successors.get(pk, [])
        begun = [each for each in newer if register.successor(each).stands(now)]
        waiting = [each for each in newer if register.successor(each).begins > now]
        result[pk] = Standing(
            state,
            life,
            since=credential.ended_at if state in {State.REVOKED, State.SUSPENDED} else None,
            newer=begun[-1] if begun and state == State.SUPERSEDED else None,
            renewal=next((each for each in waiting if each.standing == "issued"), None),
        )
    return result


class _Register:
    """The rows around some certificates: what superseded them, and the rest of their records."""

    def __init__(self, wanted: dict[int, Credential], zone: str) -> None:
        self.rows, self.zone = dict(wanted), zone
        self.successors: dict[int, list[Credential]] = defaultdict(list)
        self.heads: dict[int, Credential] = {}
        self._add_successors(set(wanted))

    def _add_successors(self, keys: set[int]) -> None:
        if not keys:
            return
        found = {(each.supersedes_id, each.pk): each for each in _of(supersedes__in=keys)}
        # What renews a record renews its newest issue, whichever it was issued in place of.
        records = defaultdict(list)
        for pk in keys:
            if self.rows[pk].issue > 1 and self.rows[pk].completion_id:
                records[self.rows[pk].completion_id].append(pk)
        if records:
            renewals = _of(supersedes__completion__in=list(records), cause=COMPLETION)
            for each in renewals.annotate(record=F("supersedes__completion")):
                found.update({(pk, each.pk): each for pk in records[each.record]})
        for (pk, _newer), each in sorted(found.items(), key=_by_issue):
            self.successors[pk or 0].append(each)
        renewing = {each.completion_id for each in found.values() if each.cause == COMPLETION}
        renewing.discard(None)
        if renewing:
            later = _of(completion__in=renewing, issue__gt=1).order_by("issue")
            self.heads.update({each.completion_id: each for each in later})

    def add_earlier_issues(self) -> None:
        """The issues before those wanted: they answer for the days before."""
        records = {
            each.completion_id
            for each in self.rows.values()
            if each.cause != COMPLETION and each.completion_id
        }
        if not records:
            return
        added = [each for each in _of(completion__in=records) if each.pk not in self.rows]
        self.rows.update({each.pk: each for each in added})
        self._add_successors({each.pk for each in added})

    def successor(self, credential: Credential) -> Successor:
        issued_at = _moment(credential.issued_at)
        if credential.cause != COMPLETION:
            return Successor(issued_at, same_record=True)
        begins = issued_at
        if credential.valid_from is not None:
            begins = max(begins, start_of(credential.valid_from, self.zone))
        head = self.heads.get(credential.completion_id or 0, credential)
        return Successor(begins, same_record=False, revoked_at=_revoked_at(head))

    def life(self, credential: Credential) -> Life:
        before = None
        if credential.cause != COMPLETION and credential.supersedes_id:
            row = self.rows.get(credential.supersedes_id)
            before = self.life(row) if row is not None else None
        return Life(
            issued_at=_moment(credential.issued_at),
            valid_from=credential.valid_from,
            valid_until=credential.valid_until,
            suspended_at=_suspended_at(credential),
            revoked_at=_revoked_at(credential),
            successors=tuple(map(self.successor, self.successors.get(credential.pk, []))),
            before=before,
            zone=self.zone,
        )


def _of(**conditions: Any) -> Any:
    """Issued certificates, without what they say."""
    return Credential.objects.exclude(standing=PREPARING).filter(**conditions).only(*_COLUMNS)


def _by_issue(item: tuple[tuple[int | None, int], Credential]) -> tuple[datetime, int]:
    return _moment(item[1].issued_at), item[1].pk


def _moment(value: datetime | None) -> datetime:
    assert value is not None  # the register has a constraint  # noqa: S101
    return value


def _revoked_at(credential: Credential) -> datetime | None:
    if credential.standing != Credential.Standing.REVOKED:
        return None
    return credential.ended_at or credential.issued_at


def _suspended_at(credential: Credential) -> datetime | None:
    if credential.suspended_at is None and credential.standing == Credential.Standing.SUSPENDED:
        return credential.ended_at or credential.issued_at
    return credential.suspended_at
