"""Activities in lessons of the running site, and what was kept of them."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Shown:
    """A lesson with an activity, and the learner whose it is."""

    site: Any
    token: str
    session: str
    address: str
    registration: str
    person: str

    def context(self, browser: Browser) -> BrowserContext:
        """A device on which the learner is signed in."""
        opened = browser.new_context(base_url=self.site.url)
        place = {"domain": "127.0.0.1", "path": "/"}
        opened.add_cookies([{"name": "sessionid", "value": self.session, **place}])
        return opened

    def open(self, page: Page) -> FrameLocator:
        """Go to the lesson; the frame of its activity."""
        page.goto(f"{self.site.url}{self.address}")
        way = page.locator('button[name="reading"][value="full"]')
        if way.count():
            way.first.click()
        return page.frame_locator("[data-activity] iframe")

    def told(self) -> dict[str, Any]:
        return dict(run(self.site, "--told", self.registration))

    def until(self, right: Callable[[dict[str, Any]], Any], seconds: float = 15) -> dict[str, Any]:
        """What is kept once `right` holds of it."""
        deadline = time.monotonic() + seconds
        found = self.told()
        while not right(found) and time.monotonic() < deadline:
            time.sleep(0.3)
            found = self.told()
        assert right(found), found
        return found


def run(site: Any, *words: str) -> Any:
    """Run lessons.py in the site's environment; its answer."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "tests/h5p/lessons.py"), *words],
        cwd=ROOT,
        env={**site.environment, "PYTHONPATH": f"{ROOT / 'site'}{os.pathsep}{ROOT}"},
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, f"{words}:\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
    return json.loads(done.stdout.splitlines()[-1])


def show(site: Any, folder: Path, packages: dict[str, io.BytesIO], *how: str) -> dict[str, Shown]:
    """Upload, unpack and publish each package in a lesson for a learner of its own; or as `how`
    says, which is a word to lessons.py."""
    paths = []
    for name, packed in packages.items():
        path = folder / f"{name}.h5p"
        path.write_bytes(packed.getvalue())
        paths.append(str(path))
    made = run(site, *how, *paths)
    return {name: Shown(site, **fields) for name, fields in zip(packages, made, strict=True)}


def wait_for(page: Page, state: str = "playing") -> None:
    page.locator(f"[data-activity][data-state={state}]").wait_for(timeout=15_000)
    settle(page)


def settle(page: Page) -> None:
    """Until the frame keeps its place and height: else a press may fall beside the button."""
    frame = page.locator("[data-activity] iframe")
    before, same = None, 0
    for _turn in range(50):
        now = frame.first.bounding_box() if frame.count() else None
        same = same + 1 if now == before else 0
        if same == 4:
            return
        before = now
        page.wait_for_timeout(100)


def verbs(found: dict[str, Any]) -> list[str]:
    return [re.sub(r".*/", "", each["verb"]) for each in found["statements"]]
