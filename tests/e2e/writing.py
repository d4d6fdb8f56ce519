"""A trainer's hands in Wagtail's editor: blocks are added and typed into as a person does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, expect


@dataclass(frozen=True)
class Choice:
    text: str
    target: str
    feedback: Sequence[str]
    points: int = 0


@dataclass(frozen=True)
class Scene:
    kind: str
    name: str
    text: str
    choices: Sequence[Choice] = ()
    ending: Mapping[str, str] | None = None


def add_block(page: Page, stream: str, kind: str = "") -> str:
    """Press the last plus of a stream or list, choose the kind; the prefix of the new block."""
    counter = page.locator(f'input[name="{stream}-count"]')
    number = int(counter.input_value())
    plus = counter.locator(
        "xpath=following-sibling::div//button[contains(@class, 'c-sf-add-button')]"
        f"[not(ancestor::*[@data-streamfield-child][ancestor::*/input[@name='{stream}-count']])]"
    ).last
    plus.click()
    if kind:
        page.get_by_role("option", name=kind, exact=True).click()
    expect(counter).to_have_value(str(number + 1))
    return f"{stream}-{number}"


def tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name).click()


def fill(page: Page, name: str, words: str) -> None:
    """Type into a field of the form by its name."""
    field = page.locator(f'[name="{name}"]')
    field.click()
    page.keyboard.type(words)
    expect(field).to_have_value(words)


def write_text(page: Page, place: Locator, words: str) -> None:
    """Type into a rich-text editor."""
    editor = place.locator("[contenteditable=true]").first
    editor.click()
    page.keyboard.type(words)
    expect(editor).to_contain_text(words)


def path(page: Page, prefix: str, name: str) -> Locator:
    """The part `name` of the block whose fields begin with `prefix`."""
    block = page.locator(f'input[name="{prefix}-id"]').locator("xpath=..")
    return block.locator(f'[data-contentpath="{name}"]').first


def unfold(page: Page, prefix: str) -> None:
    """Open a block that the editor has drawn folded up: a page that is opened shows its scenes
    by their names."""
    block = page.locator(f'input[name="{prefix}-id"]').locator("xpath=..")
    toggle = block.locator("[data-panel-toggle]").first
    expect(toggle).to_have_attribute("aria-expanded", "false")
    toggle.click()


def write_scene(page: Page, scene: Scene) -> None:
    block = add_block(page, "scenes", scene.kind)
    fill(page, f"{block}-value-name", scene.name)
    fill(page, f"{block}-value-title", scene.name)
    write_text(page, path(page, block, "body"), scene.text)
    for number, choice in enumerate(scene.choices):
        if number:
            add_block(page, f"{block}-value-choices")
        write_choice(page, f"{block}-value-choices-{number}-value", choice)
    if scene.ending:
        fill(page, f"{block}-value-outcome", scene.ending["outcome"])
        write_text(page, path(page, block, "debrief"), scene.ending["debrief"])
        fill(page, f"{block}-value-next_steps-0-value-text", scene.ending["next"])


def write_choice(page: Page, prefix: str, choice: Choice) -> None:
    fill(page, f"{prefix}-text", choice.text)
    fill(page, f"{prefix}-target", choice.target)
    for part, words in zip(("happened", "why", "next_time"), choice.feedback, strict=False):
        fill(page, f"{prefix}-feedback-{part}", words)
    if choice.points:
        score = add_block(page, f"{prefix}-scores")
        fill(page, f"{score}-value-competency", "care")
        fill(page, f"{score}-value-points", str(choice.points))


def save_draft(page: Page) -> None:
    """Saving tells the server; the page comes back with what was typed."""
    with page.expect_navigation():
        page.get_by_role("button", name="Save draft").click()
    page.wait_for_load_state()


def publish(page: Page) -> None:
    page.get_by_role("button", name="More actions").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Publish").click()
    page.wait_for_load_state()


def shot(page: Page, folder: Any, name: str) -> None:
    """A picture to look at, where the test is asked for them."""
    if folder:
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
