"""What people see when something broke: one page where waiting helps, another for the rest."""

from __future__ import annotations

import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.defaults import server_error

from config.object_storage import StorageAway
from home.views.leave import away

# The database went away, refuses, is full, or is locked for longer than we wait; or the store of
# files did.
UNREACHABLE = (OperationalError, InterfaceError, StorageAway)
RETRY_SECONDS = "30"


def broken(request: HttpRequest) -> HttpResponse:
    """Django's handler of exceptions that nobody caught, in views, middleware and templates.

    Neither page asks the database, the session or the person for anything. Whoever was leaving
    by the quick exit leaves.
    """
    if request.path_info == reverse("home:exit"):
        return away(settings.EXIT_ADDRESS)
    if not isinstance(sys.exc_info()[1], UNREACHABLE):
        return server_error(request)
    response = HttpResponse(render_to_string("503.html"), status=503)
    response["Retry-After"] = RETRY_SECONDS
    response["Cache-Control"] = "no-store"
    return response
