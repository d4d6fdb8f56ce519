"""The administrators' page on the learning record store, in the editor."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin.menu import MenuItem

from accounts.people import User
from accounts.permissions import may, require
from statements.actions.try_again import try_again
from statements.forwarding.store import record_store
from statements.forwarding.waiting import waiting_count
from statements.models import Forwarding, SetAside, Statement
from statements.queue import queue_forwarding

A_PAGE = 50


def person_of(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101
    return request.user


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Administrators. How it stands; with POST, send now."""
    require(person_of(request), "look after record store")
    store = record_store()
    if request.method == "POST" and store is not None:
        Forwarding.objects.filter(pk=1).update(rest_until=None)
        queue_forwarding()
        messages.success(request, _("The worker sends now what waits."))
        return redirect("statements_editor:index")
    aside = SetAside.objects.select_related("statement").order_by("pk")
    page = Paginator(aside, A_PAGE).get_page(request.GET.get("p"))
    context = {
        "title": _("Learning record store"),
        "store": store,
        "state": Forwarding.objects.filter(pk=1).first(),
        "waiting": waiting_count(),
        "page": page,
    }
    return render(request, "statements/editor/forwarding.html", context)


@require_POST
def again(request: HttpRequest, statement_id: UUID | None = None) -> HttpResponse:
    """Administrators. One statement that was set aside, or all."""
    require(person_of(request), "look after record store")
    statement = (
        get_object_or_404(Statement, statement_id=statement_id, set_aside__isnull=False)
        if statement_id
        else None
    )
    try_again(person_of(request), statement)
    queue_forwarding()
    messages.success(request, _("It waits again and is sent soon."))
    return redirect("statements_editor:index")


class RecordStoreMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may(request.user, "look after record store")


def menu_item() -> MenuItem:
    return RecordStoreMenuItem(
        gettext_lazy("Learning record store"),
        reverse("statements_editor:index"),
        name="record-store",
        icon_name="upload",
        order=1200,
    )


urlpatterns: list[Any] = [
    path("", index, name="index"),
    path("again/", again, name="again"),
    path("again/<uuid:statement_id>/", again, name="again"),
]
