"""Play the draft from any scene, see scores and values, and save the way as a walk."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import may
from courses.content.actions.save_walk import remove_walk, save_walk
from courses.content.rendering import render_scene_body
from courses.content.studio.access import CHANGE, scenario_for
from courses.content.studio.draft import Draft
from courses.content.studio.play import Play, Stage, Trail
from courses.content.studio.question_play import (
    ANSWER,
    AnsweredForm,
    answered_form,
    question_context,
)
from courses.content.studio.question_words import asked, asking
from courses.content.studio.words import Words
from courses.scenarios.play import ChoiceRefused
from courses.scenarios.problems import ScenarioError

TEMPLATE = "content/studio/play.html"


@require_http_methods(["GET", "HEAD", "POST"])
def play(request: HttpRequest, pk: int) -> HttpResponse:
    """A GET asks where to begin. Each POST carries the play on and answers with the next scene."""
    page = scenario_for(request, pk)
    draft = Draft.latest(page)
    try:
        stage = Stage(draft)
    except ScenarioError:
        return _render(request, page, draft, {"unplayable": True})
    if request.method != "POST":
        return _begin(request, page, stage, request.GET.get("scene", ""))
    try:
        at = stage.play(_trail(request, page, stage))
        if ANSWER not in request.POST:
            return _step(request, page, stage, at)
        form = answered_form(stage, at, request.POST)
        return _step(request, page, stage, form.at, form=form)
    except (BadSignature, ChoiceRefused):
        messages.warning(request, _("The story has changed since, or the play is old. Begin anew."))
        return redirect("studio:play", page.pk)


def _trail(request: HttpRequest, page: Any, stage: Stage) -> Trail:
    signed = request.POST.get("play")
    if signed is None:
        values = {
            each.id: _whole(request.POST.get(f"value-{each.id}"), each.initial)
            for each in stage.head.variables
        }
        scene = request.POST.get("scene") or stage.head.start
        return Trail(page.pk, scene, values, seed=secrets.randbelow(1 << 32))
    trail = Trail.from_signed(signed, page.pk)
    if "back" in request.POST:
        return trail.back()
    choice = request.POST.get("choice")
    return trail.on(choice) if choice else trail


def _whole(text: str | None, otherwise: int) -> int:
    try:
        return int(text or "")
    except ValueError:
        return otherwise


def _begin(request: HttpRequest, page: Any, stage: Stage, scene: str) -> HttpResponse:
    return _render(
        request,
        page,
        stage.draft,
        {
            "scenes": stage.draft.data["scenes"],
            "chosen": scene or stage.head.start,
            "variables": stage.head.variables,
        },
    )


def _step(
    request: HttpRequest,
    page: Any,
    stage: Stage,
    at: Play,
    refused: dict[str, str] | None = None,
    form: AnsweredForm | None = None,
) -> HttpResponse:
    draft, words = stage.draft, Words(stage.draft.data)
    scene = draft.scenes[at.scene.id]
    language = draft.data["language"]
    best = stage.head.best
    context = {
        "at": at,
        "scene": scene,
        "html": render_scene_body(scene["body"], language),
        "softer_html": render_scene_body(scene["softer"]["body"], language)
        if scene["softer"]
        else "",
        "signed": at.trail.signed(),
        "choices": [
            {**choice, "open": choice["id"] in at.open, "facts": words.facts(choice)}
            for choice in scene["choices"]
        ],
        "last": at.steps[-1].choice if at.steps and not at.state.tries else None,
        "questions": asked(scene),
        "asking": asking(scene),
        "review": scene["review"],
        "review_name": words.scenes.get(scene["review"] or "", ""),
        **question_context(stage, at, form),
        "values": [
            (each.title or each.id, _value(each.kind, at.state.variables[each.id]))
            for each in stage.head.variables
        ],
        "points": [
            (each.title, at.state.earned.get(each.id, 0), best.competencies.get(each.id, 0))
            for each in stage.head.competencies
        ],
        "refused": refused,
        "may_change": may(request.user, CHANGE, page),
    }
    fault = refused or (form is not None and form.error)
    return _render(request, page, draft, context, 422 if fault else 200)


def _value(kind: str, value: int) -> str:
    if kind == "flag":
        return _("yes") if value else _("no")
    return str(value)


def _render(
    request: HttpRequest, page: Any, draft: Draft, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    common = {"page": page, "draft": draft, "studio_tab": "play", "studio_title": _("Play")}
    return render(request, TEMPLATE, {**common, **context}, status=status)


@require_POST
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Save the play as a walk that every publishing takes again."""
    page = scenario_for(request, pk, CHANGE)
    draft = Draft.latest(page)
    try:
        stage = Stage(draft)
        at = stage.play(Trail.from_signed(request.POST.get("play", ""), page.pk))
    except (BadSignature, ChoiceRefused, ScenarioError):
        messages.warning(request, _("The story has changed since, or the play is old. Begin anew."))
        return redirect("studio:play", page.pk)
    name = request.POST.get("name", "")
    try:
        save_walk(draft.page, at, name, request.user)
    except ValidationError as error:
        sentence = " ".join(error.messages)
        return _step(request, page, stage, at, {"name": name, "sentence": sentence})
    messages.success(request, _("The walk is saved with the draft."))
    return redirect("studio:map", page.pk)


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    page = scenario_for(request, pk, CHANGE)
    removed = remove_walk(Draft.latest(page).page, request.POST.get("walk", ""), request.user)
    if removed:
        messages.success(request, _("The walk is removed from the draft."))
    return redirect("studio:map", page.pk)
