"""Runs that issue anew what a key signed: begin, watch, stop, go on."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import require
from certification.actions.start_reissue import ReissueRefused, signed_with, start_reissue
from certification.actions.stop_reissue import continue_reissue, stop_reissue
from certification.decisions import StartRunForm
from certification.editor.lists import person_of
from certification.models import Reissue, SigningKey


@require_http_methods(["GET", "HEAD", "POST"])
def runs(request: HttpRequest) -> HttpResponse:
    """Administrators. POST: begin a run for a key that signs no more, with a reason."""
    person = person_of(request)
    require(person, "look up certificates")
    keys = SigningKey.objects.exclude(state=SigningKey.State.ACTIVE)
    form = StartRunForm(request.POST or None, keys=keys)
    if request.method == "POST" and form.is_valid():
        try:
            run = start_reissue(form.cleaned_data["key"], form.cleaned_data["reason"], person)
        except ReissueRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("certification_editor:run", run.uuid)
    context = {
        "title": _("Issue anew after a key"),
        "form": form,
        "keys": [(key, signed_with(key).count()) for key in keys],
        "runs": Reissue.objects.select_related("key")[:50],
    }
    status = 422 if form.errors else 200
    return render(request, "certification/editor/runs.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def run(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Administrators. POST: stop it, or go on."""
    found = get_object_or_404(Reissue.objects.select_related("key", "started_by"), uuid=uuid)
    person = person_of(request)
    require(person, "look up", found)
    if request.method == "POST":
        if "stop" in request.POST:
            stop_reissue(found, person)
            messages.success(request, _("It stops after the certificate at hand."))
        else:
            continue_reissue(found, person)
            messages.success(request, _("It goes on within a few moments."))
        return redirect("certification_editor:run", found.uuid)
    context = {
        "title": _("Issue anew after a key"),
        "run": found,
        "left": max(0, found.total - found.done - found.failed),
    }
    return render(request, "certification/editor/run.html", context)
