"""The page that a studio view works on, for those who may."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.permissions import require
from courses.content.models import ScenarioPage

LOOK, CHANGE = "open the studio", "change in the studio"


def scenario_for(request: HttpRequest, pk: int, verb: str = LOOK) -> Any:
    """Raises Http404, and PermissionDenied for those who may not edit the page."""
    page = get_object_or_404(ScenarioPage, pk=pk)
    require(request.user, verb, page)
    return page
