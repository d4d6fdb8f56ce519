"""The first visit to a page in Chromium: requests, and bytes as transferred."""

from __future__ import annotations

import os
import shutil
from typing import Any

from playwright.sync_api import sync_playwright

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


def first_load(url: str, headers: dict[str, str]) -> dict[str, int]:
    """Load `url` with an empty cache. Gives {"requests": n, "bytes": n} over the wire."""
    browser_path = os.environ.get("WAYMARK_BROWSER") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=ARGUMENTS)
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.set_extra_http_headers(headers)
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        seen = {"requests": 0, "bytes": 0}

        def finished(event: dict[str, Any]) -> None:
            seen["requests"] += 1
            seen["bytes"] += int(event["encodedDataLength"])

        session.on("Network.loadingFinished", finished)
        page.goto(url, wait_until="networkidle")
        browser.close()
    return seen
