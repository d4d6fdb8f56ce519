"""Where a learner is in an activity is kept when they turn away, and what is not kept is said."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from tests.h5p.kinds import keeper

PACKAGES = {"place": keeper(), "large": keeper(300_000), "gone": keeper(11)}


@pytest.fixture(scope="module")
def lessons(site: Any, shown: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    return shown.show(site, tmp_path_factory.mktemp("places"), PACKAGES)


@pytest.fixture
def opened(lessons: Any, browser: Browser) -> Iterator[Any]:
    contexts = []

    def opening(name: str) -> tuple[Page, FrameLocator]:
        context = lessons[name].context(browser)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        return page, lessons[name].open(page)

    yield opening
    for context in contexts:
        context.close()


def press(page: Page, frame: FrameLocator) -> None:
    """And turn back to the page around, as somebody does who is about to leave."""
    expect(page.locator("[data-activity]")).to_have_attribute("data-state", "playing")
    frame.get_by_role("button").first.click()
    page.mouse.move(5, 5)
    page.mouse.move(9, 300)


def pressed(found: dict[str, Any]) -> bool:
    return '"pressed":1' in found["states"].get("0/state", "")


def test_what_was_done_just_before_the_tab_is_closed_is_kept(lessons: Any, opened: Any) -> None:
    page, frame = opened("place")
    press(page, frame)
    # Long before the ten seconds after which H5P's core would save by itself.
    page.wait_for_timeout(1000)
    page.close()
    lessons["place"].until(pressed)
    page, frame = opened("place")
    expect(frame.get_by_role("button", name="Pressed 1")).to_be_visible()


def test_too_much_to_be_kept_is_said(lessons: Any, opened: Any) -> None:
    page, frame = opened("large")
    said = page.locator("[data-activity-kept]")
    expect(said).to_have_text("")
    press(page, frame)
    expect(said).to_contain_text("holds more than can be kept")
    assert not pressed(lessons["large"].told())


def test_a_lost_connection_is_said_and_made_good(lessons: Any, opened: Any) -> None:
    page, frame = opened("gone")
    expect(page.locator("[data-activity]")).to_have_attribute("data-state", "playing")
    page.context.set_offline(True)
    press(page, frame)
    said = page.locator("[data-activity-kept]")
    expect(said).to_contain_text("tried again by itself")
    page.context.set_offline(False)
    expect(said).to_have_text("", timeout=25_000)
    lessons["gone"].until(pressed)
    # Signed out elsewhere: what follows is not saved, and that is said.
    page.context.clear_cookies()
    frame.get_by_role("button").first.click()
    page.mouse.move(9, 310)
    expect(said).to_contain_text("no longer saved")


def test_what_is_gone_is_said_soon_and_its_words_open(lessons: Any, opened: Any, site: Any) -> None:
    """A backup without its files, say: the page of the activity is none of ours then."""
    folder = site.var / "activities" / "versions" / lessons["gone"].token
    aside = folder.with_name("aside")
    shutil.move(folder, aside)
    try:
        page, _frame = opened("gone")
        expect(page.locator("[data-activity-words]")).to_contain_text(
            "cannot be played here at the moment", timeout=12_000
        )
        expect(page.locator("[data-activity] details")).to_have_attribute("open", "")
        expect(page.locator("[data-activity] iframe")).to_be_hidden()
    finally:
        shutil.move(aside, folder)
