"""The map: every scene and choice, linked and told in words too; large cases in time."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.content.models import ScenarioPage
from courses.content.studio.draft import Draft
from courses.content.studio.scenario_map import scenario_map
from courses.scenarios.layout import BOX_HEIGHT, BOX_WIDTH, Arrow, lay_out
from tests.studio.cases import large_case

SVG = "{http://www.w3.org/2000/svg}"
NAMES = st.integers(0, 11).map(str)


def drawn(client: Client, page: Any) -> ElementTree.Element:
    text = client.get(reverse("studio:map", args=[page.pk])).content.decode()
    began = text.index("<svg xmlns")
    return ElementTree.fromstring(text[began : text.index("</svg>", began) + 6])  # noqa: S314


@given(st.lists(st.tuples(NAMES, NAMES), max_size=40))
@settings(max_examples=80, deadline=None)
def test_scenes_never_overlap_and_arrows_lead_down(pairs: list[tuple[str, str]]) -> None:
    scenes = [str(number) for number in range(12)]
    arrows = [Arrow(f"a{n}", source, target) for n, (source, target) in enumerate(pairs)]
    drawing = lay_out(scenes, arrows)
    corners = list(drawing.boxes.values())
    for number, (x, y) in enumerate(corners):
        assert 0 <= x <= drawing.width - BOX_WIDTH
        assert 0 <= y <= drawing.height - BOX_HEIGHT
        for other_x, other_y in corners[number + 1 :]:
            assert y != other_y or abs(x - other_x) >= BOX_WIDTH
    assert set(drawing.routes) == {each.id for each in arrows}
    for each in arrows:
        down = drawing.layers[each.target] > drawing.layers[each.source]
        assert down != (each.id in drawing.back)
    assert lay_out(scenes, arrows) == drawing


def test_a_lane_is_shared_and_arrows_to_nowhere_are_left_out() -> None:
    scenes = ["a", "b", "c", "d"]
    pairs = ["ab", "bc", "cd", "ad", "bd", "ax"]
    drawing = lay_out(scenes, [Arrow(pair, pair[0], pair[1]) for pair in pairs])
    assert set(drawing.lanes) == {"d"}
    assert "ax" not in drawing.routes
    assert lay_out([], []).boxes == {}


def test_every_scene_and_choice_is_a_link_with_words(tiny: ScenarioPage, trainer: Client) -> None:
    links = drawn(trainer, tiny).findall(f"{SVG}a")
    scenes = [link for link in links if "scene" in link.get("class", "").split()]
    ways = [link for link in links if "way" in link.get("class", "").split()]
    assert len(scenes) == 4
    assert len(ways) == 4
    for link in links:
        assert "#block-" in link.get("href", "")
        title = link.find(f"{SVG}title")
        assert title is not None
        assert title.text == link.get("aria-label")
    words = " ".join(link.get("aria-label", "") for link in ways)
    assert "Only when Calm is at least 2 and (Heard is yes or Calm is at least 4)." in words
    assert "Build trust: 2 points." in words
    assert "Calm goes down by 2." in words
    assert "Critical: Papers came before the person. Repaired in “The talk”." in words


def test_the_choices_of_a_scene_follow_it_by_keyboard(tiny: ScenarioPage, trainer: Client) -> None:
    links = drawn(trainer, tiny).findall(f"{SVG}a")
    told = [link.get("data-scene") or link.get("data-way") for link in links]
    written = []
    for scene in Draft.latest(tiny).data["scenes"]:
        written += [scene["id"], *(choice["id"] for choice in scene["choices"])]
    assert told == written


def test_the_outline_says_the_same(tiny: ScenarioPage, trainer: Client) -> None:
    page = trainer.get(reverse("studio:map", args=[tiny.pk])).content.decode()
    outline = page[page.index('id="outline"') :]
    for words in ("The door", "the start", "Build trust: 2 points.", "Calm goes down by 2."):
        assert words in outline


def test_problems_are_marked_and_stubs_drawn(
    add: Callable[[dict[str, Any]], ScenarioPage], tiny_case: dict[str, Any], trainer: Client
) -> None:
    tiny_case["scenes"][0]["choices"][0]["target"] = "nobody-knows"
    page = add(tiny_case)
    svg = drawn(trainer, page)
    marked = [link for link in svg.findall(f"{SVG}a") if "marked" in link.get("class", "")]
    assert [link.get("aria-label", "").split(".")[0] for link in marked] == ["The door"]
    assert [path for path in svg.iter(f"{SVG}path") if path.get("class") == "nowhere"]


def test_hostile_text_stays_text(
    add: Callable[[dict[str, Any]], ScenarioPage], tiny_case: dict[str, Any], trainer: Client
) -> None:
    tiny_case["scenes"][0]["title"] = "</svg><script>alert(1)</script>"
    tiny_case["scenes"][0]["choices"][0]["text"] = '" onload="alert(1)'
    page = add(tiny_case)
    assert (
        "<script>alert(1)"
        not in trainer.get(reverse("studio:map", args=[page.pk])).content.decode()
    )
    assert drawn(trainer, page).get("viewBox")


def test_an_empty_draft_is_no_trouble(library: Any, trainer: Client) -> None:
    page = library.add_child(instance=ScenarioPage(title="Empty", slug="empty", live=False))
    page.save_revision()
    assert "no scene yet" in trainer.get(reverse("studio:map", args=[page.pk])).content.decode()


def test_numbers_are_written_for_machines_in_every_language(tiny: ScenarioPage) -> None:
    with translation.override("fr"):
        made = scenario_map(Draft.latest(tiny))
    assert not any("," in way.path + way.x for way in made.ways)


def test_two_hundred_scenes_in_time(
    add: Callable[[dict[str, Any]], ScenarioPage], trainer: Client
) -> None:
    page = add(large_case(200))
    began = time.process_time()
    svg = drawn(trainer, page)
    spent = time.process_time() - began
    assert len([a for a in svg.findall(f"{SVG}a") if "scene" in a.get("class", "").split()]) == 200
    assert len([a for a in svg.findall(f"{SVG}a") if "way" in a.get("class", "").split()]) == 591
    assert spent < 4, spent
