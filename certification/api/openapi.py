"""The OpenAPI 3.1 document. The tests hold every answer against it."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils import translation

from certification.api.problems import KINDS, MEDIA_TYPE
from certification.api.schemas import schemas
from certification.bulk.entries import MOST

VERSION = "1.0.0"
_ALWAYS = ("bad-query", "failed", "unavailable")
_KEYED = (
    *_ALWAYS,
    "missing-key",
    "unknown-key",
    "expired-key",
    "revoked-key",
    "agency-closed",
    "too-many-requests",
)
_COUNTED = (*_KEYED, "missing-scope", "quota-used-up")
_BODIED = ("length-required", "too-large", "not-json-type", "not-json", "not-as-documented")
_ABOUT = """Ask whether certificates hold, one or thousands at a time.

Keys are made on your agency's page and sent as `Authorization: Bearer wm_…`. Every answer that is
not 2xx is a problem (RFC 9457) whose `type` says what is the matter; an unknown code is such an
answer, not a failure. `RateLimit` says how much is left. Answers are about now: do not keep them.
What you ask is kept nowhere; your agency's log has the time, address, number and outcome of each
request, for 90 days. Requests come from your server: no other site's script is let in."""


@lru_cache(maxsize=4)
def _document(public_url: str) -> dict[str, Any]:
    # For programs and those who write them: the same in every language of the site.
    with translation.override("en"):
        return _written(public_url)


def _written(public_url: str) -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{settings.SITE_NAME}: checking certificates",
            "version": VERSION,
            "description": _ABOUT,
        },
        "servers": [{"url": f"{public_url}/api/v1"}],
        "security": [{"key": []}],
        "paths": _paths(),
        "components": {
            "schemas": schemas(),
            "securitySchemes": {
                "key": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A key of your agency. Scopes: check, check-names, bulk.",
                }
            },
        },
    }


def document() -> dict[str, Any]:
    """The document of this site."""
    return _document(settings.PUBLIC_URL)


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


_HEADERS = {
    "RateLimit": {
        "description": "What is left of the minute and the month, and for how many seconds.",
        "schema": {"type": "string"},
    },
    "RateLimit-Policy": {
        "description": "How much there is of each.",
        "schema": {"type": "string"},
    },
}


def _responses(good: str, schema: str, problems: tuple[str, ...], keyed: bool) -> dict[str, Any]:
    """The good answer, and every problem by its status."""
    result: dict[str, Any] = {
        "200": {
            "description": good,
            "content": {"application/json": {"schema": _ref(schema)}},
        }
    }
    if keyed:
        result["200"]["headers"] = _HEADERS
    for kind in KINDS:
        if kind.name not in problems:
            continue
        entry = result.setdefault(
            str(kind.status),
            {"description": "", "content": {MEDIA_TYPE: {"schema": _ref("Problem")}}},
        )
        line = f"`{kind.name}`: {kind.title}."
        entry["description"] = f"{entry['description']} {line}".strip()
        if kind.status in {429, 503}:
            entry["headers"] = {
                "Retry-After": {
                    "description": "Seconds to wait.",
                    "required": True,
                    "schema": {"type": "integer", "minimum": 0},
                }
            }
        if kind.status == 401:
            entry["headers"] = {
                "WWW-Authenticate": {"required": True, "schema": {"type": "string"}}
            }
    return dict(sorted(result.items()))


_CODE = {
    "name": "code",
    "in": "path",
    "required": True,
    "description": "The code on the certificate. Dashes and small letters do not matter; O counts "
    "as 0, I and L as 1.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 60},
    "example": "0A1B2-C3D4E-5F6G7-H8J9K-M0N1PQ",
}
_IDEMPOTENCY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "One key for each new request. The same request sent again under it within a "
    "day is not counted again, and answered as things stand then.",
    "schema": {"type": "string", "pattern": r"^[\x21-\x7e]{1,255}$"},
}
_ON = {
    "name": "on",
    "in": "query",
    "required": False,
    "description": "How it stood at the end of this day, in the issuer's time zone.",
    "schema": {"type": "string", "format": "date"},
}


def _body(schema: str) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": {"schema": _ref(schema)}}}


def _paths() -> dict[str, Any]:
    return {
        "/credentials/{code}": {
            "get": {
                "operationId": "checkOne",
                "summary": "Check one certificate",
                "description": "Scope `check`. Its state, and every fact of the paper to compare.",
                "parameters": [_CODE, _ON],
                "responses": _responses(
                    "The certificate.",
                    "Certificate",
                    (*_COUNTED, "malformed-code", "unknown-code"),
                    keyed=True,
                ),
            }
        },
        "/credentials/{code}/name": {
            "post": {
                "operationId": "checkName",
                "summary": "Ask whether a name matches",
                "description": "Scope `check-names`.",
                "parameters": [_CODE],
                "requestBody": _body("NameQuestion"),
                "responses": _responses(
                    "Whether it matches.",
                    "NameAnswer",
                    (*_COUNTED, *_BODIED, "malformed-code", "unknown-code", "too-many-names"),
                    keyed=True,
                ),
            }
        },
        "/checks": {
            "post": {
                "operationId": "checkMany",
                "summary": f"Check up to {MOST:,} certificates",
                "description": "Scope `bulk`, and `check-names` where names are sent. The answer "
                "is a signed receipt without names: keep it as it is. Each check counts as one.",
                "parameters": [_IDEMPOTENCY],
                "requestBody": _body("Checks"),
                "responses": _responses(
                    "The receipt.",
                    "SignedReceipt",
                    (*_COUNTED, *_BODIED, "idempotency-key-reused"),
                    keyed=True,
                ),
            }
        },
        "/agencies/{agency}/usage": {
            "get": {
                "operationId": "ownUsage",
                "summary": "See what your agency has used",
                "description": "Any key. `agency` stands on your agency's page.",
                "parameters": [
                    {
                        "name": "agency",
                        "in": "path",
                        "required": True,
                        "schema": {"type": "string", "format": "uuid"},
                    }
                ],
                "responses": _responses(
                    "This month's use.",
                    "Usage",
                    (*_KEYED, "another-agency", "no-such-address"),
                    keyed=True,
                ),
            }
        },
        "/issuer": {
            "get": {
                "operationId": "issuer",
                "summary": "Read who issues, with keys and status lists",
                "description": "Without a key: for checking files and receipts without us.",
                "security": [],
                "responses": _responses("The issuer.", "Issuer", _ALWAYS, keyed=False),
            }
        },
    }
