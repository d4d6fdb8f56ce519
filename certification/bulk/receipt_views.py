"""A receipt as a file, and whether a receipt that somebody was handed is ours."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from accounts.client_address import client_address
from certification.bulk.forms import ReceiptForm
from certification.bulk.receipts import Judged, NoReceipt, checked_at, read_receipt, unpack
from certification.bulk.table import table
from certification.rate_limits import take
from certification.standing.state import State
from certification.uploads import SmallUpload, drain, has_no_length, too_large

RECEIPTS, SECONDS = 120, 600


def _slowed(request: HttpRequest) -> HttpResponse | None:
    """The answer to an address that sends receipts without end: reading one takes a while."""
    span = take(f"receipts:{client_address(request)}", 1, RECEIPTS, SECONDS)
    if span.allowed:
        return None
    form = ReceiptForm({})
    form.full_clean()
    form.errors.clear()
    form.add_error(
        None, _("Many receipts came from your address. Please try again in ten minutes.")
    )
    response = _receipt_page(request, form, None, 429)
    response["Retry-After"] = str(span.wait)
    return response


def _public(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@csrf_exempt
@never_cache
@require_POST
def download(request: HttpRequest) -> HttpResponse:
    """Anyone with a receipt of ours in the form: the same as a file, JSON or CSV."""
    slowed = _slowed(request)
    if slowed is not None:
        return slowed
    try:
        data = unpack(request.POST.get("packed", ""))
        judged = read_receipt(data)
    except NoReceipt:
        judged = None
    if judged is None or not judged.genuine:
        return _public(
            render(request, "certification/bulk/receipt.html", _receipt_context(None), status=422)
        )
    stamp = str(judged.receipt["checked_at"]).translate(str.maketrans("", "", "-:"))
    if request.POST.get("as") == "csv":
        return _file(table(judged.receipt), "text/csv; charset=utf-8", f"answers-{stamp}.csv")
    return _file(data, "application/json", f"receipt-{stamp}.json")


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return _public(response)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest) -> HttpResponse:
    """Anyone with a receipt: whether we signed it, and what it says."""
    if request.method != "POST":
        return _receipt_page(request, ReceiptForm(), None)
    if has_no_length(request) or too_large(request):
        drain(request)
        form = ReceiptForm({})
        form.full_clean()
        form.errors.clear()
        form.add_error("receipt", _("This file is larger than any receipt from here."))
        response = _receipt_page(request, form, None, 413)
        response["Connection"] = "close"
        return response
    request.upload_handlers = [SmallUpload(request)]
    form = ReceiptForm(request.POST, request.FILES)
    if not form.is_valid():
        return _receipt_page(request, form, None, 422)
    return receipt_answer(request, form.cleaned_data["receipt"])


def receipt_answer(request: HttpRequest, data: bytes) -> HttpResponse:
    """The page that says whether a receipt is ours."""
    slowed = _slowed(request)
    if slowed is not None:
        return slowed
    try:
        judged = read_receipt(data)
    except NoReceipt:
        judged = None
    context = _receipt_context(judged) | {"form": ReceiptForm(), "asked": True}
    return _public(render(request, "certification/bulk/receipt.html", context))


def _receipt_page(
    request: HttpRequest, form: ReceiptForm, judged: Judged | None, status: int = 200
) -> HttpResponse:
    context = _receipt_context(judged) | {"form": form}
    return _public(render(request, "certification/bulk/receipt.html", context, status=status))


def _receipt_context(judged: Judged | None) -> dict[str, Any]:
    if judged is None:
        return {"judged": None, "form": ReceiptForm()}
    counts = judged.receipt.get("counts")
    known = dict(State.choices)
    return {
        "judged": judged,
        "checked_at": checked_at(judged.receipt),
        "counts": [
            (state, known[state], number)
            for state, number in (counts.items() if isinstance(counts, dict) else ())
            if state in known and isinstance(number, int)
        ],
        "input": judged.receipt.get("input"),
        "packed": None,
    }
