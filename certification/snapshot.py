"""Takes the facts of a certificate, once, at the moment of issuing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from certification.achievements.boards import missing
from certification.achievements.terms import Terms, terms_for
from certification.facts import CreditLine, Facts
from certification.models import Credential, Issuer
from certification.names import clean_name
from certification.validity import Ended, period


class Withheld(Exception):
    """Something keeps the certificate from being issued: a `Credential.Problem` and a detail."""

    def __init__(self, problem: Credential.Problem, detail: str = "") -> None:
        self.problem, self.detail = problem, detail
        super().__init__(f"{problem.value} {detail}".strip())


def take(
    completion: Any,
    issuer: Issuer,
    code: str,
    now: datetime,
    supersedes: str | None,
    *,
    earlier_until: date | None = None,
) -> Facts:
    """The facts of the certificate that a `learning.Completion` brings. Knows no page.

    What the course's achievement says is copied. `supersedes` is the code of the certificate that
    this one renews, `earlier_until` that one's last valid day. Raises Withheld.
    """
    version = completion.course_version
    terms = terms_for(version.course_key, version.language)
    facts = drafted(completion, terms, issuer, code, now, supersedes, earlier_until)
    if lacking := missing(facts):
        raise Withheld(Credential.Problem.FIELDS, ",".join(lacking)[:60])
    return facts


def drafted(
    completion: Any,
    terms: Terms,
    issuer: Issuer,
    code: str,
    now: datetime,
    supersedes: str | None = None,
    earlier_until: date | None = None,
) -> Facts:
    """The facts by given terms, whether or not something is missing. Raises Withheld."""
    version = completion.course_version
    zone = ZoneInfo(issuer.time_zone)
    completed_on = completion.completed_at.astimezone(zone).date()
    try:
        valid_from, valid_until = period(terms.rule, completed_on, earlier_until)
    except Ended:
        raise Withheld(Credential.Problem.FIELDS, "validity_date") from None
    now = now.replace(microsecond=0)
    by_course = "achievement" if version.scenarios else "attendance"
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
        completed_on=completed_on,
        issued_at=now.astimezone(UTC),
        issued_on=now.astimezone(zone).date(),
        assessed=bool(version.scenarios),
        kind=terms.kind or by_course,
        minutes=version.minutes,
        law_date=version.law_date,
        jurisdiction=clean_name(version.jurisdiction),
        valid_from=valid_from,
        valid_until=valid_until,
        supersedes=supersedes,
        credit_lines=_credit(version, completed_on, completion.person.profession),
        wording=terms.wording,
        signatories=terms.signatories,
        layout=terms.layout,
        board=terms.board,
        board_fields=terms.board_fields,
    )


def again(
    facts: Facts, issuer: Issuer, code: str, now: datetime, cause: str, name: str | None = None
) -> Facts:
    """The facts of a certificate issued anew: another code, day of issue, issuer, maybe name.

    What was earned, for how long it holds and how it looks stay; it supersedes `facts`. `cause` is
    a `Credential.Cause`. Raises ValueError where neither gives a name.
    """
    holder_name = clean_name(name) if name is not None else facts.holder_name
    if not holder_name:
        raise ValueError("A certificate needs a name.")
    now = now.replace(microsecond=0)
    return replace(
        facts,
        code=code,
        holder_name=holder_name,
        issuer_name=issuer.name,
        issuer_address=issuer.address,
        issuer_did=issuer.did,
        issuer_url=issuer.base_url,
        issued_at=now.astimezone(UTC),
        issued_on=now.astimezone(ZoneInfo(issuer.time_zone)).date(),
        supersedes=facts.code,
        cause=cause,
    )


def _credit(version: Any, day: date, profession: str) -> tuple[CreditLine, ...]:
    read = (CreditLine.from_json(line) for line in version.credit_lines)
    return tuple(
        CreditLine(**{key: clean_name(value) for key, value in line.to_json().items()})
        for line in read
        if line.counts(day, profession, version.language)
    )
