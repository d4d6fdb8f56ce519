"""The list of activities."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.permissions import may, require
from media.library.rows import found, rows_of

A_PAGE = 20


@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Trainers and administrators."""
    require(request.user, "look up activities")
    words = request.GET.get("q", "").strip()[:100]
    page = Paginator(found(words), A_PAGE).get_page(request.GET.get("p"))
    context = {
        "title": _("H5P activities"),
        "words": words,
        "page": page,
        "rows": rows_of(page.object_list),
        "may_curate": may(request.user, "curate libraries"),
    }
    return render(request, "media/library/index.html", context)
