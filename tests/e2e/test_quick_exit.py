"""Leaving in the middle shows nobody what one was doing, and loses nothing (T01 to T06)."""

from __future__ import annotations

import contextlib
import re
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

NEUTRAL = "A page about the weather"


def into_scenario(page: Page, site: Any, walk: Any, decisions: int) -> Any:
    """Sign up, enrol, and take `decisions` decisions in the scenario; returns the person."""
    person = walk.new_person()
    walk.sign_up(page, site, person)
    walk.enrol(page)
    answers = walk.passing_answers()
    taken = 0
    for _turn in range(120):
        if taken == decisions:
            break
        if page.locator('main button[name="choice"]').count():
            taken += 1
        walk.forward(page, answers)
    assert taken == decisions
    return person


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_exit_shows_nothing_and_the_place_is_kept(
    browser: Browser, site: Any, walk: Any, javascript: bool
) -> None:
    context: BrowserContext = browser.new_context(base_url=site.url, java_script_enabled=javascript)
    page = context.new_page()
    page.set_default_timeout(20_000)
    person = into_scenario(page, site, walk, decisions=10)
    scene = page.locator("main h1").inner_text()
    titles = set(walk.passing_answers())
    page.get_by_role("link", name="Exit this page").last.click()
    expect(page.locator("h1")).to_have_text(NEUTRAL)

    for _step in range(10):
        # A page that was the answer to a form is not kept; the browser's own page says so.
        with contextlib.suppress(Error):
            page.go_back()
        page.wait_for_timeout(150)
        shown = page.locator("body").inner_text()
        assert not any(title in shown for title in titles), page.url
        assert "What do you do?" not in shown
    context.close()

    elsewhere = browser.new_context(base_url=site.url, java_script_enabled=javascript)
    other = elsewhere.new_page()
    other.set_default_timeout(20_000)
    walk.sign_in(other, person.email)
    other.goto("/learning/")
    other.locator("main").get_by_role("link", name=re.compile("Continue")).first.click()
    for _turn in range(5):
        if other.locator("main h1").inner_text() == scene:
            break
        walk.forward(other)
    expect(other.locator("main h1")).to_have_text(scene)
    walk.complete(other)
    elsewhere.close()


def test_three_presses_of_shift_leave(page: Page, site: Any, neutral: Any) -> None:
    page.goto("/courses/")
    for _press in range(3):
        page.keyboard.press("Shift")

    expect(page.locator("h1")).to_have_text(NEUTRAL)
    assert neutral.referrers[-1] is None


def test_shift_with_a_letter_or_too_slowly_stays(page: Page, site: Any) -> None:
    page.goto("/courses/")
    for _press in range(3):
        page.keyboard.press("Shift+A")
    page.keyboard.press("Shift")
    page.wait_for_timeout(6000)
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    page.wait_for_timeout(300)

    assert page.url.endswith("/courses/")


def test_skip_link_and_exit_are_the_first_two_stops(page: Page, site: Any) -> None:
    page.goto("/courses/first-contact/")
    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Tab")
    second = page.evaluate("document.activeElement.getAttribute('href')")

    assert "Skip to main content" in first
    assert second == "/exit/"


def test_after_exit_the_person_chooses_to_continue(page: Page, site: Any) -> None:
    page.goto("/courses/")
    page.get_by_role("link", name="Exit this page").last.click()
    page.goto("/courses/")
    expect(page.locator("body")).not_to_contain_text("First contact")
    page.get_by_role("button", name="Continue").click()
    page.goto("/courses/")

    expect(page.locator("main")).to_contain_text("First contact")
