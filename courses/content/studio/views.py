"""Map and proof of a draft, and the reasons why warnings may stay."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import may
from courses.content.actions.accept_warning import accept_warning
from courses.content.actions.withdraw_reason import withdraw_reason
from courses.content.studio.access import CHANGE, scenario_for
from courses.content.studio.draft import Draft
from courses.content.studio.figures import ending_rows, figure_rows
from courses.content.studio.outline import outline
from courses.content.studio.scenario_map import scenario_map
from courses.content.usage import used_in
from courses.content.walks import taken_again


@require_safe
def studio(request: HttpRequest, pk: int) -> HttpResponse:
    page = scenario_for(request, pk)
    return _studio(request, page, Draft.latest(page))


@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """A warning may stay, because … A reason that says nothing comes back with what was typed."""
    page = scenario_for(request, pk, CHANGE)
    draft = Draft.latest(page)
    key, reason = request.POST.get("key", ""), request.POST.get("reason", "")
    warned = {each.key: each for each in (draft.proven.warnings if draft.proven else [])}.get(key)
    if warned is None:
        messages.warning(request, _("The story has changed since. Please look at it as it is now."))
        return redirect("studio:map", page.pk)
    try:
        accept_warning(page, warned, reason, request.user)
    except ValidationError as error:
        refused = {"key": key, "reason": reason, "sentence": " ".join(error.messages)}
        return _studio(request, page, draft, refused, status=422)
    messages.success(request, _("Your reason is kept in the audit log."))
    return redirect("studio:map", page.pk)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """A reason does not hold any more: the warning asks anew."""
    page = scenario_for(request, pk, CHANGE)
    if withdraw_reason(page, request.POST.get("key", ""), request.user):
        messages.success(request, _("The reason is withdrawn. Mend the warning, or explain it."))
    else:
        messages.warning(request, _("The story has changed since. Please look at it as it is now."))
    return redirect("studio:map", page.pk)


def _studio(
    request: HttpRequest,
    page: Any,
    draft: Draft,
    refused: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    head = draft.proven.head if draft.proven else None
    return render(
        request,
        "content/studio/studio.html",
        {
            "page": page,
            "studio_tab": "map",
            "studio_title": _("Map and proof"),
            "draft": draft,
            "refused": refused,
            "may_change": may(request.user, CHANGE, page),
            "map": scenario_map(draft),
            "outline": outline(draft),
            "figures": figure_rows(draft),
            "endings": ending_rows(draft),
            "walks": taken_again(draft.page.walks, draft.data, head) if head else [],
            "walks_wait": draft.page.walks if head is None else [],
            "usage": used_in(page),
        },
        status=status,
    )
