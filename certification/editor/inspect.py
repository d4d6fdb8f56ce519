"""One certificate: what it says, how it stands and came to stand so, and what can be decided."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.audit import AuditEntry
from accounts.people import User
from accounts.permissions import may, require
from certification.actions.answer_appeal import answer_appeal
from certification.actions.correct_name import correct_name
from certification.actions.issue_again import AgainRefused, drop_again
from certification.actions.issue_anew import issue_anew
from certification.actions.make_appeal import AppealRefused
from certification.actions.reinstate_credential import reinstate_credential
from certification.actions.revoke_credential import RevokeRefused, revoke_credential
from certification.actions.suspend_credential import SuspendRefused, suspend_credential
from certification.decisions import (
    AnswerForm,
    CorrectForm,
    IssueAnewForm,
    ReinstateForm,
    RevokeForm,
    SuspendForm,
)
from certification.editor.lists import person_of, rows_of
from certification.models import Appeal, Credential, Notice
from certification.queue import queue_again, queue_issue, queue_notice
from certification.standing.reading import Standing, standing_of
from certification.standing.state import State
from certification.standing.words import for_holder
from certification.wording import rows

Refused = (RevokeRefused, SuspendRefused, AgainRefused, AppealRefused)


def _suspend(credential: Credential, person: User, given: dict[str, Any]) -> str:
    reason_class = Credential.Reason(given["reason_class"])
    suspend_credential(credential, person, reason_class, given["reason"])
    return _("The certificate is suspended. The status list says so now, and the holder is told.")


def _revoke(credential: Credential, person: User, given: dict[str, Any]) -> str:
    reason_class = Credential.Reason(given["reason_class"])
    revoke_credential(credential, person, reason_class, given["reason"])
    return _("The certificate was revoked. The status list says so now, and the holder is told.")


def _reinstate(credential: Credential, person: User, given: dict[str, Any]) -> str:
    reinstate_credential(credential, person, given["reason"])
    return _("A new certificate is being made in its place. The holder gets a mail.")


def _correct(credential: Credential, person: User, given: dict[str, Any]) -> str:
    correct_name(credential, person, given["name"], given["reason"])
    return _("A new certificate is being made under that name. The holder gets a mail.")


def _anew(credential: Credential, person: User, given: dict[str, Any]) -> str:
    issue_anew(credential, person, given["reason"])
    return _("A new certificate is being made as the course's achievement is today.")


# What can be decided: its form, its action, in which states.
DECISIONS: dict[str, tuple[type[forms.Form], Callable[..., str], set[State]]] = {
    "correct": (CorrectForm, _correct, {State.VALID, State.WAITING, State.EXPIRED}),
    "suspend": (SuspendForm, _suspend, {State.VALID, State.WAITING, State.EXPIRED}),
    "reinstate": (ReinstateForm, _reinstate, {State.SUSPENDED}),
    "revoke": (
        RevokeForm,
        _revoke,
        {State.VALID, State.WAITING, State.EXPIRED, State.SUSPENDED},
    ),
    "anew": (IssueAnewForm, _anew, {State.VALID, State.WAITING, State.EXPIRED}),
}


@require_http_methods(["GET", "HEAD", "POST"])
def inspect(request: HttpRequest, code: str) -> HttpResponse:
    """Administrators. POST `do`: what was decided, with its reason."""
    credential = get_object_or_404(
        Credential.objects.select_related("holder", "completion__course_version"), code=code
    )
    person = person_of(request)
    require(person, "look up", credential)
    if not credential.is_issued:
        return _prepared(request, credential, person)
    standing = standing_of(credential)
    do = request.POST.get("do", "")
    decided = _forms(credential, standing, request, do)
    if do in decided and decided[do].is_valid():
        act = DECISIONS[do][1]
        try:
            said = act(credential, person, decided[do].cleaned_data)
        except Refused as refusal:
            decided[do].add_error(None, str(refusal))
        else:
            return _done(request, credential, said)
    answer = AnswerForm(request.POST if do == "answer" else None)
    open_one = credential.appeals.filter(outcome=Appeal.Outcome.OPEN).first()
    if do == "answer" and open_one is None:
        messages.warning(request, _("This was answered before."))
        return redirect("certification_editor:inspect", credential.code)
    if do == "answer" and open_one is not None and answer.is_valid():
        granted = answer.cleaned_data["outcome"] == Appeal.Outcome.GRANTED
        try:
            answer_appeal(open_one, person, granted, answer.cleaned_data["answer"])
        except Refused as refusal:
            answer.add_error(None, str(refusal))
        else:
            return _done(request, credential, _("The answer is on its way to the holder."))
    context = {
        **_shown(credential, standing),
        "decisions": decided,
        "open_appeal": open_one,
        "answer": answer,
        "may_answer": open_one is not None and may(person, "answer", open_one),
        "opened": do,
    }
    wrong = answer.errors or any(form.errors for form in decided.values())
    status = 422 if wrong else 200
    return render(request, "certification/editor/inspect.html", context, status=status)


def _forms(
    credential: Credential, standing: Standing, request: HttpRequest, do: str
) -> dict[str, forms.Form]:
    """What can be decided as it stands: nothing while a new one is being made."""
    under_way = credential.superseded_by.filter(standing=Credential.Standing.PREPARING).exists()
    result = {}
    for name, (kind, _act, states) in DECISIONS.items():
        # What was posted is answered with the reason why not, not with silence.
        if (standing.state in states and not under_way) or name == do:
            result[name] = kind(request.POST if name == do else None, prefix=name)
    return result


def _shown(credential: Credential, standing: Standing) -> dict[str, Any]:
    """What the page tells: facts, standing, the chain it stands in, and all that was done."""
    together = Credential.objects.filter(course_key=credential.course_key)
    if credential.holder_id:
        together = together.filter(holder=credential.holder_id)
    else:
        together = together.filter(completion=credential.completion_id)
    chain = list(together.order_by("created_at", "pk"))
    entries = AuditEntry.objects.filter(
        object_type=Credential._meta.label, object_key=str(credential.pk)
    )
    return {
        "title": str(credential),
        "credential": credential,
        "facts": credential.facts(),
        "rows": rows(credential.facts()),
        "standing": standing,
        "words": for_holder(credential, standing),
        "chain": rows_of(chain),
        "entries": entries.select_related("actor").order_by("at", "pk")[:100],
        "appeals": credential.appeals.exclude(outcome="").select_related("answered_by"),
    }


def _done(request: HttpRequest, credential: Credential, said: str) -> HttpResponse:
    unsent = Notice.objects.filter(credential=credential, sent_at=None)
    for notice_id in unsent.values_list("pk", flat=True):
        queue_notice(notice_id)
    messages.success(request, said)
    return redirect("certification_editor:inspect", credential.code)


def _prepared(request: HttpRequest, credential: Credential, person: User) -> HttpResponse:
    """One that is being prepared: try once more, or take back what was to be issued anew."""
    anew = credential.issue > 1
    if request.method == "POST" and "drop" in request.POST and anew:
        old = credential.supersedes
        require(person, "issue anew", credential)
        drop_again(credential, person)
        messages.success(request, _("It was taken back. The certificate before it stands."))
        return redirect("certification_editor:inspect", old.code if old else credential.code)
    if request.method == "POST":
        if anew:
            queue_again(credential.pk)
        elif credential.completion_id:
            queue_issue(credential.completion_id)
        messages.success(request, _("It will be tried once more within a few moments."))
        return redirect("certification_editor:inspect", credential.code)
    context = {"title": str(credential), "credential": credential, "anew": anew}
    return render(request, "certification/editor/prepared.html", context)
