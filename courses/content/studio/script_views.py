"""The whole case on paper, for those who review it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.content.scenario_preview import script
from courses.content.studio.access import scenario_for
from courses.content.studio.draft import Draft
from courses.content.studio.figures import figure_rows
from courses.content.studio.outline import kind_name
from courses.content.studio.words import Words


@require_safe
def printable(request: HttpRequest, pk: int) -> HttpResponse:
    page = scenario_for(request, pk)
    draft = Draft.latest(page)
    words = Words(draft.data)
    read = script(draft.page)
    for scene in read["scenes"]:
        scene["kind_name"] = kind_name(scene["kind"])
        for choice in scene["choices"]:
            choice["facts"] = words.facts(choice)
    return render(
        request,
        "content/studio/script.html",
        {
            "page": page,
            "draft": draft,
            "script": read,
            "figures": figure_rows(draft),
            "studio_tab": "script",
            "studio_title": _("Script"),
        },
    )
