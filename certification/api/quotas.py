"""How much an agency may ask: requests a minute, checks a month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db.models import F
from django.utils import timezone

from certification.api.problems import Refusal
from certification.models import Agency, MonthlyUse
from certification.rate_limits import Span, take


@dataclass
class Allowance:
    """What one request found left, for the RateLimit headers."""

    agency: Agency
    minute: Span
    checks_used: int | None = None

    def headers(self) -> dict[str, str]:
        """draft-ietf-httpapi-ratelimit-headers: the policies, and what is left of each."""
        most = self.agency.monthly_checks
        policies = [f'"minute";q={self.minute.most};w=60', f'"month";q={most}']
        left = [f'"minute";r={self.minute.left};t={self.minute.wait}']
        if self.checks_used is not None:
            rest = max(0, most - self.checks_used)
            left.append(f'"month";r={rest};t={seconds_left()}')
        return {"RateLimit-Policy": ", ".join(policies), "RateLimit": ", ".join(left)}


def this_month() -> date:
    """The first day of the month that counts now, in UTC."""
    return timezone.now().astimezone(UTC).date().replace(day=1)


def next_month() -> date:
    return (this_month() + timedelta(days=32)).replace(day=1)


def seconds_left() -> int:
    """Until the next month begins."""
    begins = datetime.combine(next_month(), datetime.min.time(), UTC)
    return max(1, int((begins - timezone.now()).total_seconds()))


def take_request(agency: Agency) -> Allowance:
    """Take one request of this minute. Raises Refusal."""
    span = take(f"api:{agency.pk}", 1, agency.requests_a_minute, 60)
    allowance = Allowance(agency, span)
    if not span.allowed:
        raise Refusal(
            "too-many-requests", headers={"Retry-After": str(span.wait), **allowance.headers()}
        )
    return allowance


def used(agency: Agency) -> int:
    """How many checks were taken this month."""
    row = MonthlyUse.objects.filter(agency=agency, month=this_month()).first()
    return row.checks if row else 0


def take_checks(allowance: Allowance, number: int) -> None:
    """Take checks of this month, all or none, in one statement. Raises Refusal."""
    agency = allowance.agency
    mine = MonthlyUse.objects.filter(agency=agency, month=this_month())
    if number > agency.monthly_checks:
        _refuse(allowance)
    free = mine.filter(checks__lte=agency.monthly_checks - number)
    if not free.update(checks=F("checks") + number):
        MonthlyUse.objects.get_or_create(agency=agency, month=this_month())
        if not free.update(checks=F("checks") + number):
            _refuse(allowance)
    allowance.checks_used = mine.values_list("checks", flat=True).get()


def _refuse(allowance: Allowance) -> None:
    allowance.checks_used = used(allowance.agency)
    raise Refusal(
        "quota-used-up",
        members={"left": max(0, allowance.agency.monthly_checks - allowance.checks_used)},
        headers={"Retry-After": str(seconds_left()), **allowance.headers()},
    )
