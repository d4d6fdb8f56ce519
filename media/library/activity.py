"""The page of an activity: its versions, its words, its use."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.people import User
from accounts.permissions import require
from media.actions.change_activity import change_activity
from media.actions.delete_activity import ActivityInUse, delete_activity
from media.activity_files import storage
from media.credits import author_words, licence_words
from media.library.forms import ActivityForm
from media.library.rows import lesson_counts, picture_address, row_of, state_words
from media.library.use import use_of
from media.models import Activity, ActivityVersion

State = ActivityVersion.State
METHODS = ["GET", "HEAD", "POST"]


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101
    return request.user


@never_cache
@require_http_methods(METHODS)
def activity(request: HttpRequest, pk: int) -> HttpResponse:
    """Those who may look it up; POST, for those who may change it: write its words anew."""
    found = get_object_or_404(Activity, pk=pk)
    require(request.user, "look up", found)
    given = request.POST if request.method == "POST" else None
    # A row of its own: the form writes into it what is typed, whether it is right or not.
    form = ActivityForm(given, instance=Activity.objects.get(pk=pk))
    if request.method == "POST":
        require(request.user, "change", found)
        if form.is_valid():
            if change_activity(found, _person(request), **form.cleaned_data):
                messages.success(
                    request, _("Saved. Lessons say it so once they are published again.")
                )
            return redirect("activity_library:activity", pk)
    return render(
        request,
        "media/library/activity.html",
        _context(found) | {"form": form},
        status=422 if form.errors else 200,
    )


def _context(found: Activity) -> dict[str, object]:
    versions = list(found.versions.select_related("uploaded_by").order_by("-number"))
    row = row_of(found, versions)
    shown = row.playing or row.version
    return {
        "title": found.title,
        "activity": found,
        "row": row,
        "shown": shown,
        "versions": [{"version": each, "state": state_words(each)} for each in versions],
        "reports": _REPORTS[ActivityVersion.Reports(shown.reports)](),
        "licence": licence_words(shown.credits),
        "authors": author_words(shown.credits),
        "source": shown.credits.get("source", ""),
        "years": shown.credits.get("years", ""),
        "picture": picture_address(row.playing),
        "use": use_of(found),
    }


_REPORTS = {
    ActivityVersion.Reports.SCORE: lambda: _(
        "A score, and when it was finished. It is for the learner's own eyes."
    ),
    ActivityVersion.Reports.FINISHED: lambda: _("When it was finished; it knows no score."),
    ActivityVersion.Reports.VIEWED: lambda: _(
        "Only that it was opened, as far as is known of this type. Try it to its end: where it "
        "says that it is finished, this page says so from then on. Else choose in the lesson that "
        "it is done when it was opened."
    ),
}


@never_cache
@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Those who may look it up: the package of a version as it was uploaded."""
    version = get_object_or_404(
        ActivityVersion.objects.select_related("activity"), pk=pk, swept_at=None
    )
    require(request.user, "look up", version.activity)
    try:
        file = storage().open(version.package_path)
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(
        file,
        as_attachment=True,
        filename=version.file_name,
        content_type="application/octet-stream",
    )


@never_cache
@require_http_methods(METHODS)
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Those who may delete it. GET: what that touches. POST: delete it."""
    found = get_object_or_404(Activity, pk=pk)
    require(request.user, "delete", found)
    if request.method == "POST":
        try:
            delete_activity(found, _person(request))
        except ActivityInUse:
            messages.error(request, _in_use())
            return redirect("activity_library:activity", pk)
        messages.success(request, _("“%(title)s” was deleted.") % {"title": found.title})
        return redirect("activity_library:index")
    use = use_of(found)
    context = {
        "title": _("Delete “%(title)s”") % {"title": found.title},
        "activity": found,
        "use": use,
        "refused": _in_use() if use.kept else "",
        "lessons": lesson_counts([found]).get(found.pk, 0),
    }
    return render(request, "media/library/delete.html", context)


def _in_use() -> str:
    return _(
        "A published course shows this activity or has shown it, and learners are entitled to what "
        "they were shown: it cannot be deleted. Take it out of the lesson and publish that, and "
        "new learners will not meet it any more."
    )
