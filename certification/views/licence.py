"""Where a learner gives the licence number that a board wants on the paper."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.people import User
from accounts.permissions import require
from certification.achievements.boards import BOARDS, wants_licence
from certification.achievements.terms import terms_for
from certification.actions.give_licence import give_licence
from certification.forms import LicenceForm
from courses.learning.models import Completion


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def licence(request: HttpRequest, completion: UUID) -> HttpResponse:
    """Whose completion it is. A number given once is never shown again, only replaced."""
    found = get_object_or_404(
        Completion.objects.select_related("course_version", "person"), uuid=completion
    )
    if not isinstance(request.user, User):
        raise PermissionDenied
    require(request.user, "collect certificate", found)
    version = found.course_version
    board = terms_for(version.course_key, version.language).board
    if not wants_licence(board):
        return redirect("certification:for_completion", found.uuid)
    form = LicenceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        give_licence(found, form.cleaned_data["number"], request.user)
        return redirect("certification:for_completion", found.uuid)
    context = {"form": form, "completion": found, "board": BOARDS[board]}
    return render(
        request, "certification/licence.html", context, status=422 if form.errors else 200
    )
