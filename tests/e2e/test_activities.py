"""An H5P activity all the way: a trainer brings it and tries it, a learner plays and goes on."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page, expect

from tests.e2e.test_accessibility import look_at
from tests.h5p.packages import sound

TINY = Path(__file__).parents[1] / "content" / "fixtures" / "tiny"
DEMO_PASSWORD = "waymark-demo"
PICTURES = os.environ.get("WAYMARK_PICTURES", "")
TITLE = "What helps?"
WORDS = "Listening helps. Pressing for details does not."
NEUTRAL = "A page about the weather"


@pytest.fixture(scope="module")
def lesson(site: Any, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The number of a published lesson in a small course, without any activity yet."""
    folder = tmp_path_factory.mktemp("exercise")
    shutil.copytree(TINY, folder, dirs_exist_ok=True)
    shutil.rmtree(folder / "scenarios")
    text = folder / "lessons" / "01-one.md"
    text.write_text(
        text.read_text(encoding="utf-8").replace("::: scenario ref=tiny-door\n:::\n", ""),
        encoding="utf-8",
    )
    about = folder / "course.yaml"
    words = about.read_text(encoding="utf-8").replace("slug: tiny", "slug: exercise")
    about.write_text(words.replace("Tiny course", "Exercise course"), encoding="utf-8")
    site.manage("load_demo", str(folder))
    found = "from courses.content.models import LessonPage as L; "
    found += "print(L.objects.get(slug='one', url_path__contains='/exercise/').pk)"
    return str(site.manage("shell", "-v0", "-c", found)).split()[-1]


