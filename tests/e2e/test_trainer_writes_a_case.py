"""A trainer writes a case from nothing, mends it, publishes it, and sees how learners decide."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

TINY = Path(__file__).parents[1] / "content" / "fixtures" / "tiny"
DEMO_PASSWORD = "waymark-demo"
PICTURES = os.environ.get("WAYMARK_PICTURES", "")
TITLE = "A knock in the evening"
HEARD = ("She looks up and nods.", "Being asked gives back control.", "Offer a choice first.")
SHUT = ("She looks at the floor.", "Questions come before trust.", "Say first why you came.")

# Nine more learners, by the same actions that their browsers would call: four decide as the one
# in the browser does, five begin with the papers. Groups under five are hidden.
NINE = """
from accounts.models import User
from courses.content.models import CoursePage, ScenarioPage
from courses.content.queries import current_version
from courses.learning.actions.enrol import enrol
from courses.learning.actions.start_attempt import start_attempt
from courses.learning.actions.submit_answer import submit_answer
from courses.learning.versions import scene_of
course = CoursePage.objects.get(slug="evening")
version = current_version(course.translation_key)
key = str(ScenarioPage.objects.get(title="A knock in the evening").translation_key)
for number in range(9):
    person = User.objects.create_user(f"evening-{number}@example.org")
    attempt = start_attempt(person, enrol(person, version).uuid, key)
    while attempt.is_running:
        scene = scene_of(attempt.scenario_version.hash, attempt.state["scene"])
        papers = number >= 4 and attempt.step == 0
        best = max(scene.choices, key=lambda each: sum(each.scores.values()))
        choice = scene.choices[1] if papers else best
        attempt = submit_answer(person, attempt.uuid, attempt.step, choice.id).attempt
"""


@pytest.fixture(scope="module")
def course(site: Any, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A small course of the site, whose lesson plays no scenario yet; gives the lesson's number."""
    folder = tmp_path_factory.mktemp("evening")
    shutil.copytree(TINY, folder, dirs_exist_ok=True)
    shutil.rmtree(folder / "scenarios")
    lesson = folder / "lessons" / "01-one.md"
    lesson.write_text(
        lesson.read_text(encoding="utf-8").replace("::: scenario ref=tiny-door\n:::\n", ""),
        encoding="utf-8",
    )
    about = folder / "course.yaml"
    words = about.read_text(encoding="utf-8").replace("slug: tiny", "slug: evening")
    about.write_text(words.replace("Tiny course", "Evening course"), encoding="utf-8")
    site.manage("load_demo", str(folder))
    found = "from courses.content.models import LessonPage as L; "
    found += "print(L.objects.get(slug='one', url_path__contains='/evening/').pk)"
    return str(site.manage("shell", "-v0", "-c", found)).split()[-1]


