"""The public course page by its short way.

Wagtail finds a page by walking down the tree, some ten queries for a page that everyone sees.
On a plain house (one site, no restricted pages) one query tells all that the walk would; in any
other house, and for any address that this does not know, Wagtail answers as ever.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, F, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe
from wagtail.models import PageViewRestriction, Site
from wagtail.views import serve

from courses.content.course_page import shown
from courses.content.models import CoursePage, CourseVersion


@require_safe
def course_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Anyone may read it, signed in or not."""
    found = _found(slug)
    if found is None:
        response: HttpResponse = serve(request, request.path.lstrip("/"))
        return response
    language = translation.get_language() or found["language"]
    return render(
        request,
        "content/course.html",
        {"course": shown(found["version"], language), "offered": True},
    )


def _found(slug: str) -> dict[str, Any] | None:
    """The live course of this address and its version, or None where Wagtail should answer."""
    offered = CourseVersion.objects.filter(
        course_key=OuterRef("translation_key"),
        language=OuterRef("locale__language_code"),
        is_current=True,
    )
    rows = list(
        CoursePage.objects.live()
        .filter(slug=slug)
        .annotate(
            version=Subquery(offered.values("hash")[:1]),
            restricted=Exists(PageViewRestriction.objects.all()),
            other_sites=Exists(Site.objects.filter(is_default_site=False)),
            language=F("locale__language_code"),
        )
        .values("url_path", "version", "restricted", "other_sites", "language")[:2]
    )
    if len(rows) != 1:
        return None
    (row,) = rows
    plain = not (row["restricted"] or row["other_sites"])
    # /<root>/courses/<slug>/ : the catalogue stands directly below the site's root.
    expected = row["url_path"].split("/", 2)[2] == f"courses/{slug}/"
    return row if plain and expected and row["version"] else None
