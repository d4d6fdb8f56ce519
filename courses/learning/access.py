"""The door to every page of learning: signed in, and asked whether they may."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.permissions import require
from courses.learning.actions.take_step import ATTEMPT_FIELDS
from courses.learning.models import Attempt, Enrolment

Arguments = ParamSpec("Arguments")
View = Callable[Concatenate[HttpRequest, Arguments], HttpResponse]


def learner_page(*methods: str) -> Callable[[View[Arguments]], View[Arguments]]:
    """A view for people who are signed in, answering GET (and HEAD), or the methods named."""

    def decorate(view: View[Arguments]) -> View[Arguments]:
        allowed = require_http_methods([*(methods or ("GET",)), "HEAD"])

        @wraps(view)
        def page(
            request: HttpRequest, *args: Arguments.args, **kwargs: Arguments.kwargs
        ) -> HttpResponse:
            return view(request, *args, **kwargs)

        return cast("View[Arguments]", allowed(login_required(page)))

    return decorate


def person_of(request: HttpRequest) -> User:
    """Who is signed in. For views behind `learner_page` only."""
    return cast(User, request.user)


def enrolment_for(
    request: HttpRequest, uuid: UUID, verb: str = "read", also: tuple[str, ...] = ()
) -> Enrolment:
    """The enrolment with its course version, and the columns `also`.

    Raises Http404, and PermissionDenied where `verb` is not theirs to do.
    """
    try:
        enrolment = Enrolment.objects.with_version(*also).get(uuid=uuid)
    except Enrolment.DoesNotExist:
        raise Http404 from None
    require(request.user, verb, enrolment)
    return enrolment


def attempt_for(request: HttpRequest, uuid: UUID) -> Attempt:
    """The attempt with its enrolment. Raises Http404 and PermissionDenied."""
    try:
        attempt = (
            Attempt.objects.select_related("enrolment", "scenario_version")
            .only(*ATTEMPT_FIELDS)
            .get(uuid=uuid)
        )
    except Attempt.DoesNotExist:
        raise Http404 from None
    require(request.user, "read", attempt)
    return attempt
