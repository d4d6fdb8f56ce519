"""The addresses of the API."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from uuid import UUID

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from certification.actions.count_check import count_check, count_checks
from certification.api import quotas
from certification.api.answers import certificate
from certification.api.bodies import (
    Questions,
    day_in_query,
    only_parameters,
    read_json,
    read_name,
    read_questions,
)
from certification.api.door import Visit, answer, with_key, without_key
from certification.api.openapi import document
from certification.api.problems import Refusal
from certification.bulk.answers import Found, NameAnswer, answer_entries, compare_name, find_all
from certification.bulk.names import SECONDS, NameTries
from certification.bulk.receipts import Input, make_receipt
from certification.codes import read_code
from certification.models import Issuer, Scope, StatusList
from certification.status_lists import list_address

REMEMBERED = 24 * 3600
_IDEMPOTENCY_KEY = re.compile(r"[\x21-\x7e]{1,255}")


def _find(visit: Visit, code: str, day: date | None = None) -> Found:
    """The certificate of a code, counted as one check. Raises Refusal."""
    canonical = read_code(code)
    if canonical is None:
        raise Refusal("malformed-code")
    visit.take_checks(1)
    found = find_all([canonical], day).get(canonical)
    if found is None:
        raise Refusal("unknown-code", members={"code": canonical, "state": "unknown"})
    return found


@with_key("check", "GET", "HEAD")
def credential(visit: Visit, code: str) -> HttpResponse:
    """One certificate: its state, now or on a day, and its facts."""
    visit.require(Scope.CHECK)
    only_parameters(visit.request, ["on"])
    day = day_in_query(visit.request)
    found = _find(visit, code, day)
    count_check(found.credential)
    return answer(certificate(found, day, Issuer.current()))


@with_key("check-name", "POST")
def name(visit: Visit, code: str) -> HttpResponse:
    """Whether a name is the certificate's."""
    visit.require(Scope.CHECK_NAMES)
    only_parameters(visit.request)
    _body, data = read_json(visit.request)
    given = read_name(data)
    found = _find(visit, code)
    tries = NameTries(f"agency:{visit.known_key.agency_id}")
    result = compare_name(found, given, tries.may_compare)
    if result == NameAnswer.LATER:
        raise Refusal("too-many-names", headers={"Retry-After": str(SECONDS)})
    return answer(
        {
            "code": found.credential.code,
            "match": result == NameAnswer.MATCH,
            "state": found.standing.state.value,
        }
    )


@with_key("check-many", "POST")
def checks(visit: Visit) -> HttpResponse:
    """Many certificates at a time; the answer is a signed receipt."""
    visit.require(Scope.BULK)
    only_parameters(visit.request)
    body, data = read_json(visit.request)
    questions = read_questions(data)
    if questions.with_names:
        visit.require(Scope.CHECK_NAMES)
    repeated = _take_once(visit, body, questions)
    tries = NameTries(f"agency:{visit.known_key.agency_id}")
    lines = answer_entries(questions.entries, tries.may_compare, questions.day)
    count_checks(line.found.credential for line in lines if line.found)
    given = Input(hashlib.sha256(body).hexdigest(), len(body))
    receipt = make_receipt(lines, given, timezone.now(), questions.day)
    return answer(receipt, headers={"Idempotent-Replayed": "true"} if repeated else None)


def _take_once(visit: Visit, body: bytes, questions: Questions) -> bool:
    """Count the checks, unless the same request came before under the same Idempotency-Key.

    Whether it did. Kept is a keyed hash of the request, for a day; the answer is worked out anew,
    because what was true this morning may not be true by now. Raises Refusal.
    """
    header = visit.request.headers.get("Idempotency-Key")
    if header is None:
        visit.take_checks(len(questions.entries))
        return False
    if not _IDEMPOTENCY_KEY.fullmatch(header):
        error = {"header": "Idempotency-Key", "detail": _("1 to 255 visible ASCII characters.")}
        raise Refusal("bad-query", members={"errors": [error]})
    agency = visit.known_key.agency_id
    place = "idempotency:" + hashlib.sha256(f"{agency}:{header}".encode()).hexdigest()
    mark = salted_hmac("certification.api", body, algorithm="sha256").hexdigest()
    if not cache.add(place, mark, REMEMBERED):
        if cache.get(place, mark) != mark:
            raise Refusal("idempotency-key-reused")
        return True
    try:
        visit.take_checks(len(questions.entries))
    except Refusal:
        cache.delete(place)
        raise
    return False


@with_key("usage", "GET", "HEAD")
def usage(visit: Visit, agency: UUID) -> HttpResponse:
    """What the key's own agency has used and has left."""
    own = visit.known_key.agency
    if own.uuid != agency:
        raise Refusal("another-agency")
    only_parameters(visit.request)
    used = quotas.used(own)
    if visit.allowance is not None:
        visit.allowance.checks_used = used
    return answer(
        {
            "agency": str(own.uuid),
            "name": str(own.organisation),
            "month": f"{quotas.this_month():%Y-%m}",
            "checks_used": used,
            "checks_left": max(0, own.monthly_checks - used),
            "checks_a_month": own.monthly_checks,
            "requests_a_minute": own.requests_a_minute,
            "key": {
                "begins": f"wm_{visit.known_key.prefix}",
                "scopes": visit.known_key.scopes,
                "expires_at": visit.known_key.expires_at.isoformat(timespec="seconds"),
            },
        }
    )


@without_key("GET", "HEAD")
def issuer(request: HttpRequest) -> HttpResponse:
    """Who issues, with which keys, and where the status lists are. Public, as these are."""
    only_parameters(request)
    current = Issuer.current()
    base = current.base_url
    numbers = StatusList.objects.order_by("number").values_list("number", flat=True)
    return answer(
        {
            "name": current.name,
            "did": current.did,
            "former_dids": current.dids()[1:],
            "url": base,
            "time_zone": current.time_zone,
            "did_document": f"{base}/.well-known/did.json",
            "key_set": f"{base}/.well-known/jwks.json",
            "certificate_chain": f"{base}/credentials/chain.pem",
            "status_lists": [list_address(current, number) for number in numbers],
        },
        headers={"Cache-Control": "public, max-age=300"},
    )


@without_key("GET", "HEAD")
def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document."""
    only_parameters(request)
    response = answer(document())
    response["Cache-Control"] = "public, max-age=300"
    response["Content-Type"] = "application/openapi+json"
    return response


@without_key("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
def nowhere(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Whatever else is asked for."""
    raise Refusal("no-such-address")
