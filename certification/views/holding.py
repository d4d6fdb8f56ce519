"""The holder's own pages."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.people import User
from accounts.permissions import require
from certification.actions.name_certificate import name_certificate
from certification.forms import CertificateNameForm
from certification.models import Credential
from certification.verify.answering import answer_code
from courses.learning.models import Completion


def _person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Everyone: their own certificates."""
    held = (
        Credential.objects.filter(holder=_person(request), standing=Credential.Standing.ISSUED)
        | Credential.objects.filter(holder=_person(request), ended_at__isnull=False)
    ).order_by("-issued_at")
    preparing = Credential.objects.filter(
        holder=_person(request), standing=Credential.Standing.PREPARING, completion__isnull=False
    ).select_related("completion__course_version")
    return render(
        request,
        "certification/mine.html",
        {
            "held": [
                (each, each.facts()) for each in held.prefetch_related("superseded_by", "files")
            ],
            "preparing": preparing,
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def for_completion(request: HttpRequest, completion: UUID) -> HttpResponse:
    """Whose completion it is: the certificate, or what it waits for. POST: the name to print."""
    found = get_object_or_404(
        Completion.objects.select_related("course_version", "person"), uuid=completion
    )
    person = _person(request)
    require(person, "collect certificate", found)
    credential = Credential.objects.filter(completion=found).order_by("issue").last()
    if credential is not None and credential.is_issued:
        answer = answer_code(credential.code)
        return render(
            request,
            "certification/issued.html",
            {
                "answer": answer,
                "credential": credential,
                "facts": answer.facts,
                "kinds": credential.kinds(),
            },
        )
    glyph = credential is not None and credential.problem == Credential.Problem.GLYPH
    if not person.certificate_name or glyph:
        form = CertificateNameForm(
            request.POST or None,
            initial={"name": person.certificate_name or person.display_name},
        )
        if request.method == "POST" and form.is_valid():
            name_certificate(found, form.cleaned_data["name"], person)
            return redirect("certification:for_completion", found.uuid)
        status = 422 if form.errors else 200
        context = {"form": form, "completion": found, "credential": credential, "glyph": glyph}
        return render(request, "certification/name.html", context, status=status)
    return render(request, "certification/preparing.html", {"completion": found})
