"""Playing a draft from any scene: nothing is stored, and nobody can forge a play."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from courses.content.models import ScenarioPage
from courses.content.studio.play import Trail
from courses.learning.models import Attempt


def url(name: str, page: Any) -> str:
    return reverse(f"studio:{name}", args=[page.pk])


def scene_id(page: ScenarioPage, name: str) -> str:
    return next(str(each.id) for each in page.scenes if each.value["name"] == name)


def choice_id(page: ScenarioPage, text: str) -> str:
    for scene in page.scenes:
        for choice in scene.value["choices"].bound_blocks if "choices" in scene.value else []:
            if choice.value["text"].startswith(text):
                return str(choice.id)
    raise LookupError(text)


def signed(response: Any) -> str:
    found = re.search(r'name="play" value="([^"]+)"', response.content.decode())
    assert found
    return found[1]


def step(client: Client, page: ScenarioPage, before: Any, text: str) -> Any:
    data = {"play": signed(before), "choice": choice_id(page, text)}
    return client.post(url("play", page), data)


def test_from_the_start_to_an_ending(tiny: ScenarioPage, trainer: Client) -> None:
    assert "Nothing of it is stored" in trainer.get(url("play", tiny)).content.decode()
    first = trainer.post(url("play", tiny), {"scene": scene_id(tiny, "The door")})
    assert "Someone looks out" in first.content.decode()
    second = step(trainer, tiny, first, "Say who you are")
    page = second.content.decode()
    assert "The door opened further." in page
    assert "<dt>Calm</dt><dd>4</dd>" in page
    assert "2 of 3 points" in page
    last = step(trainer, tiny, second, "Ask how the person is").content.decode()
    assert "You are talking." in last
    assert ">passed<" in last
    assert "Save this way as a walk" in last
    assert not Attempt.objects.exists()


def test_from_any_scene_with_chosen_values(tiny: ScenarioPage, trainer: Client) -> None:
    begin = {"scene": scene_id(tiny, "The talk"), "value-calm": "1", "value-heard": "0"}
    closed = trainer.post(url("play", tiny), begin)
    assert "Not open with these values." in closed.content.decode()
    begin["value-calm"] = "5"
    opened = trainer.post(url("play", tiny), begin)
    assert "Not open with these values." not in opened.content.decode()
    ending = step(trainer, tiny, opened, "Ask how").content.decode()
    assert "Only a play from the start" in ending


def test_a_decision_is_taken_back(tiny: ScenarioPage, trainer: Client) -> None:
    first = trainer.post(url("play", tiny), {"scene": scene_id(tiny, "The door")})
    second = step(trainer, tiny, first, "Ask at once")
    assert "<dt>Critical mistakes not made good</dt><dd>1</dd>" in second.content.decode()
    back = trainer.post(url("play", tiny), {"play": signed(second), "back": "1"})
    assert "Someone looks out" in back.content.decode()
    assert "<dt>Critical mistakes not made good</dt><dd>0</dd>" in back.content.decode()


@pytest.mark.parametrize("value", ["x", "", "99999999999999999999", "-4"])
def test_values_beyond_bounds_are_kept_within(
    tiny: ScenarioPage, trainer: Client, value: str
) -> None:
    begin = {"scene": scene_id(tiny, "The door"), "value-calm": value}
    shown = trainer.post(url("play", tiny), begin).content.decode()
    found = re.search(r"<dt>Calm</dt><dd>(\d)</dd>", shown)
    assert found
    assert 0 <= int(found[1]) <= 5


def test_what_is_forged_or_gone_begins_anew(tiny: ScenarioPage, trainer: Client) -> None:
    door = scene_id(tiny, "The door")
    other_page = Trail(tiny.pk + 1, door).signed()
    closed = Trail(tiny.pk, scene_id(tiny, "The talk"), {"calm": 0, "heard": 0})
    for data in (
        {"play": "forged"},
        {"play": other_page},
        {"play": Trail(tiny.pk, door).signed(), "choice": "gone"},
        {"play": closed.signed(), "choice": choice_id(tiny, "Ask how")},
        {"scene": "gone"},
    ):
        response = trainer.post(url("play", tiny), data)
        assert response.status_code == 302, data
        assert response["Location"] == url("play", tiny)


def test_a_story_that_leads_nowhere_says_what_to_mend(tiny: ScenarioPage, trainer: Client) -> None:
    draft = tiny.get_latest_revision_as_object()
    raw = list(draft.scenes.raw_data)
    raw[0]["value"]["choices"][0]["value"]["target"] = "Nowhere"
    draft.scenes = raw
    draft.save_revision()
    shown = trainer.get(url("play", tiny)).content.decode()
    assert "no scene has that name" in shown
    assert "<select" not in shown


def test_others_do_not_play(tiny: ScenarioPage, others: list[Client]) -> None:
    for client in others:
        response = client.post(url("play", tiny), {"scene": scene_id(tiny, "The door")})
        assert response.status_code in {302, 403}
        assert "Someone looks out" not in response.content.decode()
