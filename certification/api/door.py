"""The one door of the API: who asks, whether they may, how much is left, and what went wrong."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from accounts.client_address import UNKNOWN, client_address
from certification.api import quotas
from certification.api.keys import key_in
from certification.api.problems import Refusal, respond
from certification.models import ApiCall, ApiKey, Issuer, Scope
from certification.signers.base import KeyMissing

logger = logging.getLogger(__name__)
UNREACHABLE = (OperationalError, InterfaceError, KeyMissing, Issuer.DoesNotExist)
RETRY_SECONDS = "30"
View = Callable[..., HttpResponse]


class Visit:
    """One request with a key: what the view may ask about it, and what it tells the log."""

    def __init__(self, request: HttpRequest, operation: str) -> None:
        self.request = request
        self.operation = operation
        self.key: ApiKey | None = None
        self.allowance: quotas.Allowance | None = None
        self.checks = 0

    @property
    def known_key(self) -> ApiKey:
        assert self.key is not None  # the door has let it in  # noqa: S101
        return self.key

    def let_in(self) -> None:
        """Know the key and take one request. Raises Refusal."""
        self.key = key_in(self.request.headers.get("Authorization", ""))
        if not self.key.agency.is_open:
            raise Refusal("agency-closed")
        self.allowance = quotas.take_request(self.key.agency)

    def require(self, *scopes: Scope) -> None:
        """Refuse unless the key has every scope."""
        for scope in scopes:
            if scope.value not in self.known_key.scopes:
                raise Refusal("missing-scope", members={"scope": scope.value})

    def take_checks(self, number: int) -> None:
        """Take checks of the month. Raises Refusal."""
        assert self.allowance is not None  # noqa: S101
        quotas.take_checks(self.allowance, number)
        self.checks = number

    def note(self, status: int) -> None:
        """Write the line of the agency's log: no code, no name."""
        if self.key is None:
            return
        found = client_address(self.request)
        ApiCall.objects.create(
            agency=self.key.agency,
            key=self.key,
            address=None if found == UNKNOWN else found,
            operation=self.operation,
            number=self.checks,
            outcome=status,
        )
        today = timezone.now().date()
        if self.key.last_used_on != today:
            ApiKey.objects.filter(pk=self.key.pk).update(last_used_on=today)


def answer(data: Any, status: int = 200, headers: dict[str, str] | None = None) -> HttpResponse:
    """An answer in JSON."""
    return HttpResponse(
        json.dumps(data, ensure_ascii=False),
        content_type="application/json",
        status=status,
        headers=headers,
    )


def with_key(operation: str, *methods: str) -> Callable[[View], View]:
    """A view for agencies: it takes a Visit, and raises Refusal for whatever it refuses."""

    def wrap(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def inner(request: HttpRequest, **parts: Any) -> HttpResponse:
            visit = Visit(request, operation)

            def run() -> HttpResponse:
                visit.let_in()
                return view(visit, **parts)

            response = _guarded(request, methods, run)
            if visit.allowance is not None:
                for name, value in visit.allowance.headers().items():
                    response.setdefault(name, value)
            noted = _guarded(request, methods, lambda: _noted(visit, response))
            return _closed(noted)

        return inner

    return wrap


def without_key(*methods: str) -> Callable[[View], View]:
    """A view for anyone."""

    def wrap(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def inner(request: HttpRequest, **parts: Any) -> HttpResponse:
            return _closed(_guarded(request, methods, lambda: view(request, **parts)))

        return inner

    return wrap


def _noted(visit: Visit, response: HttpResponse) -> HttpResponse:
    visit.note(response.status_code)
    return response


def _guarded(
    request: HttpRequest, methods: Iterable[str], run: Callable[[], HttpResponse]
) -> HttpResponse:
    """The answer, or the problem in its place. Nothing is raised."""
    try:
        if request.method not in tuple(methods):
            raise Refusal("method-not-allowed", headers={"Allow": ", ".join(methods)})
        return run()
    except Refusal as refusal:
        return respond(refusal)
    except RequestDataTooBig:
        return respond(Refusal("too-large"))
    except UNREACHABLE as error:
        logger.error("The API cannot answer: %s", type(error).__name__)
        return respond(Refusal("unavailable", headers={"Retry-After": RETRY_SECONDS}))
    except Exception:
        logger.exception("A request to the API failed.")
        return respond(Refusal("failed"))


def _closed(response: HttpResponse) -> HttpResponse:
    """For no cache and no search engine. No other site's script is let in: no CORS header."""
    response.setdefault("Cache-Control", "no-store")
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
