"""Who comes in to an agency's pages: signed in, allowed, and with a second step where it counts."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from allauth.core.internal.httpkit import add_query_params
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts import second_factor
from accounts.people import User
from accounts.permissions import require
from certification.models import Agency

View = Callable[..., HttpResponse]


def signed_in(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101
    return request.user


def who_may(verb: str) -> Callable[[View], View]:
    """A view of one agency for who may `verb` it; managing takes the second step."""

    def wrap(view: View) -> View:
        @never_cache
        @login_required
        @wraps(view)
        def inner(request: HttpRequest, agency: UUID, **parts: Any) -> HttpResponse:
            found = get_object_or_404(Agency.objects.select_related("organisation"), uuid=agency)
            require(signed_in(request), verb, found)
            if verb == "manage":
                refusal = _second_step(request)
                if refusal is not None:
                    return refusal
            return view(request, found, **parts)

        return inner

    return wrap


def _second_step(request: HttpRequest) -> HttpResponse | None:
    """Where to go first, for who has not shown a second factor in this session."""
    person = signed_in(request)
    if person.is_demo and settings.DEMO_ACCOUNTS_ALLOWED:
        return None
    if second_factor.given(request):
        return None
    here = {"next": request.get_full_path()}
    if second_factor.set_up(person):
        return redirect(add_query_params(reverse("mfa_reauthenticate"), here))
    messages.info(
        request,
        _(
            "Keys and people of an agency are looked after with a second step beside your "
            "password. Set it up once here; it takes two minutes."
        ),
    )
    return redirect("mfa_activate_totp")
