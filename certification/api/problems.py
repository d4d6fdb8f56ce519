"""Everything that the API refuses or fails at, as problem details (RFC 9457)."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True)
class Kind:
    """One kind of problem: its name in addresses, its status, and its title."""

    name: str
    status: int
    title: str | Promise
    about: str | Promise


KINDS = (
    Kind(
        "unknown-code",
        404,
        _("Unknown"),
        _("An answer, not a failure: no certificate with this code was issued here."),
    ),
    Kind(
        "malformed-code",
        404,
        _("Not a whole code"),
        _("A code has 26 letters and digits; dashes, spaces and small letters do not matter."),
    ),
    Kind("bad-query", 400, _("A parameter is not understood"), _("`errors` names each one.")),
    Kind("missing-key", 401, _("No key was sent"), _("Send “Authorization: Bearer wm_…”.")),
    Kind(
        "unknown-key",
        401,
        _("This key is not known"),
        _("It was mistyped, or its agency is no longer a partner."),
    ),
    Kind("expired-key", 401, _("This key has expired"), _("Make a new one on your agency's page.")),
    Kind("revoked-key", 401, _("This key was revoked"), _("Make a new one on your agency's page.")),
    Kind(
        "missing-scope",
        403,
        _("This key may not do that"),
        _("Make a key with the scope that `scope` names."),
    ),
    Kind(
        "agency-closed",
        403,
        _("This agency may not use the API at present"),
        _("Ask those who run this site."),
    ),
    Kind("another-agency", 403, _("That belongs to another agency"), _("Keys see their own only.")),
    Kind("no-such-address", 404, _("There is nothing at this address"), _("See the document.")),
    Kind("method-not-allowed", 405, _("Not with this method"), _("`Allow` names those that are.")),
    Kind(
        "length-required",
        411,
        _("The size of the request was not sent"),
        _("Send Content-Length; a body in chunks is not read."),
    ),
    Kind("too-large", 413, _("The request is too large"), _("Send the list in parts.")),
    Kind(
        "not-json-type",
        415,
        _("The request is not JSON"),
        _("Send “Content-Type: application/json”, in UTF-8, not compressed."),
    ),
    Kind("not-json", 400, _("The request is not sound JSON"), _("It was not read any further.")),
    Kind(
        "not-as-documented",
        422,
        _("The request does not fit the document"),
        _("`errors` names each place and what is wrong with it."),
    ),
    Kind(
        "idempotency-key-reused",
        422,
        _("This Idempotency-Key came with another request before"),
        _("Use a new key for a new request."),
    ),
    Kind(
        "too-many-requests",
        429,
        _("Too many requests"),
        _("Wait for as many seconds as `Retry-After` says."),
    ),
    Kind(
        "quota-used-up",
        429,
        _("The checks of this month are used up"),
        _("Ask those who run this site for more, or wait for the next month."),
    ),
    Kind(
        "too-many-names",
        429,
        _("Too many names were tried"),
        _("Only where a name was erased here; wait as long as `Retry-After` says."),
    ),
    Kind("failed", 500, _("Something broke here"), _("It was noted. Please try once more.")),
    Kind(
        "unavailable",
        503,
        _("The register cannot be reached"),
        _("Wait for as many seconds as `Retry-After` says."),
    ),
)
BY_NAME = {kind.name: kind for kind in KINDS}


def address(name: str) -> str:
    """The address that stands for a kind of problem and explains it."""
    return f"{settings.PUBLIC_URL}/api/v1/problems/{name}"


@dataclass
class Refusal(Exception):
    """Raised by whatever refuses a request; the door turns it into problem details."""

    name: str
    detail: str | Promise = ""
    members: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> Kind:
        return BY_NAME[self.name]


def respond(refusal: Refusal) -> HttpResponse:
    """The problem as an answer."""
    kind = refusal.kind
    body = {
        "type": address(kind.name),
        "title": str(kind.title),
        "status": kind.status,
        "detail": str(refusal.detail or kind.about),
        **refusal.members,
    }
    response = HttpResponse(
        json.dumps(body, ensure_ascii=False), content_type=MEDIA_TYPE, status=kind.status
    )
    for name, value in refusal.headers.items():
        response[name] = value
    return response
