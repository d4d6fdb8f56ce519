"""Uploading a package: as a new activity, or as the next version of one."""

from __future__ import annotations

import logging
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from accounts.people import User
from accounts.permissions import require
from media.actions.receive_package import receive_package
from media.h5p.problems import PackageRefused
from media.installed import playable
from media.library.forms import PackageForm, UploadForm
from media.library.uploading import not_stored, refused_unread
from media.library.use import Use, use_of
from media.models import Activity

logger = logging.getLogger(__name__)
METHODS = ["GET", "HEAD", "POST"]


# Exempt outside and protected inside: the check reads the form, and it must not be read before it
# is known how large it is and where to.
@csrf_exempt
@never_cache
@require_http_methods(METHODS)
def add(request: HttpRequest) -> HttpResponse:
    """Trainers and administrators. POST: take a package as a new activity."""
    require(request.user, "upload activity")
    if request.method == "POST" and (sentence := refused_unread(request)):
        return _unread(request, UploadForm(), sentence)
    return _add(request)


@csrf_protect
def _add(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, UploadForm())
    form = UploadForm(request.POST, request.FILES)
    activity = Activity(
        title=form.data.get("title", "").strip()[:255],
        text_alternative=form.data.get("text_alternative", "").strip(),
        created_by=_person(request),
    )
    return _received(request, form, activity)


@csrf_exempt
@never_cache
@require_http_methods(METHODS)
def replace(request: HttpRequest, pk: int) -> HttpResponse:
    """Those who may change the activity. GET: what a new version touches. POST: take it."""
    activity = get_object_or_404(Activity, pk=pk)
    require(request.user, "change", activity)
    if request.method == "POST" and (sentence := refused_unread(request)):
        return _unread(request, PackageForm(), sentence, activity)
    return _replace(request, activity)


@csrf_protect
def _replace(request: HttpRequest, activity: Activity) -> HttpResponse:
    if request.method != "POST":
        return _page(request, PackageForm(), activity=activity)
    return _received(request, PackageForm(request.POST, request.FILES), activity)


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101
    return request.user


def _received(request: HttpRequest, form: PackageForm, activity: Activity) -> HttpResponse:
    """Everything that is wrong with the form and with the package is said at once."""
    valid = form.is_valid()
    problems: list[str] = []
    status = 422
    if (source := form.source) is not None:
        try:
            if valid:
                name = form.cleaned_data["package"].name
                version = receive_package(activity, source, name, _person(request))
                return redirect("activity_library:version", version.pk)
            playable(source)
        except PackageRefused as refused:
            problems = [each.sentence for each in refused.problems]
        except OSError:
            logger.exception("An uploaded package could not be stored.")
            problems, status = [not_stored()], 503
    return _page(request, form, problems, None if activity.pk is None else activity, status)


def _unread(
    request: HttpRequest, form: PackageForm, sentence: str, activity: Activity | None = None
) -> HttpResponse:
    response = _page(request, form, [sentence], activity, 413)
    response["Connection"] = "close"
    return response


def _page(
    request: HttpRequest,
    form: PackageForm,
    problems: list[str] | None = None,
    activity: Activity | None = None,
    status: int = 200,
) -> HttpResponse:
    use: Use | None = use_of(activity) if activity is not None else None
    context: dict[str, Any] = {
        "title": _("Upload an activity") if activity is None else _("Upload a new version"),
        "activity": activity,
        "form": form,
        "problems": problems or [],
        "wrong": [str(each) for errors in form.errors.values() for each in errors],
        "use": use,
    }
    return render(request, "media/library/upload.html", context, status=status)
