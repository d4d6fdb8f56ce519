"""The curated set: libraries for packages that come without them."""

from __future__ import annotations

import logging
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from accounts.people import User
from accounts.permissions import require
from media.actions.curate_library import curate_library
from media.actions.install_libraries import install_libraries
from media.h5p.libraries import LibraryName
from media.h5p.problems import PackageRefused
from media.library.forms import PackageForm
from media.library.uploading import not_stored, refused_unread
from media.models import Library

logger = logging.getLogger(__name__)
A_PAGE = 50


# As in `receiving`: the size is looked at before the form is read.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def libraries(request: HttpRequest) -> HttpResponse:
    """Administrators. POST: take the libraries of a package into the set."""
    require(request.user, "curate libraries")
    if request.method == "POST" and (sentence := refused_unread(request)):
        response = _page(request, PackageForm(), [sentence], 413)
        response["Connection"] = "close"
        return response
    return _libraries(request)


@csrf_protect
def _libraries(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, PackageForm())
    form = PackageForm(request.POST, request.FILES)
    problems: list[str] = []
    status = 422
    if form.is_valid() and form.source is not None:
        try:
            new = install_libraries(form.source, _person(request))
        except PackageRefused as refused:
            problems = [each.sentence for each in refused.problems]
        except OSError:
            logger.exception("Libraries could not be stored.")
            problems, status = [not_stored()], 503
        else:
            messages.success(request, _taken(len(new)))
            return redirect("activity_library:libraries")
    return _page(request, form, problems, status)


def _taken(number: int) -> str:
    if not number:
        return _("All of these libraries were in the set already.")
    return (
        ngettext("%d library was put into the set.", "%d libraries were put into the set.", number)
        % number
    )


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101
    return request.user


def _page(
    request: HttpRequest, form: PackageForm, problems: list[str] | None = None, status: int = 200
) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:100]
    # Named, since counting drops the model's own order.
    rows = Library.objects.annotate(used=Count("version_rows")).order_by(
        "name", "-major", "-minor", "-patch", "pk"
    )
    if words:
        rows = rows.filter(Q(name__icontains=words) | Q(title__icontains=words))
    if request.GET.get("set"):
        rows = rows.filter(curated=True)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("p"))
    asked = request.GET.copy()
    asked.pop("p", None)
    context: dict[str, Any] = {
        "title": _("H5P libraries"),
        "form": form,
        "problems": problems or [],
        "wrong": [str(each) for errors in form.errors.values() for each in errors],
        "words": words,
        "only_set": bool(request.GET.get("set")),
        "asked": asked.urlencode(),
        "page": page,
        "rows": [{"library": row, "lacks": lacks} for row, lacks in _lacking(list(page))],
    }
    return render(request, "media/library/libraries.html", context, status=status)


def _lacking(rows: list[Library]) -> list[tuple[Library, list[str]]]:
    """With each library in the set, those that it needs and that are not in it."""
    there = {
        LibraryName(*found)
        for found in Library.objects.filter(curated=True).values_list("name", "major", "minor")
    }
    return [
        (
            row,
            [str(need) for each in row.needs if (need := LibraryName(*each)) not in there]
            if row.curated
            else [],
        )
        for row in rows
    ]


@never_cache
@require_POST
def curate(request: HttpRequest, pk: int) -> HttpResponse:
    """Administrators: into the set or out of it."""
    library = get_object_or_404(Library, pk=pk)
    wanted = request.POST.get("curated") == "yes"
    before = curate_library(library, _person(request), curated=wanted)
    if not wanted:
        said = _("%(library)s is out of the set. Activities that use it go on with it.")
        messages.success(request, said % {"library": library})
    elif before is None:
        messages.success(request, _("%(library)s is in the set.") % {"library": library})
    else:
        said = _("%(library)s is in the set, in the place of %(before)s.")
        messages.success(request, said % {"library": library, "before": before})
    return redirect("activity_library:libraries")
