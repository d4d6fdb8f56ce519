"""For trainers, in the editor: how learners go through a scenario, in numbers and never by name."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.permissions import require
from courses.content.models import ScenarioPage, ScenarioVersion
from courses.learning.analytics import words
from courses.learning.analytics.drawing import flow_map
from courses.learning.analytics.flow import SceneFlow
from courses.learning.analytics.report import Report, report_of
from courses.learning.analytics.sheet import sheet
from courses.learning.rules import SEE_FLOW, scenarios_to_see
from courses.scenarios.graph import ENDING


@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The scenarios whose flow the person may see. Trainers."""
    pages = list(scenarios_to_see(request.user).order_by("title"))
    if not pages:
        raise PermissionDenied
    context = {"title": _("Flow of choices"), "pages": pages}
    return render(request, "learning/flows/index.html", context)


@never_cache
@require_safe
def flow(request: HttpRequest, pk: int, version: str = "") -> HttpResponse:
    """The flow through the version published last, or the one asked for.

    Trainers who may edit the scenario. Raises Http404 for a version of another scenario.
    """
    page = page_for(request, pk)
    versions = versions_of(page)
    chosen = chosen_of(versions, version)
    report = report_of(chosen) if chosen else None
    context: dict[str, Any] = {
        "title": page.title,
        "page": page,
        "versions": versions,
        "chosen": chosen,
        "report": report,
        **(in_words(report) if report and report.flow else {}),
    }
    return render(request, "learning/flows/flow.html", context)


@never_cache
@require_safe
def download(request: HttpRequest, pk: int, version: str) -> HttpResponse:
    """The same as CSV. Trainers who may edit the scenario."""
    chosen = chosen_of(versions_of(page_for(request, pk)), version)
    if chosen is None:
        raise Http404
    response = HttpResponse(sheet(report_of(chosen)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="flow-{chosen.hash[:8]}.csv"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def page_for(request: HttpRequest, pk: int) -> Any:
    page = get_object_or_404(ScenarioPage.objects.select_related("locale"), pk=pk)
    require(request.user, SEE_FLOW, page)
    return page


def versions_of(page: Any) -> list[ScenarioVersion]:
    """Newest first."""
    return list(
        ScenarioVersion.objects.filter(
            page_key=page.translation_key, language=page.locale.language_code
        )
        .only("hash", "title", "language", "created_at", "is_current")
        .order_by("-is_current", "-created_at", "-pk")
    )


def chosen_of(versions: list[ScenarioVersion], version_hash: str) -> ScenarioVersion | None:
    """Raises Http404 where that one is not among them."""
    if not version_hash:
        return versions[0] if versions else None
    found = next((each for each in versions if each.hash == version_hash), None)
    if found is None:
        raise Http404
    return found


def in_words(report: Report) -> dict[str, Any]:
    """The numbers in all, and the scenes with their choices."""
    flow = report.flow
    if flow is None:
        return {}
    titles = {scene.key: scene.title for scene in flow.scenes}
    return {
        "ended": words.number(flow.ended),
        "passed": words.number(flow.passed),
        "pass_rate": words.percent(flow.pass_rate),
        "standing": words.number(flow.standing),
        "map": flow_map(flow),
        "rows": [row_of(scene, titles) for scene in flow.scenes],
    }


def row_of(scene: SceneFlow, titles: dict[str, str]) -> dict[str, Any]:
    return {
        "scene": scene,
        "came": words.number(scene.came),
        "left": "" if scene.kind == ENDING else words.number(scene.left),
        "left_share": words.percent(scene.left_share),
        "time": words.band(scene.band),
        "choices": [
            {
                "words": choice.words,
                "target": titles.get(choice.target, ""),
                "number": words.number(choice.count),
                "share": words.percent(choice.share),
                "width": words.whole_percent(choice.share),
            }
            for choice in scene.choices
        ],
        "questions": [
            {
                "words": each.words,
                "answered": words.number(each.answered),
                "first": words.number(each.first),
                "first_share": words.percent(each.first_share),
                "ever": words.number(each.ever),
                "ever_share": words.percent(each.ever_share),
            }
            for each in scene.questions
        ],
    }
