from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

# Playwright's loop runs in this thread; Django would refuse its database meanwhile.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def _load(name: str) -> Any:
    """A module beside this one (tests have no packages)."""
    path = Path(__file__).with_name(f"{name}.py")
    spec = importlib.util.spec_from_file_location(f"e2e_{name}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[f"e2e_{name}"] = module
    spec.loader.exec_module(module)
    return module


running = _load("site")
walking = _load("walk")
hands = _load("writing")
activities = _load("shown")
elsewhere = _load("outside")

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


def browser_path() -> str:
    named = os.environ.get("WAYMARK_BROWSER", "")
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = named or next((path for name in names if (path := shutil.which(name))), "")
    if not found:
        pytest.fail(
            "No Chromium or Chrome was found. Install one (Debian: apt-get install chromium) "
            "or set WAYMARK_BROWSER to its path, then run `make test` again.",
            pytrace=False,
        )
    return found


@pytest.fixture(scope="session")
def neutral() -> Iterator[Any]:
    with running.neutral_site() as server:
        yield server


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, neutral: Any) -> Iterator[Any]:
    """The whole site as `make run` starts it, with the demo course and accounts."""
    exit_address = f"http://127.0.0.1:{neutral.server_address[1]}/"
    with running.database_for_site() as database:
        var = tmp_path_factory.mktemp("site")
        counting = {"DJANGO_SETTINGS_MODULE": "tests.e2e.counting"}
        place = running.Site(var, running.free_port(), exit_address, **database, **counting)
        place.manage("prepare")
        place.start()
        try:
            yield place
        finally:
            place.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Closed after each file: while its loop runs, nothing else in this process can run one."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=browser_path(), args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def context(browser: Browser, site: Any) -> Iterator[BrowserContext]:
    opened = browser.new_context(base_url=site.url)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    opened = context.new_page()
    opened.set_default_timeout(20_000)
    return opened


@pytest.fixture
def walk() -> Any:
    """The steps of the main job, each as a function: see walk.py."""
    return walking


@pytest.fixture
def writing() -> Any:
    """What a trainer does in the editor: see writing.py."""
    return hands


@pytest.fixture(scope="session")
def shown() -> Any:
    """Activities in lessons of the running site: see shown.py."""
    return activities


@pytest.fixture(scope="session")
def outside_host() -> Any:
    """A host that counts what arrives: see outside.py."""
    return elsewhere.outside_host
