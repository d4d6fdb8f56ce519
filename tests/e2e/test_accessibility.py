"""axe finds nothing on any page of the walk; the keyboard alone completes it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

AXE = Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js"
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
PUBLIC = [
    "/",
    "/courses/",
    "/courses/first-contact/",
    "/verify/",
    "/verify/many/",
    "/verify/many/receipt/",
    "/api/v1/docs/",
    "/verify/00000000000000000000000000/",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/stay-safe/",
    "/support/",
    "/break/",
    "/no-such-page/",
]
# What a reader may set for text without losing any of it (WCAG 1.4.12).
SPACED = """(on) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
        word-spacing: 0.16em !important } p { margin-block-end: 2em !important }`);
    document.adoptedStyleSheets = on ? [sheet] : [];
}"""
SIDEWAYS = "document.documentElement.scrollWidth > window.innerWidth"
LOOKS = [(390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")]


def faults(page: Page) -> list[str]:
    """What axe finds on the page as it stands, one line a fault."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(f"axe.run(document, {json.dumps(RULES)})")
    return [
        f"{each['id']}: {each['help']} at {node['target']} {node['html'][:120]}"
        for each in found["violations"]
        for node in each["nodes"]
    ]


def look_at(page: Page, seen: dict[str, list[str]]) -> None:
    """Check one page in the four looks: both sizes, light and dark; no sideways scroll, also not
    at 320 pixels."""
    place = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "…", page.url)
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        # Scrolled, the bar at the top covers whatever passes under it; focus is kept clear of it.
        page.evaluate("window.scrollTo({top: 0, behavior: 'instant'})")
        found = faults(page)
        if page.evaluate(SIDEWAYS):
            found.append("the page scrolls sideways")
        if found:
            seen[f"{place} at {width}, {scheme}: {page.title()}"] = found
    # T41: 1280 pixels at 400 %, and the reader's own text spacing there.
    page.set_viewport_size({"width": 320, "height": 256})
    for spaced in (False, True):
        page.evaluate(SPACED, spaced)
        if page.evaluate(SIDEWAYS):
            seen[f"{place} at 320, spaced {spaced}: {page.title()}"] = ["it scrolls sideways"]
    page.evaluate(SPACED, False)


@pytest.fixture
def learner(browser: Browser, site: Any, walk: Any) -> Any:
    context: BrowserContext = browser.new_context(base_url=site.url)
    page = context.new_page()
    page.set_default_timeout(30_000)
    walk.sign_up(page, site, walk.new_person())
    yield page
    context.close()


def test_axe_finds_nothing_on_public_pages(page: Page, site: Any) -> None:
    seen: dict[str, list[str]] = {}
    for address in PUBLIC:
        page.goto(address)
        look_at(page, seen)

    assert not seen, json.dumps(seen, indent=1)


def test_axe_finds_nothing_on_the_walk(learner: Page, walk: Any) -> None:
    page = learner
    seen: dict[str, list[str]] = {}
    answers = walk.passing_answers()
    for address in ("/accounts/profile/", "/learning/what-we-record/"):
        page.goto(address)
        look_at(page, seen)
    walk.enrol(page)
    for _turn in range(150):
        look_at(page, seen)
        if page.get_by_text("You completed this course").count():
            break
        page.set_viewport_size({"width": 1280, "height": 900})
        walk.forward(page, answers)
    code = walk.certificate(page)
    for address in (page.url, f"/verify/{code}/", "/learning/", "/credentials/"):
        page.goto(address)
        look_at(page, seen)

    assert not seen, json.dumps(seen, indent=1)


def tab_to(page: Page, script: str, most: int = 200) -> None:
    """Press Tab until `script` (of the focused element `e`) holds."""
    for _press in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(f"(() => {{ const e = document.activeElement; return {script}; }})()"):
            return
    raise AssertionError(f"Tab never reached {script} on {page.url}")


def step_by_keyboard(page: Page, walk: Any, answers: dict[str, str]) -> None:
    """What `walk.forward` does, with Tab, Space and Enter alone."""
    step = walk.way_forward(page)
    if step.evaluate("e => e.tagName") == "A":
        tab_to(page, "e.matches('main a[rel~=next]')")
        page.keyboard.press("Enter")
    elif step.locator('button[name="reading"]').count():
        tab_to(page, "e.matches('main button[name=reading][value=full]')")
        page.keyboard.press("Enter")
    elif step.locator('button[name="choice"]').count():
        words = json.dumps(answers.get(page.locator("main h1").inner_text().strip(), ""))
        tab_to(
            page,
            f"e.matches('button[name=choice]') && (!{words} || e.textContent.trim() === {words})",
        )
        page.keyboard.press("Enter")
    elif step.locator('input[name="option"]').count():
        tab_to(page, "e.matches('form[rel~=next] input[name=option]')")
        page.keyboard.press("Space")
        tab_to(page, "e.matches('form[rel~=next] button')")
        page.keyboard.press("Enter")
    else:
        tab_to(
            page,
            "e.matches('button') && (document.querySelector('main form[rel~=next]') || "
            "document.querySelector('main form')).contains(e)",
        )
        page.keyboard.press("Enter")


def test_the_keyboard_alone_completes_the_course(learner: Page, walk: Any) -> None:
    page = learner
    answers = walk.passing_answers()
    walk.open_course(page)
    for _turn in range(150):
        if page.get_by_text("You completed this course").count():
            break
        with page.expect_navigation():
            step_by_keyboard(page, walk, answers)

    assert page.get_by_text("You completed this course").count()


@pytest.mark.parametrize("width", [390, 1280])
def test_what_a_link_leads_to_does_not_lie_under_the_bar(page: Page, site: Any, width: int) -> None:
    """The bar with the exit sticks to the top: an answer below an anchor was hidden by it."""
    page.set_viewport_size({"width": width, "height": 600})
    page.goto(f"{site.url}/verify/00000000000000000000000000/#another")
    page.wait_for_function("window.scrollY > 0")
    heading, bar = (
        page.locator(each).evaluate("each => each.getBoundingClientRect().toJSON()")
        for each in ("#another", ".wm-care")
    )
    assert bar["top"] == 0
    assert heading["top"] >= bar["bottom"]
