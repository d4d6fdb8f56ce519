"""Certificates in the editor: administrators look them up, see what keeps one, and revoke."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.people import User
from accounts.permissions import require
from certification.actions.revoke_credential import RevokeRefused, revoke_credential
from certification.codes import read_code
from certification.forms import RevokeForm
from certification.models import Credential
from certification.queue import queue_issue, queue_notice
from certification.wording import rows

A_PAGE = 50


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101
    return request.user


def _found(words: str) -> QuerySet[Credential]:
    """By code, name as printed, or e-mail; what needs a hand comes first."""
    everything = Credential.objects.select_related("holder", "completion__course_version")
    if not words:
        return everything.order_by("-problem", "-created_at")
    code = read_code(words)
    if code:
        return everything.filter(code=code)
    return everything.filter(
        Q(holder_name__icontains=words) | Q(holder__email__iexact=words)
    ).order_by("-created_at")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Administrators."""
    require(_person(request), "look up certificates")
    words = request.GET.get("q", "").strip()[:200]
    page = Paginator(_found(words), A_PAGE).get_page(request.GET.get("p"))
    context = {"page": page, "words": words, "title": _("Certificates")}
    return render(request, "certification/editor/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def inspect(request: HttpRequest, code: str) -> HttpResponse:
    """Administrators. POST: revoke with a reason, or try once more to issue."""
    credential = get_object_or_404(Credential.objects.select_related("holder"), code=code)
    person = _person(request)
    require(person, "look up", credential)
    again = request.method == "POST" and "again" in request.POST
    if again and credential.completion_id and not credential.is_issued:
        queue_issue(credential.completion_id)
        messages.success(request, _("It will be tried once more within a few moments."))
        return redirect("certification_editor:inspect", code)
    form = RevokeForm(request.POST if request.method == "POST" and not again else None)
    if form.is_valid() and _revoked(request, credential, form):
        return redirect("certification_editor:inspect", code)
    context: dict[str, Any] = {"credential": credential, "form": form, "title": str(credential)}
    if credential.is_issued:
        context |= {"facts": credential.facts(), "rows": rows(credential.facts())}
    status = 422 if form.errors else 200
    return render(request, "certification/editor/inspect.html", context, status=status)


def _revoked(request: HttpRequest, credential: Credential, form: RevokeForm) -> bool:
    """Revoke as the form says; whether it was done. A refusal is put on the form."""
    reason_class = Credential.Reason(form.cleaned_data["reason_class"])
    try:
        revoked = revoke_credential(
            credential, _person(request), reason_class, form.cleaned_data["reason"]
        )
    except RevokeRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    for notice_id in revoked.notices.filter(sent_at=None).values_list("pk", flat=True):
        queue_notice(notice_id)
    messages.success(request, _("The certificate was revoked. The status list says so now."))
    return True
