"""A learner's own record: what of it leaves this site, and a copy of it."""

from __future__ import annotations

import json
from collections.abc import Iterator

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.people import User
from accounts.permissions import require
from statements.actions.share_own import share_own
from statements.actions.stop_sharing import stop_sharing
from statements.forwarding.store import record_store
from statements.models import Sharing, Statement

AT_ONCE = 500


def signed_in(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101
    return request.user


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sharing(request: HttpRequest) -> HttpResponse:
    """Who may: the signed-in person, for themselves. Where no store is named, only taking back."""
    person = signed_in(request)
    require(person, "share own record", person)
    store = record_store()
    refused = ""
    if request.method == "POST":
        choice = request.POST.get("choice")
        if choice == "stop":
            stop_sharing(person)
            messages.success(request, _("Your own entries stay here from now on."))
            return redirect("statements:sharing")
        if choice == "share" and store is not None:
            share_own(person)
            messages.success(request, _("Your own entries are passed on from now on."))
            return redirect("statements:sharing")
        refused = _("Nothing was changed. Use one of the buttons on this page.")
    context = {
        "store": store,
        "refused": refused,
        "sharing": Sharing.objects.filter(person=person).first(),
        "account": person.uuid,
    }
    return render(request, "statements/sharing.html", context, status=400 if refused else 200)


@login_required
@never_cache
@require_safe
def download(request: HttpRequest) -> HttpResponseBase:
    """Who may: the signed-in person. All their statements, as they are read from the database."""
    person = signed_in(request)
    require(person, "download own record", person)
    return StreamingHttpResponse(
        array_of(person),
        content_type="application/json",
        headers={"Content-Disposition": 'attachment; filename="statements.json"'},
    )


def array_of(person: User) -> Iterator[str]:
    """A JSON array of xAPI 1.0.3 statements, one a line, the oldest first."""
    yield "["
    before = "\n"
    rows = Statement.objects.filter(actor=person.uuid).order_by("pk")
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield before + json.dumps(row.as_json(), ensure_ascii=False)
        before = ",\n"
    yield "\n]\n"
