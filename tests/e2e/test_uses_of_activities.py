"""What libraries of many content types do with core, page and browser works here too."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from tests.h5p import kinds


@pytest.fixture(scope="module")
def lessons(site: Any, shown: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    packages = {
        "usual": kinds.usual(),
        "over": kinds.heights("calc(100vh + 40px)"),
        "under": kinds.heights("90vh"),
        "slow": kinds.heights("200px", slow=True),
    }
    return shown.show(site, tmp_path_factory.mktemp("packages"), packages)


def test_it_gets_what_it_asks_for(lessons: Any, browser: Browser, shown: Any) -> None:
    place = lessons["usual"]
    context = place.context(browser)
    page = context.new_page()
    frame = place.open(page)
    shown.wait_for(page)
    box = frame.locator(".tiny-usual")
    for name, came in {
        "fetched": "came",
        "asked": "came",
        "later": "came",
        "module": "came",
        "captions": "A quiet tone",
        "pixel": "144",
        "storage": "kept1",
        "authors": "A trainer",
        "hash": "#h5pbookid=1&chapter=two",
        "top": "true",
        "print": "undefined",
    }.items():
        expect(box).to_have_attribute(f"data-{name}", came)
    folder = str(box.get_attribute("data-folder"))
    assert context.request.get(f"{folder}/words.json").ok
    frame.get_by_role("button", name="Ask").click()
    shown.settle(page)
    frame.get_by_role("button", name="Confirm").click()
    expect(box).to_have_attribute("data-confirmed", "yes")
    context.close()


def test_its_rights_can_be_read(lessons: Any, browser: Browser, shown: Any) -> None:
    place = lessons["usual"]
    context = place.context(browser)
    page = context.new_page()
    frame = place.open(page)
    shown.wait_for(page)
    frame.get_by_role("button", name="Rights of use").click()
    shown.settle(page)
    dialog = frame.get_by_role("dialog", name="Rights of use")
    expect(dialog).to_contain_text("A trainer")
    expect(dialog).to_contain_text("A photographer")
    expect(dialog).not_to_contain_text("Missing translation")
    # What the core's dialog keeps from others is shown nevertheless.
    dialog.get_by_role("link", name="Attribution-ShareAlike").click()
    offered = page.locator("[data-activity-link] a")
    expect(offered).to_contain_text("creativecommons.org")
    shown.settle(page)
    frame.get_by_role("button", name="Close").click()
    expect(dialog).to_have_count(0)
    context.close()


def test_a_link_is_shown_and_opens_by_the_learner_alone(
    lessons: Any, browser: Browser, shown: Any
) -> None:
    place = lessons["usual"]
    context = place.context(browser)
    page = context.new_page()
    frame = place.open(page)
    shown.wait_for(page)
    offered = page.locator("[data-activity-link]")
    link = offered.get_by_role("link")
    # Nobody has touched it: it shows nothing of itself.
    inside = frame.locator("html")
    inside.evaluate("() => void window.open('https://early.example/')")
    page.wait_for_timeout(500)
    expect(offered).to_be_hidden()
    # What the library takes care of is left to it.
    frame.get_by_role("link", name="Its own").click()
    expect(frame.locator(".tiny-usual")).to_have_attribute("data-own", "done")
    expect(offered).to_be_hidden()
    for name, host in (("A help line", "help.example/lines"), ("Plain", "plain.example")):
        frame.get_by_role("link", name=name).click()
        expect(link).to_have_text(host)
        expect(link).to_be_focused()
    frame.get_by_role("button", name="Share").click()
    expect(link).to_have_text("share.example/it")
    expect(frame.locator(".tiny-usual")).to_have_attribute("data-shared", "null")
    assert link.get_attribute("href") == "https://share.example/it"
    assert link.get_attribute("rel") == "noopener noreferrer"
    for wrong in ("javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "x" * 3000, ""):
        frame.get_by_role("button", name="Share").focus()
        inside.evaluate(
            "(e, address) => parent.postMessage({ waymark: 'link', address }, '*')", wrong
        )
    page.wait_for_timeout(500)
    expect(link).to_have_text("share.example/it")
    assert len(context.pages) == 1
    assert page.url.endswith(place.address)
    context.close()


def test_parts_are_parts(lessons: Any, browser: Browser, shown: Any) -> None:
    place = lessons["usual"]
    context = place.context(browser)
    page = context.new_page()
    sent: list[str] = []
    page.on("response", lambda each: sent.append(each.url) if each.status == 422 else None)
    frame = place.open(page)
    shown.wait_for(page)
    frame.get_by_role("button", name="Answer a part").click()
    place.until(lambda kept: any(key.startswith("0b5ca1a5") for key in kept["states"]))
    found = place.until(lambda kept: "answered" in shown.verbs(kept))
    assert found["finished"] == [False]
    # What is refused is not sent again.
    page.wait_for_timeout(6000)
    assert len(sent) == 1
    page.reload()
    shown.wait_for(page)
    expect(frame.locator(".tiny-usual")).to_have_attribute("data-part", "answered")
    context.close()


def settled(page: Page, frame: FrameLocator) -> float:
    """The height of the frame once it does not change any more."""
    around = page.locator("[data-activity] iframe")
    last, still = -1.0, 0
    for _turn in range(60):
        page.wait_for_timeout(250)
        box = around.bounding_box()
        assert box is not None
        still = still + 1 if box["height"] == last else 0
        last = box["height"]
        if still >= 6:
            break
    return last


@pytest.mark.parametrize(
    ("name", "least", "most"), [("over", 300, 800), ("under", 100, 330), ("slow", 1000, 1010)]
)
def test_no_height_runs_away(
    lessons: Any, browser: Browser, shown: Any, name: str, least: int, most: int
) -> None:
    place = lessons[name]
    context = place.context(browser)
    page = context.new_page()
    frame = place.open(page)
    page.locator("[data-activity]").evaluate("each => each.scrollIntoView()")
    shown.wait_for(page)
    assert least <= settled(page, frame) <= most
    context.close()