@pytest.fixture
def trainer(browser: Browser, site: Any, walk: Any) -> Iterator[Page]:
    context = browser.new_context(base_url=site.url, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(20_000)
    walk.sign_in(page, "trainer@demo.test", DEMO_PASSWORD)
    yield page
    context.close()


def the_case(writing: Any) -> list[Any]:
    """Five scenes, with two things that a tired trainer gets wrong: nothing leads to the hall,
    and one choice has no feedback."""
    scene, choice = writing.Scene, writing.Choice
    return [
        scene(
            "Situation",
            "The door",
            "A woman opens. She does not speak.",
            [
                choice("Say your name and ask where she would like to sit.", "Kitchen", HEARD, 2),
                choice("Ask for her papers.", "Kitchen", SHUT),
            ],
        ),
        scene(
            "Situation",
            "Kitchen",
            "A kettle boils. She waits for you.",
            [
                choice("Begin with your list of questions.", "An open door", SHUT),
                choice("Tell her what happens next, and that she may stop.", "Safe tonight", (), 2),
            ],
        ),
        scene(
            "Situation",
            "Hall",
            "She stays in the hall and holds her coat.",
            [
                choice("Put the papers away, and offer a seat.", "Kitchen", HEARD),
                choice("Leave your card and go.", "An open door", SHUT),
            ],
        ),
        scene(
            "Ending",
            "An open door",
            "You leave a number.",
            ending={
                "outcome": "She knows where to find you.",
                "debrief": "Trust takes more than one visit.",
                "next": "Tell your team.",
            },
        ),
        scene(
            "Ending",
            "Safe tonight",
            "She calls a friend.",
            ending={
                "outcome": "She sleeps somewhere safe.",
                "debrief": "She decided, and you made room for it.",
                "next": "Write down what she asked for.",
            },
        ),
    ]


def test_from_an_empty_page_to_the_flow_of_choices(
    course: str, trainer: Page, browser: Browser, site: Any, walk: Any, writing: Any
) -> None:
    edit = written(trainer, writing)
    mended(trainer, writing)
    played_from_the_hall(trainer, writing)
    published(trainer, writing, edit)
    placed_in_the_lesson(trainer, writing, course)
    taken_by_a_learner(browser, site, walk, writing)
    site.manage("shell", "-c", NINE)
    seen_by_the_trainer(trainer, writing, edit)


def written(page: Page, writing: Any) -> str:
    """The case as a draft; gives the address of its page in the editor."""
    page.goto("/admin/")
    page.get_by_role("button", name="Pages").click()
    page.get_by_role("link", name="Scenarios").first.click()
    page.get_by_role("link", name=re.compile("Add child page")).first.click()
    page.wait_for_load_state("networkidle")
    writing.fill(page, "title", TITLE)
    writing.fill(page, "summary", "You are called to a flat in the evening.")
    for scene in the_case(writing):
        writing.write_scene(page, scene)
    writing.tab(page, "Scoring")
    competency = writing.add_block(page, "competencies")
    writing.fill(page, f"{competency}-value-name", "care")
    writing.fill(page, f"{competency}-value-title", "Make room for the other person")
    writing.shot(page, PICTURES, "1-written")
    writing.save_draft(page)
    writing.shot(page, PICTURES, "2-saved")
    return page.url.partition("#")[0]


def mended(page: Page, writing: Any) -> None:
    """Both problems are marked on the map; each leads to the place where it is mended."""
    page.get_by_role("link", name="Map and proof").first.click()
    expect(page.locator(".studio-map a.scene.marked")).to_have_count(2)
    writing.shot(page, PICTURES, "3-two-problems")
    problems = page.locator(".studio-findings").first
    expect(problems).to_contain_text("No way leads to the scene “Hall”")

    # The scene that lacks feedback, by its box on the map; the words that are missing are typed.
    page.locator(".studio-map a.scene.marked", has_text="Kitchen").click()
    happened = page.locator('[name="scenes-1-value-choices-1-value-feedback-happened"]')
    expect(page.locator('[name="scenes-1-value-name"]')).to_be_in_viewport(timeout=15_000)
    expect(page.locator('[name="scenes-1-value-name"]')).to_be_focused(timeout=15_000)
    for part, words in zip(("happened", "why", "next_time"), HEARD, strict=True):
        writing.fill(page, f"scenes-1-value-choices-1-value-feedback-{part}", words)
    expect(happened).to_have_value(HEARD[0])
    writing.unfold(page, "scenes-0")
    # The door's second choice should lead to the hall; the editor suggests the story's names.
    target = page.locator('[name="scenes-0-value-choices-1-value-target"]')
    target.click()
    offered = page.locator(f"#{target.get_attribute('list')} option")
    names = [option.get_attribute("value") for option in offered.all()]
    assert names == ["The door", "Kitchen", "Hall", "An open door", "Safe tonight"]
    target.fill("Hall")
    writing.save_draft(page)
    page.get_by_role("link", name="Map and proof").first.click()
    expect(page.locator("main, .studio").first).to_contain_text("Proven:")
    expect(page.locator(".studio-map a.scene.marked")).to_have_count(0)
    writing.shot(page, PICTURES, "4-proven")


def played_from_the_hall(page: Page, writing: Any) -> None:
    page.get_by_role("link", name="Play from “Hall”").click()
    page.get_by_role("button", name="Play").click()
    expect(page.locator(".studio-scene h2")).to_have_text("Hall")
    page.get_by_role("button", name="Put the papers away, and offer a seat.").click()
    expect(page.locator(".studio-scene h2")).to_have_text("Kitchen")
    writing.shot(page, PICTURES, "5-played")
    page.get_by_role("button", name=re.compile("Tell her what happens next")).click()
    expect(page.locator(".studio-scene h2")).to_have_text("Safe tonight")


def published(page: Page, writing: Any, edit: str) -> None:
    page.goto(edit)
    page.wait_for_load_state("networkidle")
    writing.publish(page)
    expect(page.locator(".messages")).to_contain_text("published")
    writing.shot(page, PICTURES, "6-published")


def placed_in_the_lesson(page: Page, writing: Any, lesson: str) -> None:
    page.goto(f"/admin/pages/{lesson}/edit/")
    page.wait_for_load_state("networkidle")
    block = writing.add_block(page, "body", "Scenario")
    place = writing.path(page, block, "scenario")
    place.get_by_role("button", name=re.compile("Choose", re.IGNORECASE)).first.click()
    page.get_by_role("dialog").get_by_role("link", name=TITLE).click()
    expect(place).to_contain_text(TITLE)
    writing.shot(page, PICTURES, "7-in-the-lesson")
    writing.publish(page)
    expect(page.locator(".messages")).to_contain_text("published")


def taken_by_a_learner(browser: Browser, site: Any, walk: Any, writing: Any) -> None:
    context = browser.new_context(base_url=site.url)
    page = context.new_page()
    page.set_default_timeout(20_000)
    try:
        walk.sign_in(page, "police@demo.test", DEMO_PASSWORD)
        page.goto("/courses/evening/")
        answers = {
            "The door": "Say your name and ask where she would like to sit.",
            "Kitchen": "Tell her what happens next, and that she may stop.",
        }
        for _turn in range(30):
            if page.get_by_text("She sleeps somewhere safe.").count():
                break
            walk.forward(page, answers)
        expect(page.locator("main")).to_contain_text("She sleeps somewhere safe.")
        writing.shot(page, PICTURES, "8-learner")
    finally:
        context.close()


def seen_by_the_trainer(page: Page, writing: Any, edit: str) -> None:
    """Ten tries: how many came to the hall, and how each choice was taken, drawn and in words."""
    page.goto(edit)
    page.wait_for_load_state("networkidle")
    page.get_by_role("button", name="Actions").first.click()
    page.get_by_role("link", name="Flow of choices").first.click()
    flow = page.locator("main, #main").first
    expect(flow).to_contain_text("Tries that ended")
    expect(page.locator("table").first.locator("tbody td").first).to_have_text("10")
    hall = page.locator("section", has=page.get_by_role("heading", name="Hall", exact=True))
    expect(hall).to_contain_text("Times reached: 5")
    for words in ("Say your name and ask where she would like to sit.", "Ask for her papers."):
        row = page.get_by_role("row").filter(has_text=words)
        expect(row.get_by_role("cell").nth(2)).to_have_text("5")
    writing.shot(page, PICTURES, "9-flow")
