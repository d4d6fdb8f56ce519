"""Pages that belong to the product and need no editor: safety, support, display."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from home.addresses import safe_path
from home.face import THEME_COOKIE, THEMES
from home.support import SupportEntry, by_country

_YEAR = 365 * 24 * 3600


@require_safe
def stay_safe(request: HttpRequest) -> HttpResponse:
    """What the quick exit does and what it cannot do. Anybody may."""
    return render(request, "home/stay_safe.html")


@require_safe
def support(request: HttpRequest) -> HttpResponse:
    """Every support contact with its source and when it was checked. Anybody may."""
    entries = SupportEntry.for_language()
    context = {
        "groups": by_country(entries),
        "demonstration": any(entry.is_demonstration for entry in entries),
    }
    return render(request, "home/support.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def display(request: HttpRequest) -> HttpResponse:
    """Light or dark, kept in a cookie on this device alone. Anybody may."""
    theme = request.POST.get("theme", "")
    if request.method != "POST" or theme not in THEMES:
        return render(request, "home/display.html", status=400 if request.method == "POST" else 200)
    address = safe_path(request.POST.get("next")) or "/display/"
    response = HttpResponse(status=303, headers={"Location": address})
    if theme == "device":
        response.delete_cookie(THEME_COOKIE, samesite="Lax")
    else:
        response.set_cookie(
            THEME_COOKIE,
            theme,
            max_age=_YEAR,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response
