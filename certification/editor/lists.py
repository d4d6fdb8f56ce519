"""The list of certificates: what needs a hand first, then all, by state, course and problem."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.people import User
from accounts.permissions import require
from certification.codes import read_code
from certification.decisions import FilterForm
from certification.models import Appeal, Credential, Issuer, Reissue
from certification.standing.filters import in_state
from certification.standing.reading import Standing, standings_of
from certification.standing.state import State

A_PAGE = 50
AT_A_GLANCE = 20


@dataclass(frozen=True)
class Row:
    """One certificate and how it stands; None while it is being prepared."""

    credential: Credential
    standing: Standing | None


def person_of(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101
    return request.user


def rows_of(credentials: list[Credential]) -> list[Row]:
    issued = any(each.is_issued for each in credentials)
    standings = standings_of(credentials) if issued else {}
    return [Row(each, standings.get(each.pk)) for each in credentials]


def _found(form: FilterForm) -> QuerySet[Credential]:
    """By code, name as printed, or e-mail; by state, course and problem. The newest first."""
    found = Credential.objects.select_related("holder", "completion__course_version").order_by(
        "-pk"
    )
    given: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    words = (given.get("q") or "").strip()
    if words:
        code = read_code(words)
        by_words = Q(holder_name__icontains=words) | Q(holder__email__iexact=words)
        found = found.filter(Q(code=code) if code else by_words)
    if given.get("course"):
        found = found.filter(course_key=given["course"])
    if given.get("problem"):
        found = found.filter(problem=given["problem"], standing=Credential.Standing.PREPARING)
    state = given.get("state")
    if state == Credential.Standing.PREPARING:
        return found.filter(standing=Credential.Standing.PREPARING)
    issuer = Issuer.objects.filter(is_current=True).first()
    if state and issuer is not None:
        return in_state(found, State(state), timezone.now(), issuer.time_zone)
    return found


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Administrators."""
    require(person_of(request), "look up certificates")
    form = FilterForm(request.GET)
    page = Paginator(_found(form), A_PAGE).get_page(request.GET.get("p"))
    asked = request.GET.copy()
    asked.pop("p", None)
    # Of an erased account nothing is waited for.
    kept = Credential.objects.filter(standing=Credential.Standing.PREPARING).exclude(
        problem__in=["", Credential.Problem.GONE]
    )
    open_ones = Appeal.objects.filter(outcome=Appeal.Outcome.OPEN).order_by("made_at")
    context = {
        "title": _("Certificates"),
        "form": form,
        "page": page,
        "rows": rows_of(list(page.object_list)),
        "asked": asked.urlencode(),
        "is_filtered": any(asked.values()),
        "appeals": open_ones.select_related("credential")[:AT_A_GLANCE],
        "appeal_count": open_ones.count(),
        "kept": kept.select_related("completion__course_version").order_by("pk")[:AT_A_GLANCE],
        "kept_count": kept.count(),
        "runs": Reissue.objects.exclude(state=Reissue.State.DONE).select_related("key"),
    }
    return render(request, "certification/editor/index.html", context)
