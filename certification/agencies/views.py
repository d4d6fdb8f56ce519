"""`/agencies/`: an agency's own pages."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.organisations import Membership
from accounts.permissions import may
from accounts.roles import MANAGER
from certification.actions.answer_invitation import answer_invitation
from certification.actions.invite_to_agency import invite_to_agency, withdraw_invitation
from certification.actions.make_api_key import make_api_key
from certification.actions.remove_from_agency import RemovalRefused, remove_from_agency
from certification.actions.revoke_api_key import revoke_api_key
from certification.agencies.door import signed_in, who_may
from certification.agencies.forms import InviteForm, KeyForm
from certification.agencies.tasks import CALL_DAYS
from certification.api import quotas
from certification.models import Agency, ApiKey, Invitation, Scope

A_PAGE = 100
_FORM_METHODS = ["GET", "HEAD", "POST"]


@never_cache
@login_required
@require_safe
def agencies(request: HttpRequest) -> HttpResponse:
    """Everyone: the partner agencies that they belong to, and invitations to them."""
    person = signed_in(request)
    own = Agency.objects.filter(
        organisation__in=Membership.objects.current()
        .filter(person=person, role__in=Invitation.Role.values)
        .values("organisation")
    ).select_related("organisation")
    confirmed = EmailAddress.objects.filter(user=person, verified=True).values("email")
    invited = Invitation.objects.filter(email__in=confirmed).select_related("agency__organisation")
    context = {"agencies": own.order_by("organisation__name"), "invitations": invited}
    return render(request, "certification/agencies/agencies.html", context)


@login_required
@require_POST
def answer(request: HttpRequest, invitation: int) -> HttpResponse:
    """Whom an invitation was sent to: accept or decline."""
    found = get_object_or_404(
        Invitation.objects.select_related("agency__organisation"), pk=invitation
    )
    accepted = request.POST.get("answer") == "accept"
    agency = found.agency
    answer_invitation(found, signed_in(request), accepted)
    if not accepted:
        messages.success(request, _("The invitation was declined."))
        return redirect("certification:agencies")
    messages.success(request, _("You belong to %(agency)s now.") % {"agency": agency})
    return redirect("certification:agency", agency.uuid)


@require_safe
@who_may("see")
def agency(request: HttpRequest, agency: Agency) -> HttpResponse:
    """Its managers and verifiers: use, keys and people."""
    used = quotas.used(agency)
    people = (
        agency.organisation.memberships.current()
        .filter(role__in=Invitation.Role.values)
        .select_related("person")
        .order_by("role", "person__display_name", "pk")
    )
    context = {
        "agency": agency,
        "manages": may(request.user, "manage", agency),
        "used": used,
        "left": max(0, agency.monthly_checks - used),
        "until": quotas.next_month(),
        "keys": agency.keys.select_related("created_by"),
        "people": people,
        "invitations": agency.invitations.all(),
        "api": f"{settings.PUBLIC_URL}/api/v1",
    }
    return render(request, "certification/agencies/agency.html", context)


@require_http_methods(_FORM_METHODS)
@who_may("manage")
def make_key(request: HttpRequest, agency: Agency) -> HttpResponse:
    """Its managers: make a key, which is shown in the answer and never again."""
    form = KeyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        wanted = form.cleaned_data
        scopes = [Scope(each) for each in wanted["scopes"]]
        made = make_api_key(agency, signed_in(request), wanted["name"], scopes, wanted["days"])
        context = {"agency": agency, "made": made, "name": wanted["name"]}
        return render(request, "certification/agencies/key_made.html", context)
    return _form_page(request, "make_key", agency, form)


@require_http_methods(_FORM_METHODS)
@who_may("manage")
def revoke_key(request: HttpRequest, agency: Agency, prefix: str) -> HttpResponse:
    """Its managers: revoke one of its keys, once they are sure."""
    key = get_object_or_404(ApiKey.objects.select_related("agency"), agency=agency, prefix=prefix)
    if request.method != "POST":
        context = {"agency": agency, "key": key}
        return render(request, "certification/agencies/revoke_key.html", context)
    revoke_api_key(key, signed_in(request))
    messages.success(request, _("The key was revoked. Programs that use it are refused now."))
    return redirect("certification:agency", agency.uuid)


@require_safe
@who_may("see")
def calls(request: HttpRequest, agency: Agency) -> HttpResponse:
    """Its managers and verifiers: its log."""
    found = agency.calls.select_related("key")
    context = {
        "agency": agency,
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "days": CALL_DAYS,
    }
    return render(request, "certification/agencies/calls.html", context)


@require_http_methods(_FORM_METHODS)
@who_may("manage")
def invite(request: HttpRequest, agency: Agency) -> HttpResponse:
    """Its managers: invite somebody."""
    form = InviteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        wanted = form.cleaned_data
        invite_to_agency(agency, signed_in(request), wanted["email"], wanted["role"])
        messages.success(request, _("The invitation is on its way."))
        return redirect("certification:agency", agency.uuid)
    return _form_page(request, "invite", agency, form)


@require_POST
@who_may("manage")
def withdraw(request: HttpRequest, agency: Agency, invitation: int) -> HttpResponse:
    """Its managers: take an invitation back."""
    found = get_object_or_404(Invitation, agency=agency, pk=invitation)
    withdraw_invitation(found, signed_in(request))
    messages.success(request, _("The invitation was withdrawn."))
    return redirect("certification:agency", agency.uuid)


@require_http_methods(_FORM_METHODS)
@who_may("manage")
def remove(request: HttpRequest, agency: Agency, membership: int) -> HttpResponse:
    """Its managers: remove somebody, once they are sure."""
    found = get_object_or_404(
        agency.organisation.memberships.current().select_related("person", "organisation"),
        pk=membership,
    )
    if request.method != "POST":
        context = {"agency": agency, "membership": found}
        return render(request, "certification/agencies/remove.html", context)
    try:
        remove_from_agency(found, signed_in(request))
    except RemovalRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("This person no longer belongs to the agency."))
    if found.person_id == signed_in(request).pk and found.role == MANAGER:
        return redirect("certification:agencies")
    return redirect("certification:agency", agency.uuid)


def _form_page(
    request: HttpRequest, name: str, agency: Agency, form: KeyForm | InviteForm
) -> HttpResponse:
    context = {"agency": agency, "form": form}
    status = 422 if form.errors else 200
    return render(request, f"certification/agencies/{name}.html", context, status=status)
