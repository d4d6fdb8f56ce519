"""T18: a recording starts only when it is asked to, at half its volume at most."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

SCRIPT = Path(__file__).resolve().parents[2] / "site/static/build/face/waymark.js"
BLOCKS = Path(__file__).resolve().parents[2] / "courses/content/templates/content/blocks"


@pytest.fixture
def recordings(browser: Browser) -> Page:
    """A page with a sound and a video, the video turned down, and the site's own script."""
    page = browser.new_context().new_page()
    page.set_content(
        '<audio controls preload="none"></audio><video controls preload="none"></video>'
    )
    page.evaluate("document.querySelector('video').volume = 0.2")
    page.add_script_tag(path=str(SCRIPT))
    return page


def volumes(page: Page) -> list[float]:
    found = page.evaluate("[...document.querySelectorAll('audio, video')].map(e => e.volume)")
    return [round(each, 2) for each in found]


def test_it_begins_at_half_its_volume_or_as_low_as_it_was(recordings: Page) -> None:
    assert volumes(recordings) == [0.5, 0.2]
    assert recordings.evaluate(
        "[...document.querySelectorAll('audio, video')].every(e => e.paused && !e.autoplay)"
    )


def test_whoever_wants_it_louder_turns_it_up(recordings: Page) -> None:
    recordings.evaluate("document.querySelector('audio').volume = 0.9")
    recordings.wait_for_timeout(200)
    assert volumes(recordings) == [0.9, 0.2]


@pytest.mark.parametrize("kind", ["audio", "video"])
def test_the_blocks_are_played_by_the_reader_alone(kind: str) -> None:
    template = (BLOCKS / f"{kind}.html").read_text(encoding="utf-8")
    assert f"<{kind} controls" in template
    assert "autoplay" not in template
    assert kind == "audio" or 'kind="captions"' in template
