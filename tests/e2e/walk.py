"""The main job as steps that a person takes: sign up, enrol, read, decide, hold, check."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from playwright.sync_api import Locator, Page

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "a calm sunrise over the harbour"
COURSE = "First contact"
SCENARIO_FILE = ROOT / "courses/demo/first-contact/scenarios/first-contact-at-the-door.yaml"


@dataclass(frozen=True)
class Person:
    email: str
    certificate_name: str = "Amélie Þórsdóttir-Nguyễn"


def new_person(**fields: Any) -> Person:
    return Person(email=f"learner-{secrets.token_hex(4)}@example.org", **fields)


def sign_up(page: Page, site: Any, person: Person) -> None:
    """Make an account, and prove the address with the code from the mail."""
    page.goto("/accounts/signup/")
    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_label("Password", exact=False).first.fill(PASSWORD)
    page.get_by_label("What shall we call you?").fill("Sam")
    page.get_by_label("Name for certificates").fill(person.certificate_name)
    page.get_by_role("button", name="Make an account").click()
    code = site.wait_for_mail(person.email, r"(?m)^\s*([A-Z0-9]{4}-?[A-Z0-9]{4}|[A-Z0-9]{6})\s*$")
    page.get_by_label("Code", exact=False).first.fill(code.group(1))
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(re.compile(r"/(learning|accounts/profile)?/?$"))


def sign_in(page: Page, email: str, password: str = PASSWORD, shared: bool = False) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=False).first.fill(password)
    if shared:
        page.get_by_label("shared computer", exact=False).check()
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/accounts/login" not in url)


def open_course(page: Page) -> None:
    page.goto("/courses/")
    with page.expect_navigation():
        page.locator("main").get_by_role("link", name=COURSE).first.click()


def enrol(page: Page) -> None:
    """From the catalogue to the course's own page under My learning."""
    open_course(page)
    forward(page)
    if "/learning/enrol/" in page.url:
        forward(page)


def way_forward(page: Page) -> Locator:
    """The next thing to do on a page: what is marked so, or the only form in <main>."""
    page.wait_for_load_state()
    marked = page.locator('main a[rel~="next"], main form[rel~="next"]')
    if marked.count():
        return marked.first
    forms = page.locator("main form")
    assert forms.count() == 1, f"No way forward on {page.url}: {page.inner_text('main')[:500]}"
    return forms.first


def forward(page: Page, answer: Mapping[str, str] | None = None, reading: str = "full") -> None:
    """Take the next step of any page: follow, choose the reading, answer, decide or finish.

    `answer` names, by the scene's title, the choice to take; other questions get the first.
    Comes back when the page that it leads to has loaded.
    """
    step = way_forward(page)
    with page.expect_navigation():
        take(page, step, answer or {}, reading)


def take(page: Page, step: Locator, answer: Mapping[str, str], reading: str) -> None:
    if step.evaluate("element => element.tagName") == "A":
        step.click()
        return
    ways = step.locator('button[name="reading"]')
    if ways.count():
        wanted = step.locator(f'button[name="reading"][value="{reading}"]')
        (wanted if wanted.count() else ways.first).click()
        return
    choices = step.locator('button[name="choice"]')
    if choices.count():
        words = answer.get(page.locator("main h1").inner_text().strip())
        chosen = step.get_by_role("button", name=words, exact=True) if words else choices.first
        chosen.click()
        return
    options = step.locator('input[name="option"]')
    if options.count():
        options.first.check()
    step.locator('button:not([name="reading"])').first.click()


@cache
def passing_answers() -> Mapping[str, str]:
    """The choices, by scene title, of the demo scenario's first saved walk, which passes."""
    data = yaml.safe_load(SCENARIO_FILE.read_text(encoding="utf-8"))
    scenes = {scene["id"]: scene for scene in data["scenes"]}
    walk = data["walks"][0]
    assert walk["passed"]
    answers = {}
    place = scenes[data["start"]]
    for choice_id in walk["choices"]:
        choice = next(each for each in place["choices"] if each["id"] == choice_id)
        answers[place["title"]] = choice["text"]
        place = scenes[choice["target"]]
    return answers


def complete(page: Page, reading: str = "full", most: int = 150) -> list[str]:
    """From the course's page to its completion. Returns the addresses that were visited."""
    answers = passing_answers()
    seen = []
    for _turn in range(most):
        seen.append(page.url)
        if page.get_by_text("You completed this course").count():
            return seen
        forward(page, answers, reading)
    raise AssertionError("The course was not complete after many steps: " + "\n".join(seen[-10:]))


def certificate(page: Page, seconds: float = 90) -> str:
    """Open the certificate of a completed course; returns its code."""
    page.get_by_role("link", name="Your certificate").click()
    for _turn in range(int(seconds)):
        link = page.locator('main a[href*="/credentials/"][href$=".pdf"]')
        if link.count():
            href = link.first.get_attribute("href") or ""
            return href.rsplit("/", 1)[1].removesuffix(".pdf")
        page.wait_for_timeout(1000)
        page.reload()
    raise AssertionError("No certificate: " + page.inner_text("main"))
