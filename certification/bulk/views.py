"""`/verify/many/`: a list of codes is answered at once. Nothing of the question is kept."""

from __future__ import annotations

import logging
from collections import Counter
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.client_address import client_address
from accounts.organisations import Membership
from certification import keyring
from certification.actions.count_check import count_checks
from certification.bulk.answers import Line, answer_entries, problems_first
from certification.bulk.forms import LARGEST_LIST, ManyForm
from certification.bulk.names import NameTries
from certification.bulk.receipts import checked_at, make_receipt, pack
from certification.bulk.rows import draw_rows
from certification.rate_limits import Span, take
from certification.signers.base import KeyMissing, Use
from certification.standing.state import State
from certification.uploads import SLACK, SmallUpload, drain, has_no_length

logger = logging.getLogger(__name__)
LISTS, LIST_SECONDS = 30, 600
CODES, CODE_SECONDS = 25_000, 3600
# People of a partner agency share an allowance of their own, this much larger.
PARTNERS = 10


def _public(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


# No session and no cookie for verifiers, so there is no token either; asking changes nothing.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def many(request: HttpRequest) -> HttpResponse:
    """Anyone. POST: the answers to a list, as a page with a signed receipt in it."""
    if request.method != "POST":
        return _form_page(request, ManyForm())
    if has_no_length(request) or _too_large(request):
        form = _refused(_("This list is too large, or its size was not sent. It was not read."))
        drain(request)
        response = _form_page(request, form, 413)
        response["Connection"] = "close"
        return response
    request.upload_handlers = [SmallUpload(request)]
    form = ManyForm(request.POST, request.FILES)
    if not form.is_valid():
        return _form_page(request, form, 422)
    span = _allowance(request, len(form.entries.entries))
    if not span.allowed:
        minutes = -(-span.wait // 60)
        form.add_error(
            None,
            ngettext(
                "Many lists came from your address. Please send this one again in %d minute.",
                "Many lists came from your address. Please send this one again in %d minutes.",
                minutes,
            )
            % minutes,
        )
        response = _form_page(request, form, 429)
        response["Retry-After"] = str(span.wait)
        return response
    tries = NameTries(client_address(request))
    try:
        keyring.active(Use.JWT)
    except KeyMissing:
        logger.error("Receipts cannot be signed: the key for tokens is missing.")
        page = render(request, "certification/bulk/unavailable.html", status=503)
        return _public(page)
    lines = answer_entries(form.entries.entries, tries.may_compare, form.day)
    count_checks(line.found.credential for line in lines if line.found)
    document = make_receipt(lines, form.given, timezone.now(), form.day)
    return _answer_page(request, lines, document, form)


def _too_large(request: HttpRequest) -> bool:
    """Whether the request says that it is larger than a list pasted and one as a file."""
    return int(request.META.get("CONTENT_LENGTH") or 0) > 2 * LARGEST_LIST + SLACK


def _refused(words: str) -> ManyForm:
    form = ManyForm({})
    form.full_clean()
    form.errors.clear()
    form.add_error("file", words)
    return form


def _allowance(request: HttpRequest, codes: int) -> Span:
    """Take one list of some codes from what this address, or this partner agency, may ask."""
    who, times = f"many:{client_address(request)}", 1
    agency = _partner(request)
    if agency is not None:
        who, times = f"many:agency:{agency}", PARTNERS
    span = take(f"{who}:lists", 1, LISTS * times, LIST_SECONDS)
    return take(f"{who}:codes", codes, CODES * times, CODE_SECONDS) if span.allowed else span


def _partner(request: HttpRequest) -> int | None:
    """The partner agency of whoever is signed in. Who has no session is not asked for one."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return None
    return (
        Membership.objects.current()
        .filter(person=request.user.pk, organisation__partner_agency__is_open=True)
        .values_list("organisation__partner_agency", flat=True)
        .first()
    )


def _form_page(request: HttpRequest, form: ManyForm, status: int = 200) -> HttpResponse:
    return _public(render(request, "certification/bulk/ask.html", {"form": form}, status=status))


def _answer_page(
    request: HttpRequest, lines: list[Line], document: dict[str, Any], form: ManyForm
) -> HttpResponse:
    counts = Counter(line.state for line in lines)
    context = {
        "rows": draw_rows(problems_first(lines), form.entries.names),
        "counts": [(state, counts[state]) for state in State if counts[state]],
        "total": len(lines),
        "problems": sum(line.is_problem for line in lines),
        "mismatches": sum(line.is_problem and line.state == State.VALID for line in lines),
        "again": sum(line.same_as is not None for line in lines),
        "with_names": form.entries.names,
        "unnamed_columns": form.entries.unnamed_columns,
        "day": form.day,
        "receipt": document["receipt"],
        "checked_at": checked_at(document["receipt"]),
        "packed": pack(document),
    }
    return _public(render(request, "certification/bulk/answers.html", context))
