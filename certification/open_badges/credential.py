"""The Open Badges 3.0 AchievementCredential of one certificate.

Sources: https://www.imsglobal.org/spec/ob/v3p0/ §B.1 and
https://www.w3.org/TR/vc-data-model-2.0/. Every fact of the paper is in it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import translation

from certification.achievements.boards import board_rows
from certification.facts import CreditLine, Facts
from certification.open_badges.linked_data import (
    CREDENTIALS_V2,
    OPEN_BADGES,
    OPEN_BADGES_EXTENSIONS,
)
from certification.open_badges.proof import instant

CONTEXTS = [CREDENTIALS_V2, OPEN_BADGES, OPEN_BADGES_EXTENSIONS]
SCHEMA = (
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
)


@dataclass(frozen=True)
class StatusPlace:
    """Where a credential's bit stands: address of the list and index in it."""

    list_address: str
    index: int


def credential_address(base: str, code: str) -> str:
    return f"{base}/credentials/{code}.json"


def last_moment(facts: Facts, zone: str) -> datetime | None:
    """The last second of the last valid day in the issuer's zone."""
    if facts.valid_until is None:
        return None
    after = datetime.combine(facts.valid_until + timedelta(days=1), time(), ZoneInfo(zone))
    return after.astimezone(UTC) - timedelta(seconds=1)


def first_moment(facts: Facts, zone: str) -> datetime:
    """When it was issued, or the first second of the day on which it begins to hold."""
    if facts.valid_from is None:
        return facts.issued_at
    begins = datetime.combine(facts.valid_from, time(), ZoneInfo(zone)).astimezone(UTC)
    return max(facts.issued_at, begins)


@translation.override("en")
def _criteria(facts: Facts) -> str:
    """In words what the vocabulary has no field for. English, as in all issued credentials."""
    parts = [
        f"Completed on {facts.completed_on.isoformat()}: every required lesson"
        + (", with a scenario passed." if facts.assessed else ".")
    ]
    if facts.minutes:
        parts.append(f"Length: {facts.minutes} minutes.")
    law = " ".join(filter(None, [facts.jurisdiction, str(facts.law_date or "")]))
    if law:
        parts.append(f"Law as of: {law}.")
    if facts.issuer_address:
        parts.append(f"Address of the issuer: {facts.issuer_address}.")
    if facts.valid_from:
        parts.append(f"Valid from {facts.valid_from.isoformat()}.")
    parts += [f"{name}: {value}." for name, value in board_rows(facts)]
    parts += [f"{name}: {value}." for name, value in facts.wording.to_json().items() if value]
    for each in facts.signatories:
        parts.append(f"Signatory: {', '.join(filter(None, [each.name, each.role]))}.")
    if facts.supersedes:
        parts.append(f"Supersedes certificate {facts.supersedes} ({facts.cause}).")
    return " ".join(parts)


def _credit(line: CreditLine) -> str:
    kind = " ".join(filter(None, [line.type, line.unit and f"({line.unit})"]))
    approval = line.approval_number and f"approval number {line.approval_number}"
    return ", ".join(
        filter(None, [kind, line.profession, line.language, line.accreditor, approval])
    )


def build(facts: Facts, status: StatusPlace, zone: str) -> dict[str, Any]:
    """The credential without its proof. The same facts always give the same document."""
    base = facts.issuer_url
    achievement_id = f"{base}/credentials/achievements/{facts.course_hash}"
    achievement: dict[str, Any] = {
        "id": achievement_id,
        "type": ["Achievement"],
        "achievementType": "CertificateOfCompletion" if not facts.assessed else "Certificate",
        "name": facts.course_title,
        "description": facts.course_title,
        "criteria": {"type": "Criteria", "narrative": _criteria(facts)},
        "inLanguage": facts.language,
        "version": f"{facts.course_number} {facts.course_hash}",
    }
    subject: dict[str, Any] = {
        "type": ["AchievementSubject"],
        "identifier": [
            {
                "type": "IdentityObject",
                "hashed": False,
                "identityHash": facts.holder_name,
                "identityType": "name",
            }
        ],
        "name": facts.holder_name,
    }
    if facts.credit_lines:
        achievement["resultDescription"] = [
            {
                "id": f"{achievement_id}#credit-{number}",
                "type": ["ResultDescription"],
                "name": _credit(line),
                "resultType": "Result",
            }
            for number, line in enumerate(facts.credit_lines, 1)
        ]
        subject["result"] = [
            {
                "type": ["Result"],
                "resultDescription": f"{achievement_id}#credit-{number}",
                "value": line.amount,
            }
            for number, line in enumerate(facts.credit_lines, 1)
        ]
    subject["achievement"] = achievement
    result: dict[str, Any] = {
        "@context": list(CONTEXTS),
        "id": credential_address(base, facts.code),
        "type": ["VerifiableCredential", "AchievementCredential"],
        "issuer": {
            "id": facts.issuer_did,
            "type": ["Profile"],
            "name": facts.issuer_name,
            "url": base,
        },
        "validFrom": instant(first_moment(facts, zone)),
        "name": facts.course_title,
        "credentialSubject": subject,
        "credentialStatus": {
            "id": f"{status.list_address}#{status.index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(status.index),
            "statusListCredential": status.list_address,
        },
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
    }
    end = last_moment(facts, zone)
    if end is not None:
        result["validUntil"] = instant(end)
    return result


def to_bytes(document: dict[str, Any]) -> bytes:
    """The bytes that are issued, attached and hashed."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
