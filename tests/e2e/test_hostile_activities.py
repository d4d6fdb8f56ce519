"""Libraries that mean harm: what they try works without our defences, and not in a lesson."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.h5p import kinds

FORGED = [
    # Somebody else's, for another attempt, at another time, with more than there is to reach.
    {
        "id": "11111111-1111-4111-8111-111111111111",
        "actor": {"mbox": "mailto:else@example.org"},
        "authority": {"mbox": "mailto:else@example.org"},
        "object": {"id": "https://elsewhere.example/course"},
        "context": {"registration": "22222222-2222-4222-8222-222222222222"},
        "timestamp": "2001-01-01T00:00:00Z",
        "result": {"score": {"raw": 900, "max": 3, "scaled": 300}, "success": True},
    },
    {"verb": {"id": "https://hostile.example/verbs/hacked"}},
    {"verb": {"id": {"deep": []}}},
    {"result": "x" * 40_000},
]


@pytest.fixture(scope="module")
def outside(outside_host: Any) -> Iterator[Any]:
    with outside_host() as server:
        yield server


@pytest.fixture(scope="module")
def lessons(site: Any, shown: Any, outside: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("packages")
    other = shown.show(site, folder, {"other": kinds.question_set()})["other"]
    where = {
        "outside": f"{outside.url}/got/",
        "stun": outside.stun,
        "account": f"{site.url}/accounts/profile/",
        "other": f"{site.url}/activities/files/{other.token}/content/content.json",
    }
    packages = {
        "attack": kinds.hostile("attack", where=where),
        "loop": kinds.hostile("loop"),
        # For a learner who has not left by the exit.
        "hang": kinds.hostile("loop"),
        "memory": kinds.hostile("memory"),
        "flood": kinds.hostile("flood"),
        "forge": kinds.hostile("forge", statements=FORGED),
    }
    return shown.show(site, folder, packages)


SENT = {
    "fetch", "image", "font", "style", "inlineStyle", "script", "media", "object", "prefetch",
    "beacon", "socket", "events", "worker", "frame", "innerFrame", "form", "ping", "itself",
}  # fmt: skip


def test_without_our_defences_it_takes_what_it_wants(browser: Browser, outside: Any) -> None:
    context = browser.new_context()
    page = context.new_page()
    outside.arrived.clear()
    page.goto(f"{outside.url}/bare")
    frame = page.frames[1]
    where = {
        "outside": f"{outside.url}/got/",
        "stun": outside.stun,
        "account": f"{outside.url}/account",
        "other": f"{outside.url}/other",
    }
    frame.wait_for_function("() => Boolean(window.tinyAttack)")
    frame.evaluate("where => void window.tinyAttack(where)", where)
    frame.wait_for_function("document.documentElement.dataset.found", timeout=60_000)
    found = json.loads(frame.evaluate("document.documentElement.dataset.found"))
    for name in ("cookie", "storage", "ownStorage", "account", "other"):
        assert "secret" in found[name], (name, found)
    assert found["parent"] == "A lesson"
    page.wait_for_timeout(3000)
    assert set(outside.arrived) >= SENT, SENT - set(outside.arrived)
    assert outside.datagrams
    context.close()


def test_in_a_lesson_it_gets_nothing_and_sends_nothing(
    lessons: Any, browser: Browser, shown: Any, outside: Any
) -> None:
    place = lessons["attack"]
    context = place.context(browser)
    page = context.new_page()
    page.wait_for_timeout(500)
    outside.arrived.clear()
    outside.datagrams.clear()
    place.open(page)
    page.evaluate("localStorage.setItem('secret', 'secret')")
    shown.wait_for(page)
    frame = page.frames[1]
    frame.wait_for_function("document.documentElement.dataset.found", timeout=60_000)
    found = json.loads(frame.evaluate("document.documentElement.dataset.found"))
    for name in ("cookie", "parent", "storage", "account", "other", "window"):
        assert found[name].startswith("refused"), (name, found)
    # It has a storage that is made up in memory, and empty.
    assert found["ownStorage"] == "null"
    page.wait_for_timeout(6000)
    assert outside.arrived == []
    assert outside.datagrams == []
    # The page around stands where it stood, alone.
    assert page.url.endswith(place.address)
    assert len(context.pages) == 1
    context.close()


def usable(page: Page) -> None:
    """What a learner needs of the page around works, soon."""
    began = time.monotonic()
    page.evaluate("new Promise(done => setTimeout(done, 0))")
    expect(page.get_by_text("Take a break").first).to_be_visible(timeout=5000)
    assert time.monotonic() - began < 5
    page.get_by_role("link", name="Exit this page").last.click(timeout=5000, no_wait_after=True)
    page.wait_for_url(lambda url: "/learning/" not in url, timeout=10_000, wait_until="commit")


@pytest.mark.parametrize("harm", ["loop", "memory", "flood"])
def test_the_page_around_stays_usable(
    lessons: Any, browser: Browser, shown: Any, harm: str
) -> None:
    place = lessons[harm]
    context = place.context(browser)
    page = context.new_page()
    sent: list[str] = []
    page.on("request", lambda each: sent.append(each.url) if each.method == "POST" else None)
    place.open(page)
    shown.wait_for(page)
    page.wait_for_timeout(5000)
    usable(page)
    assert len([each for each in sent if "/activities/" in each]) <= 60
    context.close()


def test_forged_messages_are_the_learner_s_own_or_nothing(
    lessons: Any, browser: Browser, shown: Any, site: Any
) -> None:
    place = lessons["forge"]
    context = place.context(browser)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    place.open(page)
    shown.wait_for(page)
    found = place.until(lambda kept: kept["finished"] == [True])
    page.wait_for_timeout(3000)
    found = place.told()
    mine = [each for each in found["statements"] if "/xapi/activity/" in each["object"]["id"]]
    assert len(mine) == 1
    assert mine[0]["actor"] == place.person
    assert mine[0]["object"]["id"].startswith(site.url)
    assert "elsewhere" not in json.dumps(mine)
    assert found["best"] == [1.0]
    assert found["states"] == {}
    assert faults == []
    # Neither exit nor height were believed.
    assert page.url.endswith(place.address)
    assert page.locator("[data-activity] iframe").bounding_box()["height"] <= 20_000
    context.close()


def test_what_hangs_is_taken_away(lessons: Any, browser: Browser, shown: Any) -> None:
    place = lessons["hang"]
    context = place.context(browser)
    page = context.new_page()
    place.open(page)
    expect(page.locator("[data-activity] iframe")).to_have_count(0, timeout=40_000)
    expect(page.locator("[data-activity-words]")).to_contain_text("cannot be played")
    context.close()
