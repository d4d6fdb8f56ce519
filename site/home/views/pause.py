"""The break. Nothing stores or counts it; the request log has no person in it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from home.addresses import safe_path

LEARNING = "/learning/"


@csrf_exempt  # shows a page and changes nothing; so no page needs a token for its break button
@require_http_methods(["GET", "HEAD", "POST"])
def take_break(request: HttpRequest) -> HttpResponse:
    """A calm page with the way back. Anybody may.

    in:  POST `next`, the path to go on to; `past`, a path that answers a POST of
         `reading=summary`, where the step can be jumped over.
    """
    context = {
        "next": safe_path(request.POST.get("next")) or LEARNING,
        "past": safe_path(request.POST.get("past")),
    }
    return render(request, "home/break.html", context)


@require_safe
def stop_for_today(request: HttpRequest) -> HttpResponse:
    """Says that everything is kept and how to leave. Anybody may."""
    return render(request, "home/stop.html")
