"""Packages of several types go the whole way: received, unpacked, published, played, resumed."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Response, expect

from tests.h5p import kinds

WEB_PROCESSES, VISITS = 2, 4


@pytest.fixture(scope="module")
def lessons(site: Any, shown: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    packages = {
        "set": kinds.question_set(),
        "branch": kinds.branching(),
        "film": kinds.film(),
        "leaflet": kinds.leaflet(),
        "awkward": kinds.leaflet(**kinds.AWKWARD),
        "thrown": kinds.leaflet(**{"thrown.js": kinds.AWKWARD["thrown.js"]}),
    }
    return shown.show(site, tmp_path_factory.mktemp("packages"), packages)


def test_a_set_of_questions_counts_its_parts_and_itself(
    lessons: Any, browser: Browser, shown: Any
) -> None:
    place = lessons["set"]
    context = place.context(browser)
    page = context.new_page()
    frame = place.open(page)
    shown.wait_for(page)
    frame.get_by_role("button", name="Listening").first.click()
    page.wait_for_timeout(500)
    page.goto("about:blank")  # what is not finished is kept when the page is left
    found = place.until(lambda kept: kept["states"])
    assert found["finished"] == [False]
    context.close()

    second = place.context(browser)
    page = second.new_page()
    frame = place.open(page)
    shown.wait_for(page)
    pressed = frame.get_by_role("button", name="Listening").first
    expect(pressed).to_have_attribute("aria-pressed", "true")
    frame.get_by_role("button", name="Pressing").nth(1).click()
    expect(page.locator("[data-activity-words]")).to_contain_text("50")
    found = place.until(lambda kept: kept["finished"] == [True])
    assert found["best"] == [0.5]
    assert shown.verbs(found).count("answered") == 2
    assert shown.verbs(found).count("completed") == 1
    ids = {each["object"]["id"] for each in found["statements"]}
    ids = {each for each in ids if "/xapi/activity/" in each}
    assert len(ids) == 3, found["statements"]
    second.close()


def test_a_branching_one_ends_where_the_choices_lead(
    lessons: Any, browser: Browser, shown: Any
) -> None:
    place = lessons["branch"]
    context = place.context(browser)
    page = context.new_page()
    frame = place.open(page)
    shown.wait_for(page)
    picture = frame.locator("img")
    expect(picture).to_have_js_property("naturalWidth", 40)
    frame.get_by_role("button", name="Listen").click()
    expect(frame.locator(".tiny-scene")).to_have_text("They sit down.")
    expect(page.locator("[data-activity-words]")).to_contain_text("100")
    page.goto("about:blank")
    found = place.until(lambda kept: kept["states"])
    assert found["states"]["0/state"] == '{"at":"calm"}'
    assert found["best"] == [1.0]
    context.close()


def test_a_recording_stops_asks_and_goes_on_where_it_was(
    lessons: Any, browser: Browser, shown: Any
) -> None:
    place = lessons["film"]
    context = place.context(browser)
    page = context.new_page()
    frame = place.open(page)
    shown.wait_for(page)
    frame.get_by_role("button", name="Play").click()
    frame.get_by_role("button", name="Listening").click(timeout=10_000)
    page.goto("about:blank")
    place.until(lambda kept: '"asked":[0]' in kept["states"].get("0/state", ""))
    context.close()

    second = place.context(browser)
    page = second.new_page()
    frame = place.open(page)
    shown.wait_for(page)
    expect(frame.locator(".tiny-at")).not_to_have_text("0")
    frame.get_by_role("button", name="Play").click()
    expect(frame.locator("[data-ended]")).to_be_visible(timeout=10_000)
    found = place.until(lambda kept: kept["finished"] == [True])
    assert shown.verbs(found).count("answered") == 1
    second.close()


@pytest.mark.parametrize("name", ["leaflet", "thrown", "awkward"])
def test_pictures_styles_and_what_the_core_gives(
    lessons: Any, browser: Browser, shown: Any, name: str
) -> None:
    place = lessons[name]
    context = place.context(browser)
    page = context.new_page()
    frame = place.open(page)
    shown.wait_for(page)
    box = frame.locator(".tiny-leaflet")
    for picture in ("img.own", "img.content"):
        expect(frame.locator(picture)).to_have_js_property("naturalWidth", 40)
    expect(frame.locator(".plain")).to_have_css("color", "rgb(1, 2, 3)")
    expect(frame.locator(".imported")).to_have_css("color", "rgb(4, 5, 6)")
    expect(frame.locator("img.own")).to_have_css("width", "40px")
    for words in (".plain", ".imported"):
        background = frame.locator(words).evaluate("e => getComputedStyle(e).backgroundImage")
        address = background.removeprefix('url("').removesuffix('")')
        assert context.request.get(address.replace("\\", "")).ok, background
    expect(box).to_have_attribute("data-title", "What helps?")
    expect(box).to_have_attribute("data-words", "Confirm")
    expect(box).to_have_attribute("data-config", "{}")
    expect(box).to_have_attribute("data-full", "true")
    loaded = {
        "leaflet": "1.0 1.1",
        "thrown": "thrown",
        "awkward": "thrown bracket",
    }[name]
    expect(box).to_have_attribute("data-loaded", loaded)
    if name == "awkward":
        assert "/H5P.TinyLeaflet-1.0/strict.js" in str(box.get_attribute("data-script"))
    before = int(str(box.get_attribute("data-resized")))
    # A browser tells a frame that is out of sight nothing of its size.
    around = page.locator("[data-activity] iframe")
    page.set_viewport_size({"width": 390, "height": 800})
    around.scroll_into_view_if_needed()
    expect(box).not_to_have_attribute("data-resized", str(before))
    page.set_viewport_size({"width": 1280, "height": 800})
    frame.get_by_role("button", name="Full screen").click()
    expect(frame.locator("html")).to_have_js_property("clientWidth", 1280)
    # A full screen is black where nothing is drawn.
    expect(frame.locator(".h5p-container")).to_have_css("background-color", "rgb(255, 255, 255)")
    context.close()


def done_in_it(answer: Response) -> bool:
    """Whether a request keeps a state or reports a statement."""
    return "/keep/" in answer.url or "statement" in (answer.request.post_data or "")


@pytest.mark.parametrize("name", ["set", "branch", "film", "leaflet"])
def test_a_play_costs_few_requests_and_queries_after_the_first(
    lessons: Any, browser: Browser, shown: Any, name: str
) -> None:
    """From the frame's page to the word that it was opened; files of the content included. What is
    done in it then (the set of questions tells at once that it was begun) costs by what it is."""
    place = lessons[name]
    context = place.context(browser)
    requests, queries = [], []
    for _visit in range(VISITS):
        came: list[Response] = []
        page = context.new_page()
        page.on("response", lambda each, came=came: came.append(each))
        with page.expect_response("**/activities/report/"):
            place.open(page)
            shown.wait_for(page)
        page.wait_for_load_state("networkidle")
        play = [each for each in came if "/activities/" in each.url or "/h5p" in each.url]
        assert all(each.ok for each in play), [(each.status, each.url) for each in play]
        requests.append(len(play))
        opening = [each for each in play if not done_in_it(each)]
        queries.append(sum(int(each.header_value("x-queries") or 0) for each in opening))
        page.close()
    context.close()
    assert min(requests) > 0
    assert max(requests[1:]) <= 12, requests
    # Each web process asks once more where it has not met the activity before.
    assert sorted(queries)[VISITS - WEB_PROCESSES - 1] <= 6, queries
