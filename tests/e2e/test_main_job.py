"""A new person does what Waymark exists for, and somebody else checks the result."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect


@pytest.fixture(scope="module")
def holder(browser: Browser, site: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    """A person who has just completed the course, with their page and certificate."""
    walk = sys.modules["e2e_walk"]
    context = browser.new_context(base_url=site.url, accept_downloads=True)
    foreign: list[str] = []
    context.on(
        "request",
        lambda asked: foreign.append(asked.url) if not asked.url.startswith(site.url) else None,
    )
    page = context.new_page()
    page.set_default_timeout(20_000)
    person = walk.new_person()
    walk.sign_up(page, site, person)
    walk.enrol(page)
    visited = walk.complete(page)
    code = walk.certificate(page)
    yield {"page": page, "person": person, "code": code, "visited": visited, "foreign": foreign}
    context.close()


def test_a_new_person_walks_from_sign_up_to_certificate(holder: Any) -> None:
    lessons = {url.partition("#")[0] for url in holder["visited"] if "/lessons/" in url}
    scenes = [url for url in holder["visited"] if "/attempts/" in url]

    assert len(lessons) == 5
    assert len(scenes) >= 6
    assert re.fullmatch(r"[0-9A-Z]{26}", holder["code"].upper().replace("-", ""))


def test_no_request_leaves_for_another_host(holder: Any) -> None:
    assert holder["foreign"] == []


def test_my_learning_says_review_after_completion(holder: Any, site: Any) -> None:
    page: Page = holder["page"]
    page.goto(f"{site.url}/learning/")

    expect(page.locator("main")).to_contain_text("First contact")
    expect(page.locator("main").get_by_role("link", name=re.compile("Review"))).to_be_visible()


def test_the_mail_says_where_the_certificate_is(holder: Any, site: Any) -> None:
    match = site.wait_for_mail(holder["person"].email, r"/credentials/\S*")

    assert match


def test_another_browser_checks_the_code_without_signing_in(
    holder: Any, site: Any, page: Page
) -> None:
    page.goto("/verify/")
    page.get_by_label("Code on the certificate").fill(holder["code"].lower())
    page.get_by_role("button", name="Check").click()

    expect(page.locator("main")).to_contain_text(re.compile("valid", re.IGNORECASE))
    for fact in (holder["person"].certificate_name, "First contact"):
        expect(page.locator("main")).to_contain_text(fact)


def test_a_code_with_one_other_letter_offers_nothing(holder: Any, page: Page) -> None:
    code = holder["code"].upper()
    other = ("0" if code[5] != "0" else "1").join([code[:5], code[6:]])
    page.goto(f"/verify/{other}/")

    expect(page.locator("main")).to_contain_text(re.compile("unknown|not known", re.IGNORECASE))
    expect(page.locator("main")).not_to_contain_text(holder["person"].certificate_name)


def download(site: Any, holder: Any, ending: str, folder: Path) -> Path:
    response = holder["page"].context.request.get(
        f"{site.url}/credentials/{holder['code']}.{ending}"
    )
    assert response.ok
    path = folder / f"certificate.{ending}"
    path.write_bytes(response.body())
    return path


def test_pdfsig_finds_the_signature_of_the_paper_valid(
    holder: Any, site: Any, tmp_path: Path
) -> None:
    path = download(site, holder, "pdf", tmp_path)
    said = subprocess.run(
        ["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=True
    ).stdout

    assert "Signature is Valid" in said
    assert "Total document signed" in said


@pytest.mark.parametrize("ending", ["pdf", "json"])
def test_the_downloaded_file_is_accepted_and_an_altered_one_is_not(
    holder: Any, site: Any, page: Page, tmp_path: Path, ending: str
) -> None:
    path = download(site, holder, ending, tmp_path)
    page.goto("/verify/")
    page.locator('input[type="file"]').set_input_files(path)
    page.get_by_role("button", name="Check").click()
    expect(page.locator("main h1, main h2").first).to_contain_text(
        re.compile("valid", re.IGNORECASE)
    )
    expect(page.locator("main")).to_contain_text(holder["person"].certificate_name)

    if ending == "json":
        data = json.loads(path.read_text())
        data["credentialSubject"]["achievement"]["name"] = "Another course"
        path.write_text(json.dumps(data))
    else:
        content = bytearray(path.read_bytes())
        content[len(content) // 3] ^= 1
        path.write_bytes(bytes(content))
    page.goto("/verify/")
    page.locator('input[type="file"]').set_input_files(path)
    page.get_by_role("button", name="Check").click()
    expect(page.locator("main")).to_contain_text(re.compile("altered", re.IGNORECASE))


def test_the_same_walk_without_javascript(browser: Browser, site: Any, walk: Any) -> None:
    context = browser.new_context(base_url=site.url, java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(20_000)
    try:
        walk.sign_up(page, site, walk.new_person(certificate_name="محمد العربي"))
        walk.enrol(page)
        walk.complete(page, reading="softer")
        code = walk.certificate(page)
        page.goto(f"/verify/{code}/")
        expect(page.locator("main")).to_contain_text("محمد العربي")
    finally:
        context.close()
