"""Bringing a story in from Twine, and taking one out. Below /admin/stories/."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import require
from courses.content.actions.import_story import Draft, draft_of, import_story
from courses.content.compile.scenario import compile_scenario
from courses.content.models import ScenarioLibraryPage, ScenarioPage
from courses.content.story.about import about_of
from courses.content.story.access import EXPORT, IMPORT
from courses.content.story.forms import StoryForm, sealed, unsealed
from courses.scenarios.twee.exporting import export_twee
from courses.scenarios.twee.reading import decoded
from courses.scenarios.twee.report import WHY
from courses.scenarios.twee.story import REASONS, StoryError


@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose a file, read what would be left out, and only then make the draft."""
    library = get_object_or_404(ScenarioLibraryPage, pk=pk)
    require(request.user, IMPORT, library)
    if request.method != "POST":
        return _ask(request, library, StoryForm())
    if "sealed" in request.POST:
        return _make(request, library)
    form = StoryForm(request.POST, request.FILES)
    if not form.is_valid():
        return _ask(request, library, form)
    try:
        story = decoded(form.cleaned_data["story"].read())
        draft = draft_of(story)
    except StoryError as error:
        form.add_error("story", _(REASONS[error.code]) % error.parameters)
        return _ask(request, library, form)
    return render(
        request,
        "content/story/report.html",
        {
            "library": library,
            "sealed": sealed(story, library, request.user),
            **_report(draft),
        },
    )


def _ask(request: HttpRequest, library: Any, form: StoryForm) -> HttpResponse:
    status = 422 if form.errors else 200
    context = {"library": library, "form": form}
    return render(request, "content/story/choose.html", context, status=status)


def _make(request: HttpRequest, library: Any) -> HttpResponse:
    story = unsealed(request.POST["sealed"], library, request.user)
    if story is None:
        return _again(request, library, _("Too much time has passed. Choose the file again."))
    try:
        page = import_story(library, story, request.user)
    except StoryError as error:
        return _again(request, library, _(REASONS[error.code]) % error.parameters)
    messages.success(
        request,
        _("“%(title)s” is a draft now. What was left out stands beside it as comments.")
        % {"title": page.title},
    )
    return redirect("wagtailadmin_pages:edit", page.pk)


def _again(request: HttpRequest, library: Any, sentence: str) -> HttpResponse:
    form = StoryForm(request.POST, request.FILES)
    form.errors["story"] = form.error_class([sentence])
    return _ask(request, library, form)


def _report(draft: Draft) -> dict[str, Any]:
    scenes = draft.fields["scenes"]
    return {
        "title": draft.fields["title"],
        "scenes": len(scenes),
        "endings": sum(1 for scene in scenes if scene["type"] == "ending"),
        "choices": sum(len(scene["value"].get("choices") or []) for scene in scenes),
        "values": len(draft.fields["variables"]),
        "items": [{"item": item, "why": _(WHY[item.code])} for item in draft.report.items],
        "more": [
            {"number": number, "why": _(WHY[code])} for code, number in draft.report.more.items()
        ],
    }


@require_safe
def take_out(request: HttpRequest, pk: int) -> HttpResponse:
    """The newest draft of a scenario as a Twee 3 file."""
    page = get_object_or_404(ScenarioPage, pk=pk)
    require(request.user, EXPORT, page)
    draft = page.get_latest_revision_as_object()
    own = {"walks": draft.walks or [], "about": about_of(draft)}
    data = {**compile_scenario(draft).data, **own}
    response = HttpResponse(export_twee(data), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{page.slug}.twee"'
    return response
