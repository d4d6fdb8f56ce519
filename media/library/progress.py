"""How far a package is unpacked, and calling it off."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.people import User
from accounts.permissions import require
from media.actions.cancel_version import cancel_version
from media.models import ActivityVersion

State = ActivityVersion.State


def _version(pk: int) -> ActivityVersion:
    return get_object_or_404(ActivityVersion.objects.select_related("activity"), pk=pk)


@never_cache
@require_safe
def version(request: HttpRequest, pk: int) -> HttpResponse:
    """Those who may look up the activity. Leads to its page once the version is ready."""
    found = _version(pk)
    require(request.user, "look up", found.activity)
    if found.state == State.READY:
        return redirect("activity_library:activity", found.activity_id)
    context = {
        "title": found.activity.title,
        "version": found,
        "under_way": found.state in {State.WAITING, State.UNPACKING},
    }
    return render(request, "media/library/version.html", context)


@never_cache
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Those who may change the activity."""
    found = _version(pk)
    assert isinstance(request.user, User)  # noqa: S101
    if cancel_version(found, request.user):
        messages.success(request, _("The upload was called off, and nothing of it is kept."))
    else:
        messages.warning(request, _("It was too late to call it off."))
    return redirect("activity_library:version", found.pk)
