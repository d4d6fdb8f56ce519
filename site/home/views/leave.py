"""Quick exit and the way back."""

from __future__ import annotations

import logging
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.sessions.backends.base import UpdateError
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Membership
from accounts.sessions import SHARED_COMPUTER
from home.addresses import safe_path
from home.veil import SESSION_KEY, lift, mark

log = logging.getLogger(__name__)


@csrf_exempt  # leaving must work from a stale page too, and harms nobody who did not ask for it
@never_cache
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """Veil this visit and go to a neutral address. Anybody may; progress stays as it is.

    No `Clear-Site-Data: "cache"`: browsers take seconds over it before they follow the
    redirect, and pages here are never stored (`NoStoreMiddleware`).
    """
    address = settings.EXIT_ADDRESS
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        try:
            address = exit_address(request)
            _veil_session(request)
        except (DatabaseError, InterfaceError, UpdateError):
            # Whoever leaves must get away even now; the cookie below veils by itself.
            log.exception("Quick exit without the session")
            request.session.modified = False
    return away(address)


def away(address: str) -> HttpResponse:
    """The redirect that veils this browser by its cookie alone; asks the database for nothing."""
    response = HttpResponse(status=303, headers={"Location": address})
    response["Referrer-Policy"] = "no-referrer"
    mark(response)
    return response


@never_cache
@require_POST
def come_back(request: HttpRequest) -> HttpResponse:
    """Lift the veil and go back to the page that was asked for. Anybody may."""
    address = safe_path(request.POST.get("next")) or "/"
    response = HttpResponse(status=303, headers={"Location": address})
    lift(request, response)
    return response


def exit_address(request: HttpRequest) -> str:
    """The address that the person's organisation chose, else the site's own."""
    if request.user.is_authenticated:
        chosen = (
            Membership.objects.filter(person_id=request.user.pk)
            .current()
            .exclude(organisation__exit_address="")
            .order_by("-starts_on", "pk")
            .values_list("organisation__exit_address", flat=True)
            .first()
        )
        if chosen and urlsplit(chosen).scheme in {"http", "https"}:
            return str(chosen)
    return str(settings.EXIT_ADDRESS)


def _veil_session(request: HttpRequest) -> None:
    if request.session.get(SHARED_COMPUTER):
        logout(request)  # going on needs signing in again, whoever sits down next
        return
    request.session[SESSION_KEY] = True
    # Saved here, where a database that is gone can still be borne, not in the middleware.
    request.session.save()
    request.session.modified = False
