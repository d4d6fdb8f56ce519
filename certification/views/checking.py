"""`/verify/`: anyone may ask. Nothing of the question is kept."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.client_address import client_address
from certification import keyring
from certification.actions.count_check import count_check
from certification.bulk.names import NameTries
from certification.bulk.receipt_views import receipt_answer
from certification.bulk.receipts import looks_like_receipt
from certification.codes import read_code, show_code
from certification.forms import CheckForm, DayForm, NameForm
from certification.models import Credential, Issuer
from certification.signers.certificates import fingerprint
from certification.standing.reading import standing_of
from certification.uploads import SmallUpload, drain, has_no_length, too_large
from certification.vault import name_match
from certification.verify.answer import ON_A_DAY, Answer, State
from certification.verify.answering import answer_code, answer_file
from certification.wording import heading, right_to_left, rows

NAME_TRIES = 10


# No session and no cookie for verifiers, so there is no token either; asking changes nothing.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponseBase:
    """Anyone. A code leads to its own page; a file is answered at once and forgotten."""
    if request.method != "POST":
        return _form_page(request, CheckForm())
    if has_no_length(request):
        return _refuse_unread(
            request, 411, _("The size of this file was not sent with it, so it was not read.")
        )
    if too_large(request):
        return _refuse_unread(
            request, 413, _("This file is larger than 10 MB, so it was not read.")
        )
    request.upload_handlers = [SmallUpload(request)]
    form = CheckForm(request.POST, request.FILES)
    if not form.is_valid():
        return _form_page(request, form, status=422)
    file = form.cleaned_data["file"]
    if file is None:
        return redirect("certification:check", form.cleaned_data["code"])
    data = file.read()
    if looks_like_receipt(data):
        return receipt_answer(request, data)
    answer = answer_file(data)
    if answer.credential is not None and answer.state != State.ALTERED:
        count_check(answer.credential)
    return _answer_page(request, answer)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, code: str) -> HttpResponseBase:
    """Anyone who has the code. POST: a name typed to be confirmed, where ours was erased.
    `?on=2026-03-01`: how it stood on that day.
    """
    canonical = read_code(code)
    if canonical is not None and canonical != code:
        return redirect("certification:check", canonical)
    answer = answer_code(code)
    if answer.credential is not None and request.method == "GET":
        count_check(answer.credential)
    extra: dict[str, Any] = {"asked": show_code(canonical) if canonical else code[:60]}
    if answer.name_hidden and answer.credential is not None:
        form = NameForm(request.POST or None)
        extra["name_form"] = form
        if request.method == "POST" and form.is_valid():
            extra |= _compare_name(request, answer.credential, form.cleaned_data["name"])
    if answer.credential is not None:
        extra |= _on_a_day(request, answer.credential)
    return _answer_page(request, answer, **extra)


def _on_a_day(request: HttpRequest, credential: Credential) -> dict[str, Any]:
    """The form that asks about a day, and the answer where one was asked about."""
    form = DayForm(request.GET if "on" in request.GET else None)
    if not form.is_valid():
        return {"day_form": form}
    day = form.cleaned_data["on"]
    state = standing_of(credential, day).state
    words = ON_A_DAY[state] % {"day": date_format(day, "j F Y")}
    if day > timezone.localdate(timezone=_zone()):
        words = _("%(answer)s That day is still to come: things may change until then.") % {
            "answer": words
        }
    return {"day_form": form, "day_state": state, "day_words": words}


def _compare_name(request: HttpRequest, credential: Credential, name: str) -> dict[str, Any]:
    """Match or no match; guessing is slowed by address and by certificate."""
    if not NameTries(f"page:{client_address(request)}", NAME_TRIES).may_compare(credential):
        return {"name_answer": "later"}
    same = credential.name_match == name_match(credential.code, name)
    return {"name_answer": "match" if same else "no-match"}


def _refuse_unread(request: HttpRequest, status: int, words: str) -> HttpResponse:
    """Say why a file was not looked at, once its sender has come to the end."""
    form = CheckForm({})
    form.full_clean()
    form.errors.clear()
    form.add_error("file", words)
    drain(request)
    refused = _form_page(request, form, status=status)
    refused["Connection"] = "close"
    return refused


def _form_page(request: HttpRequest, form: CheckForm, status: int = 200) -> HttpResponse:
    return _public(
        render(request, "certification/ask.html", {"form": form, **_issuer()}, status=status)
    )


def _issuer() -> dict[str, Any]:
    """What a verifier can compare: the host to expect, the fingerprint of our root."""
    issuer = Issuer.objects.filter(is_current=True).first()
    if issuer is None:
        return {}
    return {
        "issuer": issuer,
        "check_address": f"{issuer.base_url}{reverse('certification:ask')}",
        "fingerprints": [fingerprint(root) for root in keyring.roots()],
    }


def _zone() -> ZoneInfo:
    """The issuer's, in which days begin and end."""
    issuer = Issuer.objects.filter(is_current=True).first()
    return ZoneInfo(issuer.time_zone if issuer else "UTC")


def _answer_page(request: HttpRequest, answer: Answer, **extra: Any) -> HttpResponse:
    another = _another(translation.get_language() or "")
    context: dict[str, Any] = {"answer": answer, "another": another, **_issuer(), **extra}
    zone = ZoneInfo(context["issuer"].time_zone if "issuer" in context else "UTC")
    context |= {
        "checked_at": timezone.now().astimezone(zone).replace(tzinfo=None),
        "zone": zone.key,
    }
    if answer.ended_at is not None:
        context["ended_on"] = answer.ended_at.astimezone(zone).date()
    if answer.credential is not None and not answer.name_hidden and not answer.from_file:
        context["kinds"] = answer.credential.kinds()
    if answer.facts is not None:
        facts = answer.facts
        with translation.override(facts.language):
            context["heading_on_paper"] = heading(facts)
        context |= {
            "rows": rows(facts),
            "code": show_code(facts.code),
            "paper_language": facts.language,
            "paper_direction": "rtl" if right_to_left(facts.language) else "ltr",
        }
    status = 404 if answer.credential is None and not answer.from_file else 200
    return _public(render(request, "certification/answer.html", context, status=status))


@lru_cache(maxsize=64)
def _another(language: str) -> SafeString:
    """The empty form for the next question, the same for everyone of a language."""
    context = {"form": CheckForm(), "skip_summary": True}
    return render_to_string("certification/ask_form.html", context)


def _public(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
