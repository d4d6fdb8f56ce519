"""Takes the facts of a completion, once, at the moment of issuing."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from certification.facts import CreditLine, Facts
from certification.models import Issuer
from certification.names import clean_name


def take(
    completion: Any, issuer: Issuer, code: str, now: datetime, supersedes: str | None
) -> Facts:
    """The facts of a certificate for a `learning.Completion`. Knows no page and no template."""
    version = completion.course_version
    zone = ZoneInfo(issuer.time_zone)
    now = now.replace(microsecond=0)
    return Facts(
        code=code,
        holder_name=clean_name(completion.person.certificate_name),
        course_title=clean_name(version.title),
        course_number=version.number,
        course_hash=version.hash,
        language=version.language,
        issuer_name=issuer.name,
        issuer_address=issuer.address,
        issuer_did=issuer.did,
        issuer_url=issuer.base_url,
        completed_on=completion.completed_at.astimezone(zone).date(),
        issued_at=now.astimezone(UTC),
        issued_on=now.astimezone(zone).date(),
        assessed=bool(version.scenarios),
        kind="achievement" if version.scenarios else "attendance",
        minutes=version.minutes,
        law_date=version.law_date,
        jurisdiction=clean_name(version.jurisdiction),
        supersedes=supersedes,
        credit_lines=tuple(_credit(line) for line in version.credit_lines),
    )


def _credit(line: dict[str, Any]) -> CreditLine:
    read = CreditLine.from_json(line)
    return CreditLine(**{key: clean_name(value) for key, value in read.to_json().items()})
