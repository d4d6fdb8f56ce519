"""The veil: after a quick exit the site answers with a neutral page until the person returns.

The mark is kept twice: in a cookie, which also covers people who are not signed in and outlives
a session that ends, and in the session, which outlives a browser that was closed.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE = "veil"
SESSION_KEY = "veiled"

# What must answer as always: the exit itself, machines, and people who check a certificate.
OPEN_PATHS = (
    settings.STATIC_URL,
    "/exit/",
    "/healthz",
    "/readyz",
    "/.well-known/",
    "/credentials/",
    "/verify/",
    "/api/",
)
# A learner's own certificates are no one else's business, so the veil covers them.
COVERED_PATHS = ("/credentials/for/", "/credentials/licence/")
COVERED_PAGES = {"/credentials/"}


def stays_open(path: str) -> bool:
    """Whether an address answers as always while the visit is veiled."""
    covered = path in COVERED_PAGES or path.startswith(COVERED_PATHS)
    return path.startswith(OPEN_PATHS) and not covered


def is_veiled(request: HttpRequest) -> bool:
    if request.COOKIES.get(COOKIE) == "1":
        return True
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    return bool(request.session.get(SESSION_KEY))


def mark(response: HttpResponse) -> None:
    response.set_cookie(
        COOKIE,
        "1",
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def lift(request: HttpRequest, response: HttpResponse) -> None:
    request.session.pop(SESSION_KEY, None)
    response.delete_cookie(COOKIE, samesite="Lax")
