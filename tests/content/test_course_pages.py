"""The public pages: what they say, what they cost, and what they do not show."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction, Site

from courses.content.actions.load_course import load_course
from courses.content.models import CoursePage, CourseVersion


def read(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_course_page_says_what_one_needs_to_decide(tiny: SimpleNamespace, client: Client) -> None:
    page = read(client, "/courses/tiny/")
    for words in (
        "Tiny course",
        "Anyone who tests",
        "9 minutes",
        "English",
        "It speaks of fear",
        "Say what a tiny course is.",
        "0.75 hours",
        "ILO indicators of forced labour",
        "8 October 2024",
        "One",
        "CC-BY-SA-4.0",
    ):
        assert words in page
    assert page.count("<h1") == 1
    version = CourseVersion.objects.get()
    assert f'action="/learning/enrol/{version.course_key}/"' in page
    assert 'method="post"' in page


def test_course_page_shows_the_version_and_not_the_draft(
    tiny: SimpleNamespace, client: Client
) -> None:
    tiny.course.title = "A draft title"
    tiny.course.save_revision()
    assert "A draft title" not in read(client, "/courses/tiny/")
    tiny.course.save_revision().publish()
    assert "A draft title" in read(client, "/courses/tiny/")


def test_no_lesson_is_read_outside_an_enrolment(tiny: SimpleNamespace, client: Client) -> None:
    for page in (tiny.one, tiny.module):
        response = client.get(page.url)
        assert response.status_code == 302
        assert response.url.endswith("/courses/tiny/")


def test_the_library_is_not_public(tiny: SimpleNamespace, client: Client) -> None:
    assert client.get("/scenarios/").status_code == 404
    assert client.get("/scenarios/tiny-door/").status_code == 404


def test_unpublished_course_is_gone(tiny: SimpleNamespace, client: Client) -> None:
    tiny.course.unpublish()
    assert client.get("/courses/tiny/").status_code == 404
    assert "Tiny course" not in read(client, "/courses/")


def test_catalogue_lists_and_finds(tiny: SimpleNamespace, client: Client) -> None:
    assert "Tiny course" in read(client, "/courses/")
    assert "Tiny course" in read(client, "/courses/?q=tiny")
    assert "No course fits" in read(client, "/courses/?q=zebra")
    assert "No course fits" in read(client, "/courses/?q=<script>")


@pytest.mark.parametrize("words", ['"', "tiny*", "-", "a OR", "(", "%", "x" * 300, "\x00", "'; --"])
def test_search_takes_whatever_is_typed(tiny: SimpleNamespace, client: Client, words: str) -> None:
    assert client.get("/courses/", {"q": words}).status_code == 200


def queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.fixture
def many_courses(tiny: SimpleNamespace, tmp_path: Path) -> list[CoursePage]:
    """Five more courses like the first."""
    source = Path(__file__).parent / "fixtures" / "tiny"
    courses = []
    for number in range(5):
        folder = tmp_path / f"course-{number}"
        (folder / "lessons").mkdir(parents=True)
        for path in source.rglob("*.*"):
            if path.suffix == ".md" or path.name == "course.yaml":
                words = path.read_text(encoding="utf-8")
                words = words.replace("slug: tiny", f"slug: tiny-{number}")
                words = words.replace("::: scenario ref=tiny-door\n:::\n", "")
                (folder / path.relative_to(source)).write_text(words, encoding="utf-8")
        course: Any = load_course(folder)
        courses.append(course)
    return courses


def test_cost_does_not_grow(
    tiny: SimpleNamespace, client: Client, request: pytest.FixtureRequest
) -> None:
    before = {url: queries(client, url) for url in ("/courses/", "/courses/tiny/")}
    request.getfixturevalue("many_courses")
    after = {url: queries(client, url) for url in before}
    assert after == before
    assert max(after.values()) <= 10


def test_the_short_way_and_wagtails_way_say_the_same(tiny: SimpleNamespace, client: Client) -> None:
    def without_token(page: str) -> str:
        return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)

    short = read(client, "/courses/tiny/")
    with CaptureQueriesContext(connection) as captured:
        assert read(client, "/courses/tiny/")
    assert len(captured) == 1
    # A second site makes it a house that only Wagtail's walk through the tree can judge.
    Site.objects.create(hostname="elsewhere.test", root_page=Site.objects.get().root_page)
    assert without_token(read(client, "/courses/tiny/")) == without_token(short)


def test_the_short_way_keeps_what_is_hidden(tiny: SimpleNamespace, client: Client) -> None:
    assert client.get("/courses/tiny/").status_code == 200
    tiny.course.unpublish()
    assert client.get("/courses/tiny/").status_code == 404


def test_the_short_way_keeps_restrictions(tiny: SimpleNamespace, client: Client) -> None:
    PageViewRestriction.objects.create(page=tiny.catalogue, restriction_type="login")
    response = client.get("/courses/tiny/")
    assert response.status_code == 302
    assert "/accounts/" in response.url


def test_addresses_that_lead_nowhere(tiny: SimpleNamespace, client: Client) -> None:
    for url in ("/courses/nothing/", "/courses/one/", "/courses/tiny/one/"):
        assert client.get(url).status_code == 404
    assert client.post("/courses/tiny/").status_code == 405
