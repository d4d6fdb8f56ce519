"""At every request: the end of a session on a shared computer, and the editor's second factor."""

from __future__ import annotations

import time
from collections.abc import Callable

from allauth.core.internal.httpkit import add_query_params
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import second_factor
from accounts.people import EDITOR_ACCESS, User
from accounts.sessions import SHARED_COMPUTER, SHARED_COMPUTER_IDLE_SECONDS

LAST_SEEN = "shared_computer_seen"
GetResponse = Callable[[HttpRequest], HttpResponse]


class SharedComputerMiddleware:
    """T44: after 20 idle minutes on a shared computer, the session and all in it is gone."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Who has no session is not asked for one: that would mark every page as personal.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.session.get(SHARED_COMPUTER):
            self._keep_or_end(request)
        return self.get_response(request)

    @staticmethod
    def _keep_or_end(request: HttpRequest) -> None:
        now = int(time.time())
        idle = now - request.session.get(LAST_SEEN, now)
        if idle > SHARED_COMPUTER_IDLE_SECONDS:
            logout(request)
        elif idle >= 60 or LAST_SEEN not in request.session:
            # Once a minute is exact enough, and spares a write per request.
            request.session[LAST_SEEN] = now


class SecondFactorMiddleware:
    """Nobody enters the editor without a second factor shown in this session."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(settings.EDITOR_PREFIX):
            refusal = self._refusal(request, request.user)
            if refusal is not None:
                return refusal
        return self.get_response(request)

    @staticmethod
    def _refusal(request: HttpRequest, person: User | AnonymousUser) -> HttpResponse | None:
        if isinstance(person, AnonymousUser):
            return None  # Wagtail sends them to the sign-in page.
        if request.path_info == reverse("wagtailadmin_logout"):
            return None
        if not person.has_perm(EDITOR_ACCESS):
            return render(request, "accounts/editor_refused.html", status=403)
        if not second_factor.needed(person) or second_factor.given(request):
            return None
        here = {"next": request.get_full_path()}
        if second_factor.set_up(person):
            return redirect(add_query_params(reverse("mfa_reauthenticate"), here))
        messages.info(
            request,
            _(
                "The editor opens with a second step beside your password. "
                "Set it up once here; it takes two minutes."
            ),
        )
        return redirect("mfa_activate_totp")
