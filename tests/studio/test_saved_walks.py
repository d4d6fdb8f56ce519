"""Saved walks: kept with the draft, taken again whenever the scenario is published."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.test import Client
from django.urls import reverse

from courses.content.course_files.errors import CourseFileError
from courses.content.course_files.scenario import scenario_fields
from courses.content.models import ScenarioPage
from courses.content.refusals import PublishRefused
from courses.content.studio.draft import Draft
from courses.content.studio.play import Trail
from courses.content.walks import taken_again

DEMO = Path(__file__).parents[2] / "courses" / "demo"
CASES = sorted(DEMO.glob("**/scenarios/*.yaml"))
CAREFUL = {"name": "A careful officer", "choices": ["greet", "listen"], "ending": "good"}


@pytest.fixture
def walked(add: Callable[[dict[str, Any]], ScenarioPage], tiny_case: Any) -> ScenarioPage:
    return add({**tiny_case, "walks": [{**CAREFUL, "passed": True}]})


def changed(page: ScenarioPage, change: Any) -> ScenarioPage:
    draft = page.get_latest_revision_as_object()
    raw = list(draft.scenes.raw_data)
    change(raw, draft)
    draft.scenes = raw
    draft.save_revision()
    found: ScenarioPage = ScenarioPage.objects.get(pk=page.pk)
    return found


def elsewhere(raw: list[Any], draft: Any) -> None:
    choices = raw[1]["value"]["choices"]
    for place, target in ((0, "An open door"), (1, "A beginning")):
        choices[place]["value"]["target"] = target


def gone(raw: list[Any], draft: Any) -> None:
    choices = raw[1]["value"]["choices"]
    choices[0] = {**choices[0], "id": "00000000-0000-4000-8000-000000000001"}


def harder(raw: list[Any], draft: Any) -> None:
    raw[1]["value"]["choices"][1]["value"]["scores"] = [
        {"type": "item", "id": "extra", "value": {"competency": "trust", "points": 10}}
    ]
    draft.pass_percent = 100


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_the_walks_of_the_demonstration_end_as_they_should(
    case: Path, add: Callable[[dict[str, Any]], ScenarioPage]
) -> None:
    page = add(yaml.safe_load(case.read_text(encoding="utf-8")))
    draft = Draft(page)
    assert draft.proven
    assert draft.proven.head
    walks = taken_again(page.walks, draft.data, draft.proven.head)
    assert len(walks) >= 5
    assert [each.message for each in walks] == [""] * len(walks)


def test_a_walk_that_holds_lets_it_go_live(walked: ScenarioPage, trainer: Client) -> None:
    shown = trainer.get(reverse("studio:map", args=[walked.pk])).content.decode()
    assert "2 decisions, ends as it should" in shown
    walked.get_latest_revision().publish()
    assert ScenarioPage.objects.get(pk=walked.pk).live


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (elsewhere, "ends at “An open door” and should end at “A beginning”"),
        (gone, "has no choice “Ask how the person is and listen.” any more"),
        (harder, "should pass, and does not any more"),
    ],
)
def test_a_broken_walk_keeps_it_from_going_live(
    walked: ScenarioPage, trainer: Client, change: Any, sentence: str
) -> None:
    page = changed(walked, change)
    shown = trainer.get(reverse("studio:map", args=[page.pk])).content.decode()
    assert sentence in shown
    with pytest.raises(PublishRefused, match="A careful officer"):
        page.get_latest_revision().publish()
    assert not ScenarioPage.objects.get(pk=page.pk).live


def walks_of(page: ScenarioPage) -> list[Any]:
    """As the latest draft has them; the page at hand may know an older one."""
    fresh = ScenarioPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    walks: list[Any] = fresh.walks
    return walks


def saved(client: Client, page: ScenarioPage, name: str, choices: list[str]) -> Any:
    draft = Draft.latest(page)
    texts = {
        choice["text"]: choice["id"]
        for scene in draft.data["scenes"]
        for choice in scene["choices"]
    }
    ids = [next(texts[text] for text in texts if text.startswith(each)) for each in choices]
    trail = Trail(page.pk, draft.data["start"], {}, tuple(ids))
    data = {"play": trail.signed(), "name": name}
    return client.post(reverse("studio:keep_walk", args=[page.pk]), data)


def test_a_play_is_saved_as_a_walk_and_removed(tiny: ScenarioPage, trainer: Client) -> None:
    response = saved(trainer, tiny, "  A rushed officer ", ["Ask at once", "Leave your card"])
    assert response.status_code == 302
    (walk,) = walks_of(tiny)
    assert walk["name"] == "A rushed officer"
    assert walk["passed"] is False
    assert not ScenarioPage.objects.get(pk=tiny.pk).walks
    url = reverse("studio:remove_walk", args=[tiny.pk])
    trainer.post(url, {"walk": walk["id"]})
    trainer.post(url, {"walk": "gone"})
    assert walks_of(tiny) == []


@pytest.mark.parametrize("name", ["", "x" * 81, "a CAREFUL officer"])
def test_a_walk_needs_a_name_of_its_own(walked: ScenarioPage, trainer: Client, name: str) -> None:
    response = saved(trainer, walked, name, ["Say who", "Ask how"])
    assert response.status_code == 422
    assert f'value="{name}"' in response.content.decode()
    assert len(walks_of(walked)) == 1


def test_half_a_way_is_no_walk(tiny: ScenarioPage, trainer: Client) -> None:
    assert saved(trainer, tiny, "Half", ["Say who"]).status_code == 422


def test_others_keep_and_remove_no_walks(walked: ScenarioPage, others: list[Client]) -> None:
    (walk,) = walked.walks
    for client in others:
        assert saved(client, walked, "Mine", ["Say who", "Ask how"]).status_code in {302, 403}
        client.post(reverse("studio:remove_walk", args=[walked.pk]), {"walk": walk["id"]})
    assert walks_of(walked) == [walk]


def test_a_file_whose_walk_leads_astray_is_not_read(tiny_case: dict[str, Any]) -> None:
    case = {**tiny_case, "walks": [{**CAREFUL, "choices": ["listen"], "passed": True}]}
    with pytest.raises(CourseFileError, match="A careful officer"):
        scenario_fields(case, "tiny")
