"""How long a certificate holds. Pure: days in, days out.

The first day is the day of completion, and the last day is a valid one:

- 365 days from 2025-03-10: until 2026-03-10, from 2024-02-29: until 2025-02-28;
- 1 year from 2025-03-10: until 2026-03-10, from 2024-02-29: until 2025-02-28;
- 1 month from 2026-01-31: until 2026-02-28 (a month that is too short ends it on its last day);
- a fixed date: until that date, whenever it was earned.

A renewal that begins when the old one has ended counts from the old one's last day, so that
somebody who renews early loses nothing.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

NONE, DAYS, MONTHS, YEARS, FIXED = "none", "days", "months", "years", "fixed"
AT_ONCE, AFTER = "at-once", "after"
LAST_YEAR = date.max.year - 1


class Ended(Exception):
    """The fixed date lies before the day on which the certificate would begin."""


@dataclass(frozen=True)
class Rule:
    """How long certificates of one achievement hold, and when a renewal begins."""

    validity: str = NONE
    amount: int = 0
    until: date | None = None
    renewal: str = AT_ONCE


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month where it has none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > LAST_YEAR:
        return date(LAST_YEAR, 12, 31)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def last_day(rule: Rule, start: date) -> date | None:
    """The last valid day of what starts on a day; None where it never ends. Raises Ended."""
    if rule.validity == FIXED:
        if rule.until is None or rule.until < start:
            raise Ended
        return rule.until
    if rule.validity == DAYS:
        return start + timedelta(days=min(rule.amount, (date(LAST_YEAR, 12, 31) - start).days))
    if rule.validity == MONTHS:
        return add_months(start, rule.amount)
    if rule.validity == YEARS:
        return add_months(start, rule.amount * 12)
    return None


def period(
    rule: Rule, completed_on: date, earlier_until: date | None = None
) -> tuple[date | None, date | None]:
    """First and last valid day; no first day: from the moment of issue. Raises Ended.

    `earlier_until` is the last day of the certificate that this one renews. With a fixed date a
    renewal that would begin after it begins at once instead of never.
    """
    waits = rule.renewal == AFTER and earlier_until is not None and earlier_until >= completed_on
    if waits and earlier_until is not None and earlier_until < date.max:
        first = earlier_until + timedelta(days=1)
        if rule.validity != FIXED:
            return first, last_day(rule, earlier_until)
        if rule.until is not None and rule.until >= first:
            return first, rule.until
    return None, last_day(rule, completed_on)
