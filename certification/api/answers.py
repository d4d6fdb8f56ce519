"""One certificate's answer as the API gives it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import translation

from certification.bulk.answers import Found
from certification.facts import Facts
from certification.models import Issuer
from certification.open_badges.proof import instant
from certification.standing.state import State
from certification.verify.answer import MEANINGS
from certification.wording import heading, rows


def certificate(found: Found, day: date | None, issuer: Issuer) -> dict[str, Any]:
    """State and facts. Whoever has the code may see what the paper says, the name included."""
    standing, facts = found.standing, found.facts
    state = standing.state
    ended = standing.since is not None and state in {State.REVOKED, State.SUSPENDED}
    return {
        "code": found.credential.code,
        "state": state.value,
        "meaning": str(MEANINGS.get(state, state.label)),
        "as_of": _day(day),
        "since": instant(standing.since) if ended and standing.since else None,
        "reason": (found.credential.ended_class or None) if ended else None,
        "newer": standing.newer.code if standing.newer else None,
        "name_erased": facts.holder_name is None,
        "facts": _facts(facts),
        "paper": _paper(facts),
        "page": issuer.base_url + reverse("certification:check", args=[found.credential.code]),
    }


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _facts(facts: Facts) -> dict[str, Any]:
    return {
        "kind": facts.kind,
        "holder_name": facts.holder_name,
        "course_title": facts.course_title,
        "course_number": facts.course_number,
        "course_hash": facts.course_hash,
        "language": facts.language,
        "jurisdiction": facts.jurisdiction,
        "law_date": _day(facts.law_date),
        "minutes": facts.minutes,
        "assessed": facts.assessed,
        "completed_on": _day(facts.completed_on),
        "issued_on": _day(facts.issued_on),
        "valid_from": _day(facts.valid_from),
        "valid_until": _day(facts.valid_until),
        "credit_lines": [line.to_json() for line in facts.credit_lines],
        "issuer_name": facts.issuer_name,
        "issuer_did": facts.issuer_did,
        "supersedes": facts.supersedes,
    }


def _paper(facts: Facts) -> list[dict[str, str]]:
    """Every line of the paper, in its language, to lay beside it."""
    with translation.override(facts.language):
        lines = [(heading(facts), facts.course_title), *rows(facts)]
    return [{"label": str(label), "value": str(value)} for label, value in lines]
