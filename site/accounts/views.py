"""Personal pages: profile, what is stored, its download, and the end of the account."""

from __future__ import annotations

import json

from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from accounts.actions.erase_person import erase_person
from accounts.people import User
from accounts.permissions import require
from accounts.personal_data import export_person, holdings
from accounts.profile_forms import EraseForm, ProfileForm

ERASING = {"erase": "10/5m/user"}


def signed_in(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101
    return request.user


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Who may: the signed-in person, for themselves."""
    person = User.objects.get(pk=signed_in(request).pk)
    require(signed_in(request), "edit", person)
    form = ProfileForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your changes are saved."))
        response = redirect("accounts:profile")
        if "locale" in form.changed_data:
            _choose_language(response, person.locale)
        return response
    return render(request, "accounts/profile.html", {"form": form})


def _choose_language(response: HttpResponse, language: str) -> None:
    if language:
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, samesite="Lax")
    else:
        response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)


@login_required
@never_cache
@require_GET
def your_data(request: HttpRequest) -> HttpResponse:
    """Who may: the signed-in person. What is stored, in plain words, and what they can do."""
    require(signed_in(request), "export", signed_in(request))
    return render(request, "accounts/your_data.html", {"holdings": holdings()})


@login_required
@never_cache
@require_GET
def download(request: HttpRequest) -> HttpResponse:
    """Who may: the signed-in person. All that the site holds of them, as JSON."""
    person = signed_in(request)
    require(person, "export", person)
    data = json.dumps(export_person(person), ensure_ascii=False, indent=2, default=str)
    return HttpResponse(
        data,
        content_type="application/json",
        headers={"Content-Disposition": 'attachment; filename="your-data.json"'},
    )


@sensitive_post_parameters("password")
@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """Who may: the signed-in person, for themselves, with their password."""
    person = signed_in(request)
    require(person, "erase", person)
    form = EraseForm(person, request.POST or None)
    if request.method == "POST":
        refusal: HttpResponse | None = ratelimit.consume_or_429(
            request, app="accounts", action="erase", config=ERASING
        )
        if refusal is not None:
            return refusal
        if form.is_valid():
            erase_person(person, actor=person)
            logout(request)
            return redirect("accounts:erased")
    return render(request, "accounts/erase.html", {"form": form})


@require_GET
def erased(request: HttpRequest) -> HttpResponse:
    """Anyone may: it says nothing about anybody."""
    return render(request, "accounts/erased.html")
