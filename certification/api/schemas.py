"""What the API takes and gives, as JSON Schema (2020-12), for the OpenAPI document."""

from __future__ import annotations

from typing import Any

from certification.api.bodies import LONGEST_CODE
from certification.bulk.answers import NameAnswer, Note
from certification.bulk.entries import MOST
from certification.models import Credential, Scope
from certification.names import LONGEST
from certification.standing.state import State

CODE = {"type": "string", "pattern": "^[0-7][0-9A-HJKMNP-TV-Z]{25}$"}
STATES = [state.value for state in State if state != State.ALTERED]
REGISTERED = [state for state in STATES if state != State.UNKNOWN.value]
DAY = {"type": "string", "format": "date"}
MOMENT = {"type": "string", "format": "date-time"}
TEXT = {"type": "string"}
REASONS = list(Credential.Reason.values)


def _maybe(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


def _object(optional: dict[str, Any] | None = None, /, **required: Any) -> dict[str, Any]:
    """An object with nothing but these members."""
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(required),
        "properties": required | (optional or {}),
    }


def _one(values: list[str]) -> dict[str, Any]:
    return {"type": "string", "enum": values}


def schemas() -> dict[str, Any]:
    """Every schema by name."""
    return {
        "Certificate": _object(
            code=CODE,
            state={**_one(REGISTERED), "description": "How it stands now, or on `as_of`."},
            meaning={**TEXT, "description": "The state in one sentence, for people."},
            as_of=_maybe(DAY),
            since={**_maybe(MOMENT), "description": "Since when it is suspended or revoked."},
            reason=_maybe(_one(REASONS)),
            newer={**_maybe(CODE), "description": "The certificate that took its place."},
            name_erased={
                "type": "boolean",
                "description": "The holder had their account erased: ask whether a name matches.",
            },
            facts={"$ref": "#/components/schemas/Facts"},
            paper={
                "type": "array",
                "description": "Every line of the paper, in its own language.",
                "items": _object(label=TEXT, value=TEXT),
            },
            page={**TEXT, "format": "uri", "description": "The same answer for people."},
        ),
        "Facts": _object(
            kind=_one(["achievement", "attendance"]),
            holder_name={**_maybe(TEXT), "description": "The name at issue; null once erased."},
            course_title=TEXT,
            course_number={"type": "integer", "description": "The course's version."},
            course_hash=TEXT,
            language=TEXT,
            jurisdiction=TEXT,
            law_date=_maybe(DAY),
            minutes=_maybe({"type": "integer"}),
            assessed={"type": "boolean"},
            completed_on=DAY,
            issued_on=DAY,
            valid_from=_maybe(DAY),
            valid_until={**_maybe(DAY), "description": "The last valid day, itself included."},
            credit_lines={
                "type": "array",
                "items": {"type": "object", "additionalProperties": TEXT},
            },
            issuer_name=TEXT,
            issuer_did=TEXT,
            supersedes=_maybe(CODE),
        ),
        "NameQuestion": _object(
            name={
                "type": "string",
                "minLength": 1,
                "maxLength": LONGEST,
                "description": "Order, capitals and accents do not matter.",
            }
        ),
        "NameAnswer": _object(code=CODE, match={"type": "boolean"}, state=_one(REGISTERED)),
        "Checks": _object(
            {"on": {**DAY, "description": "As it stood at the end of this day."}},
            checks={
                "type": "array",
                "minItems": 1,
                "maxItems": MOST,
                "items": {"$ref": "#/components/schemas/Check"},
            },
        ),
        "Check": _object(
            {"name": {"type": "string", "minLength": 1, "maxLength": LONGEST}},
            code={
                "type": "string",
                "minLength": 1,
                "maxLength": LONGEST_CODE,
                "description": "The code, with or without dashes, or a link with it.",
            },
        ),
        "SignedReceipt": _object(
            receipt={"$ref": "#/components/schemas/Receipt"},
            signature={
                "type": "string",
                "pattern": r"^[\w-]+\.\.[\w-]+$",
                "description": "A JWS with detached content (RFC 7515, Appendix F), ES256, over "
                "the canonical form (RFC 8785) of `receipt`.",
            },
        ),
        "Receipt": _object(
            format={"const": "waymark-receipt-1"},
            checked_at=MOMENT,
            as_of=_maybe(DAY),
            issuer=_object(name=TEXT, did=TEXT, url=TEXT),
            input=_object(sha256={"type": "string", "pattern": "^[0-9a-f]{64}$"}, bytes=_count()),
            counts={
                "type": "object",
                "propertyNames": _one(STATES),
                "additionalProperties": _count(),
            },
            answers={"type": "array", "items": {"$ref": "#/components/schemas/Answer"}},
        ),
        "Answer": _object(
            {
                "code": CODE,
                "given": {**TEXT, "description": "What was sent where it is not a whole code."},
                "note": _one(list(Note.values)),
                "same_as_row": {"type": "integer", "minimum": 1},
                "name": _one(list(NameAnswer.values)),
                "course": TEXT,
                "issued_on": DAY,
                "valid_until": DAY,
                "since": MOMENT,
                "reason": _one(REASONS),
                "newer": CODE,
            },
            row={"type": "integer", "minimum": 1, "description": "Which check, from 1."},
            state=_one(STATES),
        ),
        "Usage": _object(
            agency={"type": "string", "format": "uuid"},
            name=TEXT,
            month={"type": "string", "pattern": r"^\d{4}-\d\d$"},
            checks_used=_count(),
            checks_left=_count(),
            checks_a_month=_count(),
            requests_a_minute=_count(),
            key=_object(
                begins=TEXT,
                scopes={"type": "array", "items": _one(list(Scope.values))},
                expires_at=MOMENT,
            ),
        ),
        "Issuer": _object(
            name=TEXT,
            did=TEXT,
            former_dids={"type": "array", "items": TEXT},
            url=TEXT,
            time_zone={**TEXT, "description": "In which days begin and end."},
            did_document=TEXT,
            key_set=TEXT,
            certificate_chain=TEXT,
            status_lists={"type": "array", "items": TEXT},
        ),
        "Problem": {
            "type": "object",
            "description": "RFC 9457. `type` says which problem it is and leads to its page.",
            "required": ["type", "title", "status", "detail"],
            "properties": {
                "type": {"type": "string", "format": "uri"},
                "title": TEXT,
                "status": {"type": "integer"},
                "detail": TEXT,
                "errors": {"type": "array", "items": {"type": "object"}},
            },
        },
    }


def _count() -> dict[str, Any]:
    return {"type": "integer", "minimum": 0}
