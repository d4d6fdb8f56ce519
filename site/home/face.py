"""What `base.html` needs on every page, rendered once and kept in the process.

Header, support panel and footer are the same for all people of a language; drawing them anew
would cost more than the page itself. The panel is drawn again at most a minute after a contact
changed in another process, and at once in this one.
"""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from home.support import SupportEntry, by_country

THEME_COOKIE = "theme"
THEMES = ("device", "light", "dark")
_SUPPORT_SECONDS = 60.0

_parts: dict[tuple[object, ...], SafeString] = {}
_support: dict[str, tuple[float, SafeString]] = {}


class Face:
    """The frame of one page; every part is drawn only where the template asks for it."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self.language = get_language() or settings.LANGUAGE_CODE
        self.neutral_titles: bool = settings.NEUTRAL_TITLES
        self.site_name: str = settings.SITE_NAME

    @property
    def direction(self) -> str:
        return "rtl" if get_language_bidi() else "ltr"

    @cached_property
    def theme(self) -> str:
        chosen = self._request.COOKIES.get(THEME_COOKIE, "")
        return chosen if chosen in THEMES[1:] else ""

    @property
    def account_address(self) -> str:
        return _account_address()

    @property
    def assets(self) -> SafeString:
        return self._part("components/assets.html")

    @property
    def first_stops(self) -> SafeString:
        return self._part("components/first_stops.html")

    @property
    def exit_link(self) -> SafeString:
        return self._part("components/exit_link.html")

    @property
    def exit(self) -> SafeString:
        return self._part("components/exit.html")

    @property
    def footer(self) -> SafeString:
        return self._part("components/footer.html")

    @property
    def header(self) -> SafeString:
        user = getattr(self._request, "user", None)
        signed_in = bool(user and user.is_authenticated)
        staff = signed_in and bool(getattr(user, "is_staff", False))
        section = self._request.path.split("/", 2)[1]
        if section not in {"courses", "learning", "verify", "accounts", "credentials"}:
            section = ""
        key = ("header", self.language, signed_in, staff, section)
        if key not in _parts:
            context = {
                "site_name": self.site_name,
                "links": _links(signed_in, staff),
                "section": section,
            }
            _parts[key] = render_to_string("components/header.html", context)
        return _parts[key]

    @property
    def support(self) -> SafeString:
        drawn = _support.get(self.language)
        if drawn and time.monotonic() - drawn[0] < _SUPPORT_SECONDS:
            return drawn[1]
        try:
            entries = SupportEntry.for_language()
        except DatabaseError:
            if drawn:  # an old list helps more than an error
                return drawn[1]
            raise
        context = {
            "groups": by_country(entry for entry in entries if entry.reachable),
            "demonstration": any(entry.is_demonstration for entry in entries),
        }
        html = render_to_string("components/support.html", context)
        _support[self.language] = (time.monotonic(), html)
        return html

    def _part(self, template: str) -> SafeString:
        key = (template, self.language)
        if key not in _parts:
            _parts[key] = render_to_string(template)
        return _parts[key]


def face(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `face`, the frame of the page."""
    return {"face": Face(request)}


def forget_support(**_kwargs: object) -> None:
    """Draw the support panel anew; called when a contact changes."""
    _support.clear()


def _links(signed_in: bool, staff: bool) -> list[dict[str, Any]]:
    """The menu: what one came for, and at the end of the line what concerns the account."""
    links = [("courses", "/courses/", _("Courses"), False)]
    if signed_in:
        links.append(("learning", "/learning/", _("My learning"), False))
    links.append(("verify", "/verify/", _("Check a certificate"), False))
    if staff:
        links.append(("admin", "/admin/", _("Editor"), False))
    if signed_in:
        links.append(("accounts", _account_address(), _("Your account"), True))
        links.append(("", reverse("account_logout"), _("Sign out"), False))
    else:
        links.append(("accounts", reverse("account_login"), _("Sign in"), True))
    return [
        {"section": section or None, "address": address, "words": words, "end": end}
        for section, address, words, end in links
    ]


def _account_address() -> str:
    try:
        return reverse("accounts:profile")
    except NoReverseMatch:
        return reverse("account_change_password")
