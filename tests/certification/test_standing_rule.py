"""How a certificate stands at a moment, as a rule without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certification.standing.rule import (
    Life,
    Successor,
    end_of,
    start_of,
    state_at,
    state_on,
)
from certification.standing.state import State

FIRST = datetime(2024, 1, 1, tzinfo=UTC)
moments = st.datetimes(datetime(2024, 1, 1), datetime(2029, 12, 31), timezones=st.just(UTC))
days = st.dates(date(2024, 1, 1), date(2029, 12, 31))
zones = st.sampled_from(["UTC", "Pacific/Auckland", "America/Los_Angeles", "Europe/London"])
successors = st.builds(
    Successor, begins=moments, same_record=st.booleans(), revoked_at=st.none() | moments
)
lives = st.builds(
    Life,
    issued_at=moments,
    valid_from=st.none() | days,
    valid_until=st.none() | days,
    suspended_at=st.none() | moments,
    revoked_at=st.none() | moments,
    successors=st.lists(successors, max_size=3).map(tuple),
    zone=zones,
)


def day(month: int, number: int = 15) -> datetime:
    return datetime(2026, month, number, 12, tzinfo=UTC)


def test_suspended_and_reinstated_is_told_apart_by_day() -> None:
    """Valid before the suspension, not during it, and again by the new one after it."""
    old = Life(day(1), suspended_at=day(3), successors=(Successor(day(5), same_record=True),))
    new = Life(day(5), before=old)
    assert state_on(old, date(2026, 2, 1)) == State.VALID
    assert state_on(old, date(2026, 4, 1)) == State.SUSPENDED
    assert state_on(old, date(2026, 6, 1)) == State.SUPERSEDED
    assert state_on(new, date(2025, 12, 1)) == State.NOT_ISSUED
    assert state_on(new, date(2026, 2, 1)) == State.VALID
    assert state_on(new, date(2026, 4, 1)) == State.SUSPENDED
    assert state_on(new, date(2026, 6, 1)) == State.VALID


def test_suspended_and_then_revoked_keeps_both_days() -> None:
    life = Life(day(1), suspended_at=day(3), revoked_at=day(5))
    assert [state_at(life, day(month)) for month in (2, 4, 6)] == [
        State.VALID,
        State.SUSPENDED,
        State.REVOKED,
    ]


def test_an_early_renewal_waits_and_the_old_one_counts_until_it_begins() -> None:
    until = date(2026, 6, 30)
    begins = start_of(until + timedelta(days=1), "UTC")
    old = Life(day(1), valid_until=until, successors=(Successor(begins, same_record=False),))
    new = Life(day(5), valid_from=until + timedelta(days=1), valid_until=date(2027, 6, 30))
    assert state_on(old, until) == State.VALID
    assert state_on(new, until) == State.WAITING
    assert state_on(old, until + timedelta(days=1)) == State.SUPERSEDED
    assert state_on(new, until + timedelta(days=1)) == State.VALID


def test_a_revoked_renewal_gives_the_place_back_and_a_revoked_correction_does_not() -> None:
    renewal = Successor(day(3), same_record=False, revoked_at=day(5))
    correction = Successor(day(3), same_record=True, revoked_at=day(5))
    assert state_at(Life(day(1), successors=(renewal,)), day(6)) == State.VALID
    assert state_at(Life(day(1), successors=(correction,)), day(6)) == State.SUPERSEDED


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-03-01T10:59:59+00:00", State.VALID),  # 23:59:59 in Auckland, in summer time
        ("2026-03-01T11:00:00+00:00", State.EXPIRED),
    ],
)
def test_days_end_in_the_zone_of_the_issuer(at: str, expected: State) -> None:
    life = Life(day(1), valid_until=date(2026, 3, 1), zone="Pacific/Auckland")
    assert state_at(life, datetime.fromisoformat(at)) == expected


@given(lives, moments)
def test_before_its_issue_there_is_nothing(life: Life, at: datetime) -> None:
    assert (state_at(life, at) == State.NOT_ISSUED) == (at < life.issued_at)


@given(lives, days)
def test_valid_only_within_its_days_and_while_nothing_is_against_it(life: Life, when: date) -> None:
    if state_on(life, when) != State.VALID:
        return
    end = end_of(when, life.zone)
    assert life.valid_from is None or life.valid_from <= when
    assert life.valid_until is None or when <= life.valid_until
    assert life.suspended_at is None or life.suspended_at > end
    assert life.revoked_at is None or life.revoked_at > end
    assert not any(each.stands(end) for each in life.successors)


@given(lives, moments, moments)
def test_revoked_stays_revoked_or_superseded(life: Life, one: datetime, other: datetime) -> None:
    first, second = sorted([one, other])
    if state_at(life, first) == State.REVOKED:
        assert state_at(life, second) in {State.REVOKED, State.SUPERSEDED}


@given(lives, moments, moments)
def test_what_comes_later_does_not_change_the_past(
    life: Life, past: datetime, later: datetime
) -> None:
    """Somebody who asks again about a day gets the same answer, whatever happened since."""
    if later <= past:
        return
    before = state_at(life, past)
    assert state_at(replace(life, revoked_at=life.revoked_at or later), past) == before
    assert state_at(replace(life, suspended_at=life.suspended_at or later), past) == before
    newer = (*life.successors, Successor(later, same_record=True))
    assert state_at(replace(life, successors=newer), past) == before


@given(zones, st.dates(date(2024, 1, 2), date(2029, 12, 31)))
def test_renewed_early_somebody_counts_on_every_day(zone: str, when: date) -> None:
    """LMS365: a retake set people back. Here the old one counts until the new one begins."""
    until = date(2027, 3, 31)
    begins = until + timedelta(days=1)
    old = Life(
        FIRST,
        valid_until=until,
        successors=(Successor(start_of(begins, zone), same_record=False),),
        zone=zone,
    )
    new = Life(FIRST + timedelta(days=300), valid_from=begins, zone=zone)
    assert [state_on(old, when), state_on(new, when)].count(State.VALID) == 1


@given(lives, moments)
def test_every_moment_has_one_of_seven_words(life: Life, at: datetime) -> None:
    assert state_at(life, at) not in {State.ALTERED, State.UNKNOWN}
