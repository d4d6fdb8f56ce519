"""Scenes and the trying page with an activity: axe, the keyboard into it and out again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.test_accessibility import faults, look_at
from tests.h5p import kinds

NEUTRAL = "A page about the weather"


@pytest.fixture(scope="module")
def scene(site: Any, shown: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("packages")
    return shown.show(site, folder, {"set": kinds.question_set()}, "--scene")["set"]


@pytest.fixture
def page_of_scene(scene: Any, browser: Browser, shown: Any) -> Iterator[Page]:
    context = scene.context(browser)
    page = context.new_page()
    page.set_default_timeout(20_000)
    scene.open(page)
    shown.wait_for(page)
    yield page
    context.close()


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.tagName"))


def in_and_out(page: Page) -> None:
    """By Tab alone: to its last answer, out at its end, and back in."""
    for _turn in range(120):
        page.keyboard.press("Tab")
        if focused(page) == "IFRAME":
            break
    assert focused(page) == "IFRAME"
    inside = page.frames[1]
    seen = set()
    for _turn in range(20):
        seen.add(inside.evaluate("document.activeElement.innerText || ''"))
        page.keyboard.press("Tab")
        if focused(page) != "IFRAME":
            break
    assert {"Listening", "Pressing for details"} <= seen
    assert focused(page) not in {"IFRAME", "BODY"}
    page.keyboard.press("Shift+Tab")
    assert focused(page) == "IFRAME"


def test_axe_finds_nothing_on_a_scene(page_of_scene: Page) -> None:
    found: dict[str, list[str]] = {}
    look_at(page_of_scene, found)
    assert found == {}


def test_the_keyboard_goes_into_a_scene_s_activity_and_out(page_of_scene: Page) -> None:
    in_and_out(page_of_scene)
    page_of_scene.frames[1].get_by_role("button", name="Listening").first.focus()
    for _time in range(3):
        page_of_scene.keyboard.press("Shift")
    expect(page_of_scene.locator("h1")).to_have_text(NEUTRAL)
    # The learner is the other tests' too, and their sign-in is veiled now.
    page_of_scene.goto("/learning/")
    page_of_scene.get_by_role("button", name="Continue").click()


def test_a_scene_s_activity_runs_under_no_loose_policy(
    scene: Any, browser: Browser, shown: Any
) -> None:
    context = scene.context(browser)
    page = context.new_page()
    policies: dict[str, str] = {}
    page.on(
        "response",
        lambda each: policies.update({each.url: each.headers.get("content-security-policy", "")}),
    )
    scene.open(page)
    shown.wait_for(page)
    around = policies[page.url]
    assert "unsafe" not in around
    inside = next(text for url, text in policies.items() if "/activities/play/" in url)
    assert "unsafe-eval" not in inside
    assert "sandbox allow-scripts" in inside
    # Said and done: neither page runs what stands in it, or makes functions of text.
    for frame in page.frames[:2]:
        frame.evaluate("""() => {
            document.body.insertAdjacentHTML("beforeend",
                "<img src=x onerror='window.ran = 1'><i id=i onclick='window.ran = 1'></i>");
            const script = document.createElement("script");
            script.textContent = "window.ran = 1";
            document.body.append(script);
            document.getElementById("i").click(); }""")
        page.wait_for_timeout(300)
        assert frame.evaluate("window.ran") is None
    context.close()


def test_the_trying_page_is_reached_and_left_by_keyboard(
    scene: Any, browser: Browser, site: Any, walk: Any, shown: Any
) -> None:
    context = browser.new_context(base_url=site.url, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(20_000)
    walk.sign_in(page, "trainer@demo.test", "waymark-demo")
    page.goto("/admin/activities/")
    page.get_by_role("link", name="What helps?").first.click()
    page.get_by_role("link", name="Try it").click()
    shown.wait_for(page)
    page.locator("main a, .nice-padding a").first.focus()
    in_and_out(page)
    mine = [each for each in faults(page) if "wm-" in each or "data-activity" in each]
    assert mine == []
    context.close()
