"""Cases at the edge of what a trainer may write: very large ones, and loops."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bench.scenarios import story
from courses.content.actions.accept_warning import accept_warning
from courses.content.compile.proof import prove_scenario
from courses.content.compile.scenario import compile_scenario
from courses.content.models import ScenarioPage, ScenarioVersion
from courses.content.refusals import PublishRefused
from courses.content.studio.draft import Draft

Add = Callable[[dict[str, Any]], ScenarioPage]


def accept_all(page: ScenarioPage) -> None:
    """A made-up story has warnings that nobody would mend."""
    for warned in prove_scenario(compile_scenario(page).data).warnings:
        accept_warning(page, warned, "Made up, to see whether its size is borne.", None)


def test_500_scenes_with_2000_choices_are_proven_and_published(add: Add, trainer: Client) -> None:
    case = {**story(502), "slug": "very-large"}
    for number, scene in enumerate(case["scenes"]):
        scene["body"] = "The hall is quiet."
        if scene["choices"]:
            fourth = copy.deepcopy(scene["choices"][0])
            scene["choices"].append({**fourth, "id": f"wait-{number}", "text": "Wait, and see."})
    page = add(case)
    draft = Draft(page)
    assert draft.errors == []
    assert draft.proven is not None
    assert draft.proven.figures is not None
    assert len(draft.proven.figures.reached) == 502
    assert sum(len(scene["choices"]) for scene in draft.data["scenes"]) == 2000
    accept_all(page)
    page.get_latest_revision().publish()
    version = ScenarioVersion.objects.get(page_key=page.translation_key)
    assert version.scenes.count() == 502
    assert trainer.get(reverse("studio:map", args=[page.pk])).status_code == 200


def looping(case: dict[str, Any], condition: dict[str, Any] | None) -> dict[str, Any]:
    """The first scene gets a choice that leads back to it and only raises a value."""
    case["variables"].append({"id": "calls", "title": "Calls", "initial": 0, "min": 0, "max": 9})
    first = next(each for each in case["scenes"] if each["id"] == case["start"])
    again = copy.deepcopy(first["choices"][0])
    again |= {
        "id": "again",
        "text": "Ring once more.",
        "target": first["id"],
        "effects": [{"variable": "calls", "op": "add", "value": 1}],
        "condition": condition,
        "scores": {},
        "critical": None,
    }
    first["choices"].append(again)
    case["walks"] = []
    return case


def test_a_loop_that_only_raises_a_value_leaves_its_bounds(
    add: Add, tiny_case: dict[str, Any]
) -> None:
    page = add(looping(tiny_case, None))
    (error,) = Draft(page).errors
    assert error.refusal.code == "out-of-bounds"
    assert "“Ring once more.”" in error.refusal.message
    assert "“Calls” beyond 0 to 9" in error.refusal.message
    with pytest.raises(PublishRefused):
        page.get_latest_revision().publish()


def test_a_loop_that_stops_at_its_bound_is_fine(add: Add, tiny_case: dict[str, Any]) -> None:
    page = add(looping(tiny_case, {"variable": "calls", "op": "<", "value": 9}))
    assert Draft(page).errors == []
    accept_all(page)
    page.get_latest_revision().publish()
    assert ScenarioPage.objects.get(pk=page.pk).live


def test_a_condition_on_a_value_that_is_gone(add: Add, tiny_case: dict[str, Any]) -> None:
    """The value is removed while a choice still looks at it: a sentence, at that choice."""
    page = add(looping(tiny_case, {"variable": "calls", "op": "<", "value": 9}))
    page.variables = [each for each in page.variables.raw_data if each["value"]["name"] != "calls"]
    page.save_revision()
    errors = Draft.latest(page).errors
    assert {each.refusal.code for each in errors} == {"variable-unknown"}
    assert all(
        "“calls”, which the story does not keep track of" in e.refusal.message for e in errors
    )
    with pytest.raises(PublishRefused):
        page.get_latest_revision().publish()
