"""The table of days: how long a certificate holds, and when a renewal begins."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certification.validity import AFTER, AT_ONCE, LAST_YEAR, Ended, Rule, last_day, period

D = date.fromisoformat
CASES = [
    # rule, completed on, last valid day
    ("none", 0, "2026-03-10", None),
    # 365 days, one year and the end of a month are three different things.
    ("days", 365, "2025-03-10", "2026-03-10"),
    ("days", 365, "2024-02-29", "2025-02-28"),
    ("days", 365, "2024-02-28", "2025-02-27"),
    ("years", 1, "2024-02-28", "2025-02-28"),
    ("years", 1, "2024-02-29", "2025-02-28"),
    ("years", 1, "2023-02-28", "2024-02-28"),
    ("years", 4, "2024-02-29", "2028-02-29"),
    ("years", 2, "2024-02-29", "2026-02-28"),
    ("years", 1, "2026-12-31", "2027-12-31"),
    ("months", 1, "2026-01-31", "2026-02-28"),
    ("months", 1, "2024-01-31", "2024-02-29"),
    ("months", 1, "2026-01-28", "2026-02-28"),
    ("months", 1, "2026-02-28", "2026-03-28"),
    ("months", 1, "2026-03-31", "2026-04-30"),
    ("months", 12, "2024-02-29", "2025-02-28"),
    ("months", 6, "2026-08-31", "2027-02-28"),
    ("months", 11, "2026-01-31", "2026-12-31"),
    ("days", 1, "2026-12-31", "2027-01-01"),
    ("days", 30, "2026-01-31", "2026-03-02"),
    # A century that is no leap year.
    ("years", 4, "2096-02-29", "2100-02-28"),
    # So long that the calendar ends.
    ("years", 32767, "2026-03-10", f"{LAST_YEAR}-12-31"),
    ("days", 32767, f"{LAST_YEAR}-12-30", f"{LAST_YEAR}-12-31"),
]


@pytest.mark.parametrize(("validity", "amount", "start", "end"), CASES)
def test_the_table(validity: str, amount: int, start: str, end: str | None) -> None:
    assert last_day(Rule(validity, amount), D(start)) == (D(end) if end else None)


def test_a_fixed_date_is_the_same_for_all_and_its_day_is_included() -> None:
    rule = Rule("fixed", until=D("2027-06-30"))
    assert last_day(rule, D("2026-01-01")) == D("2027-06-30")
    assert last_day(rule, D("2027-06-30")) == D("2027-06-30")
    with pytest.raises(Ended):
        last_day(rule, D("2027-07-01"))


RENEWALS = [
    # renewal, validity, amount, completed, old one ends, begins, ends
    (AT_ONCE, "years", 1, "2026-02-01", "2026-03-10", None, "2027-02-01"),
    (AFTER, "years", 1, "2026-02-01", "2026-03-10", "2026-03-11", "2027-03-10"),
    # Who renews on the last day goes on the day after.
    (AFTER, "years", 1, "2026-03-10", "2026-03-10", "2026-03-11", "2027-03-10"),
    # Too late to join on: it begins at once.
    (AFTER, "years", 1, "2026-03-11", "2026-03-10", None, "2027-03-11"),
    (AFTER, "years", 1, "2026-02-01", None, None, "2027-02-01"),
    (AFTER, "months", 1, "2026-01-15", "2026-01-31", "2026-02-01", "2026-02-28"),
    (AFTER, "years", 1, "2024-01-15", "2024-02-29", "2024-03-01", "2025-02-28"),
    (AFTER, "days", 365, "2026-02-01", "2026-03-10", "2026-03-11", "2027-03-10"),
    (AFTER, "none", 0, "2026-02-01", "2026-03-10", "2026-03-11", None),
]


@pytest.mark.parametrize(
    ("renewal", "validity", "amount", "completed", "old", "begins", "ends"), RENEWALS
)
def test_a_renewal(
    renewal: str,
    validity: str,
    amount: int,
    completed: str,
    old: str | None,
    begins: str | None,
    ends: str | None,
) -> None:
    rule = Rule(validity, amount, renewal=renewal)
    assert period(rule, D(completed), D(old) if old else None) == (
        D(begins) if begins else None,
        D(ends) if ends else None,
    )


def test_a_renewal_to_a_fixed_date_never_begins_after_it() -> None:
    rule = Rule("fixed", until=D("2027-06-30"), renewal=AFTER)
    assert period(rule, D("2026-01-01"), D("2026-06-30")) == (D("2026-07-01"), D("2027-06-30"))
    assert period(rule, D("2027-01-01"), D("2027-06-30")) == (None, D("2027-06-30"))
    with pytest.raises(Ended):
        period(rule, D("2027-07-01"), D("2027-08-01"))


days = st.dates(date(1990, 1, 1), date(2200, 12, 31))
rules = st.builds(
    Rule, st.sampled_from(["days", "months", "years"]), st.integers(1, 400), renewal=st.just(AFTER)
)


@given(rules, days, st.integers(0, 4000))
def test_who_completes_later_is_never_worse_off(rule: Rule, start: date, later: int) -> None:
    first, second = last_day(rule, start), last_day(rule, start + timedelta(days=later))
    assert first is not None
    assert second is not None
    assert start <= first <= second


@given(st.sampled_from(["days", "months", "years"]), st.integers(1, 200), days)
def test_more_is_longer(validity: str, amount: int, start: date) -> None:
    one, more = last_day(Rule(validity, amount), start), last_day(Rule(validity, amount + 1), start)
    assert one is not None
    assert more is not None
    assert one < more


@given(rules, days, st.integers(0, 400))
def test_renewing_early_loses_no_day_and_leaves_no_gap(rule: Rule, old: date, early: int) -> None:
    begins, ends = period(rule, old - timedelta(days=early), old)
    assert begins == old + timedelta(days=1)
    assert ends == last_day(rule, old)