@pytest.fixture(scope="module")
def in_the_lesson(
    lesson: str, browser: Browser, site: Any, tmp_path_factory: pytest.TempPathFactory
) -> str:
    """What the trainer does, once for all: upload, look, try, put it into the lesson, publish."""
    walk, writing = sys.modules["e2e_walk"], sys.modules["e2e_writing"]
    context = browser.new_context(base_url=site.url, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(20_000)
    file = tmp_path_factory.mktemp("packages") / "what-helps.h5p"
    file.write_bytes(sound(main={"fullscreen": 1}).getvalue())
    try:
        walk.sign_in(page, "trainer@demo.test", DEMO_PASSWORD)
        uploaded(page, file)
        tried(page)
        page.goto(f"/admin/pages/{lesson}/edit/")
        page.wait_for_load_state("networkidle")
        block = writing.add_block(page, "body", "H5P activity")
        place = writing.path(page, block, "activity")
        place.get_by_role("button", name=re.compile("Choose", re.IGNORECASE)).first.click()
        page.get_by_role("dialog").get_by_role("link", name=TITLE).click()
        expect(place).to_contain_text(TITLE)
        page.locator(f'[name="{block}-value-counts"]').select_option("score")
        writing.publish(page)
        expect(page.locator(".messages")).to_contain_text("published")
        page.goto("/admin/activities/")
        expect(page.locator(".wm-cards")).to_contain_text("In 1 lesson")
        writing.shot(page, PICTURES, "h5p-3-list")
    finally:
        context.close()
    return lesson


def uploaded(page: Page, file: Path) -> None:
    page.goto("/admin/")
    page.get_by_role("link", name="H5P activities").click()
    page.get_by_role("link", name="Upload an activity").first.click()
    page.set_input_files("input[type=file]", file)
    # The text alternative is missing: the sentence comes, and nothing is lost.
    page.get_by_role("button", name="Upload", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Write the text alternative")
    page.locator("[name=text_alternative]").fill(WORDS)
    page.get_by_role("button", name="Upload", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(TITLE)
    # The page follows the worker by itself.
    expect(page.get_by_text("Nobody has tried it yet")).to_be_visible(timeout=60_000)


def tried(page: Page) -> None:
    page.get_by_role("link", name="Try it").click()
    said = page.locator("[data-activity-words]")
    expect(said).to_contain_text("It plays.")
    page.frame_locator("iframe").get_by_role("button", name="Listening").click()
    expect(said).to_contain_text("100 %")
    page.get_by_role("link", name="Back to the activity").click()
    expect(page.get_by_text("Nobody has tried it yet")).to_have_count(0)


@pytest.fixture
def visit(browser: Browser, site: Any, walk: Any) -> Iterator[Any]:
    """Opens the lesson on a device of its own, for somebody who has an account."""
    opened: list[BrowserContext] = []

    def make(email: str, **options: Any) -> Page:
        context = browser.new_context(base_url=site.url, **options)
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        walk.sign_in(page, email, DEMO_PASSWORD)
        page.goto("/courses/exercise/")
        for _turn in range(8):
            if page.locator(".wm-activity").count():
                return page
            walk.forward(page)
        raise AssertionError(f"No activity on the way: {page.url}")

    yield make
    for context in opened:
        context.close()


def frame(page: Page) -> FrameLocator:
    expect(page.locator("[data-activity]")).to_have_attribute("data-state", "playing")
    return page.frame_locator(".wm-activity iframe")


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.tagName"))


def test_a_learner_plays_and_goes_on_elsewhere(
    in_the_lesson: str, visit: Any, writing: Any
) -> None:
    page = visit("nurse@demo.test")
    activity = frame(page)
    expect(activity.get_by_role("button", name="Full screen")).to_be_visible()
    activity.get_by_role("button", name="Pressing for details").click()
    expect(page.locator("[data-activity-words]")).to_contain_text("Your best: 0 %")
    writing.shot(page, PICTURES, "h5p-4-lesson")
    # Left at once: what was done goes along.
    page.goto("/learning/")

    page = visit("nurse@demo.test", viewport={"width": 390, "height": 800})
    activity = frame(page)
    chosen = activity.get_by_role("button", name="Pressing for details")
    expect(chosen).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-activity-words]")).to_contain_text("Your best: 0 %")
    activity.get_by_role("button", name="Listening").click()
    expect(page.locator("[data-activity-words]")).to_contain_text("Your best: 100 %")
    writing.shot(page, PICTURES, "h5p-5-phone")
    finish = page.get_by_role("button", name="I have finished this lesson")
    if not finish.count():
        return
    for question in page.locator("main form:has(input[name='option'])").all():
        question.locator("input[name='option']").first.check()
        question.locator("button").first.click()
    page.get_by_role("button", name="I have finished this lesson").click()
    page.wait_for_load_state()


def test_without_scripts_its_words_are_read_and_the_lesson_is_finished(
    in_the_lesson: str, visit: Any, walk: Any
) -> None:
    page = visit("teacher@demo.test", java_script_enabled=False)
    expect(page.locator(".wm-activity iframe")).to_be_hidden()
    summary = page.locator(".wm-activity summary")
    expect(summary).to_be_visible()
    summary.click()
    expect(page.get_by_text(WORDS)).to_be_visible()
    for _turn in range(12):
        if page.get_by_text("You completed this course").count():
            break
        walk.forward(page)
    expect(page.locator("main")).to_contain_text("You completed this course")


def test_the_keyboard_gets_in_and_out(in_the_lesson: str, visit: Any) -> None:
    page = visit("police@demo.test")
    activity = frame(page)
    for _turn in range(60):
        page.keyboard.press("Tab")
        if focused(page) == "IFRAME":
            break
    assert focused(page) == "IFRAME"
    inside = activity.locator("button:focus, [role=button]:focus")
    for _turn in range(4):
        if activity.get_by_role("button", name="Listening").and_(inside).count():
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[data-activity-words]")).to_contain_text("100 %")
    for _turn in range(6):
        page.keyboard.press("Tab")
        if focused(page) != "IFRAME":
            break
    assert focused(page) not in {"IFRAME", "BODY"}
    page.keyboard.press("Shift+Tab")
    assert focused(page) == "IFRAME"


def test_the_exit_works_while_it_has_the_focus(in_the_lesson: str, visit: Any) -> None:
    page = visit("police@demo.test")
    frame(page).get_by_role("button", name="Listening").focus()
    assert focused(page) == "IFRAME"
    for _time in range(3):
        page.keyboard.press("Shift")
    expect(page.locator("h1")).to_have_text(NEUTRAL)


def test_axe_finds_nothing_on_the_lesson(in_the_lesson: str, visit: Any) -> None:
    page = visit("police@demo.test")
    frame(page)
    seen: dict[str, list[str]] = {}
    look_at(page, seen)
    assert seen == {}
