"""Headers of every answer, compression of pages, and one log line a request."""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from config.logs import current_request, pattern_of

GetResponse = Callable[[HttpRequest], HttpResponse]
log = logging.getLogger("waymark.request")
REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
NO_FEATURES = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "autoplay",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)


class RequestLogMiddleware:
    """One line a request: its id, method, address pattern, status, milliseconds.

    The pattern (`learning/<uuid:enrolment>/`) stands for the address: which lesson, attempt
    or certificate somebody looked at is not the log's business.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        given = request.headers.get("x-request-id", "") if settings.TRUSTED_PROXIES else ""
        key = given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        request.log_key = key  # type: ignore[attr-defined]
        token = current_request.set(key)
        try:
            response = self.get_response(request)
            log.info(
                "%s %s %s %d ms",
                request.method,
                pattern_of(request),
                response.status_code,
                (time.perf_counter() - began) * 1000,
            )
        finally:
            current_request.reset(token)
        response["X-Request-ID"] = key
        return response


class HeadersMiddleware:
    """Headers beside Django's own. A view that sets one of them keeps it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        features = NO_FEATURES
        # A view that needs one names it, for our own pages only.
        for feature in getattr(response, "features_allowed", ()):
            features = features.replace(f"{feature}=()", f"{feature}=(self)")
        response.setdefault("Permissions-Policy", features)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if request.path_info.startswith(settings.EDITOR_PREFIX):
            # Read by django-csp's middleware, which stands outside of this one.
            response._csp_config = settings.EDITOR_CONTENT_SECURITY_POLICY  # type: ignore[attr-defined]
        return response


class ActivitiesHostMiddleware:
    """The second host name, where one is set, serves activities and nothing else.

    What runs there is a stranger's: no page of ours answers in its neighbourhood.
    """

    PLACES = ("/activities/play/", "/activities/files/")

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.ACTIVITIES_URL and not request.path_info.startswith(
            (*self.PLACES, settings.STATIC_URL)
        ):
            ours, second = (
                _host(urlsplit(url).netloc)
                for url in (settings.PUBLIC_URL, settings.ACTIVITIES_URL)
            )
            if ours != second == _host(request.get_host()):
                return HttpResponse("Nothing here.", status=404, content_type="text/plain")
        return self.get_response(request)


def _host(name: str) -> str:
    """Host and port as they are compared; the ports that http and https have anyway left off."""
    return name.lower().removesuffix(":443").removesuffix(":80")


class CompressionMiddleware(GZipMiddleware):
    """Compresses the pages that learners read, to a third or less of their bytes.

    Only these. Where a secret that stays the same (a recovery code, a certificate's code) stands
    on one page with words from the request, the compressed length can give it away (BREACH).
    Pages of courses and of learning hold no such secret: their token is masked anew each time.
    """

    PLACES = ("/courses/", "/learning/")

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        readable = request.path_info == "/" or request.path_info.startswith(self.PLACES)
        if not readable or not response.get("Content-Type", "").startswith("text/html"):
            return response
        return super().process_response(request, response)
