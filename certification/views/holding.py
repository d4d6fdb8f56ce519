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
from certification.actions.make_appeal import AppealRefused, make_appeal
from certification.actions.name_certificate import name_certificate
from certification.decisions import AppealForm, CorrectionForm, RequestForm
from certification.forms import CertificateNameForm
from certification.held import held, held_by
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
    preparing = Credential.objects.filter(
        holder=_person(request),
        standing=Credential.Standing.PREPARING,
        completion__isnull=False,
        issue=1,
    ).select_related("completion__course_version")
    return render(
        request,
        "certification/mine.html",
        {"courses": held_by(_person(request)), "preparing": preparing},
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
    every = Credential.objects.filter(completion=found).order_by("issue")
    issued = every.exclude(standing=Credential.Standing.PREPARING)
    credential = issued.last() or every.first()
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
    if credential is not None and credential.problem == Credential.Problem.LICENCE:
        return redirect("certification:licence", found.uuid)
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
    context = {"completion": found, "credential": credential}
    return render(request, "certification/preparing.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def request_page(request: HttpRequest, code: str) -> HttpResponse:
    """Whose certificate it is: appeal against a decision, or ask for the name to be corrected."""
    found = get_object_or_404(
        Credential.objects.exclude(standing=Credential.Standing.PREPARING), code=code
    )
    person = _person(request)
    require(person, "appeal", found)
    [mine] = held([found])
    form: RequestForm | None = None
    if mine.may_appeal or mine.may_ask_for_name:
        kind = AppealForm if mine.may_appeal else CorrectionForm
        form = kind(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                make_appeal(
                    found, person, form.cleaned_data["words"], form.cleaned_data.get("name", "")
                )
            except AppealRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                return redirect("certification:request", found.code)
    elif request.method == "POST":
        return redirect("certification:request", found.code)
    context = {"held": mine, "form": form}
    status = 422 if form is not None and form.errors else 200
    return render(request, "certification/request.html", context, status=status)
