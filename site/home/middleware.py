"""What happens to every page: the veil after a quick exit, and no copy left in the browser."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from home.veil import is_veiled, stays_open

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class VeilMiddleware:
    """While the visit is veiled, every page answers with the neutral one, and does nothing.

    Stands after the session and CSRF middleware and before all that could act on a request.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if is_veiled(request) and not stays_open(request.path):
            return neutral_page(request)
        return self.get_response(request)


class NoStoreMiddleware:
    """HTML is kept in no cache, so that Back asks the server, which may be veiled by then."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.get("Content-Type", "").startswith("text/html"):
            response["Cache-Control"] = "no-store"
        return response


def neutral_page(request: HttpRequest) -> HttpResponse:
    """A page that says nothing about the site; 200, so that no browser shows an error."""
    response = render(request, "home/neutral.html", {"next": request.get_full_path()})
    patch_vary_headers(response, ("Cookie",))
    return response
