"""Trying an activity: it plays as it does for learners, and nothing of it is kept."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.people import User
from accounts.permissions import require
from media.actions.try_version import note_report, try_version
from media.hosts import play_origin
from media.models import Activity, ActivityVersion
from media.reported import Reported, StatementRefused, read_statement


@never_cache
@require_safe
def try_it(request: HttpRequest, pk: int) -> HttpResponse:
    """Those who may try the activity: its newest version."""
    activity = get_object_or_404(Activity, pk=pk)
    require(request.user, "try", activity)
    version = activity.newest
    if version is None:
        raise Http404
    played = reverse("activity_library:played", args=[version.pk])
    shown: dict[str, Any] = {
        "address": f"{play_origin(request)}{reverse('activities:play', args=[version.token])}",
        "version": version,
        "words": "",
        "finished": False,
        # No address to save at: what it wants kept stays within the frame.
        "given": {
            "state": {},
            "ticket": "",
            "token": get_token(request),
            "save": "",
            "report": played,
        },
    }
    words = {
        "title": activity.title,
        "instructions": "",
        "text_alternative": activity.text_alternative,
    }
    context = {
        "title": _("Try “%(title)s”") % {"title": activity.title},
        "activity": activity,
        "version": version,
        # Not "block": within a template's block that is Django's own.
        "words": words,
        "shown": shown,
    }
    return render(request, "media/library/try.html", context)


@never_cache
@require_POST
def played(request: HttpRequest, pk: int) -> HttpResponse:
    """Those who may try it: it plays in their browser, or it reports something there."""
    version = get_object_or_404(ActivityVersion.objects.select_related("activity"), pk=pk)
    assert isinstance(request.user, User)  # noqa: S101
    require(request.user, "try", version.activity)
    reported: Reported | None = None
    if "statement" in request.POST:
        try:
            reported = read_statement(request.POST["statement"])
        except StatementRefused as refused:
            return JsonResponse({"refused": refused.reason}, status=422)
        note_report(version, request.user, reported)
    else:
        try_version(version, request.user)
    return JsonResponse({"finished": False, "words": _words(reported)})


def _words(reported: Reported | None) -> str:
    if reported is None:
        return _("It plays. Go through it to its end, as a learner would; nothing is kept.")
    if not reported.finishes:
        return _("It plays, and reports what is done in it.")
    if reported.share is None:
        return _("It has reported that it is finished, without a score.")
    share = round(100 * reported.share)
    return _("It has reported that it is finished, with %(share)d %%.") % {"share": share}
