"""What stands around every page: T01, T07, T08, T11, T18, T31, T32, T43 and the content policy."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from accounts.models import User
from home import face

pytestmark = pytest.mark.django_db
PAGES = [
    "/",
    "/about/",
    "/privacy/",
    "/stay-safe/",
    "/support/",
    "/display/",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/nowhere/",
]
FOCUSABLE = "a[href], button, summary, input:not([type=hidden]), select, textarea"


@pytest.fixture(autouse=True)
def _fresh() -> None:
    face.forget_support()
    face._parts.clear()


def soup(client: Client, path: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(path).content, "lxml")


@pytest.mark.parametrize("path", PAGES)
def test_the_first_two_stops_are_skip_and_exit(client: Client, path: str) -> None:
    page = soup(client, path)
    first, second = page.select(FOCUSABLE)[:2]
    assert first["href"] == "#main"
    assert page.find(id="main").name == "main"
    assert second["href"] == "/exit/"
    assert "Emergency" in second.text
    assert not page.select("[tabindex]:not([tabindex='-1']), [autofocus]")


@pytest.mark.parametrize("path", PAGES)
def test_the_exit_is_a_link_that_needs_no_script(client: Client, path: str) -> None:
    button = soup(client, path).select_one("a.wm-exit")
    assert button["href"] == "/exit/"
    assert " ".join(button.text.split()) == "Emergency: Exit this page"
    assert "noreferrer" in button["rel"]


def test_support_stands_at_the_same_place_on_every_page(client: Client) -> None:
    places = set()
    for path in PAGES:
        page = soup(client, path)
        stops = page.select(FOCUSABLE)
        summary = page.select_one(".wm-support > summary")
        trail = [parent.name for parent in summary.parents]
        places.add((stops.index(summary), tuple(trail)))
        assert summary.parent.name == "details"  # opens without leaving and without a script
    assert len(places) == 1


@pytest.mark.parametrize("path", PAGES)
def test_nothing_comes_from_elsewhere_and_nothing_is_inline(client: Client, path: str) -> None:
    page = soup(client, path)
    for tag, attribute in (("script", "src"), ("link", "href"), ("img", "src"), ("use", "href")):
        for element in page.find_all(tag):
            assert element.get(attribute, "").startswith(("/", "data:image/svg")), element
    assert not [script for script in page.find_all("script") if script.text.strip()]
    assert not page.find_all("style")
    assert not page.select("[style], [onclick], [onload], [autoplay], iframe")


@pytest.mark.parametrize("path", PAGES)
def test_one_heading_one_main_and_a_language(client: Client, path: str) -> None:
    page = soup(client, path)
    assert len(page.find_all("h1")) == 1
    assert len(page.find_all("main")) == 1
    assert page.html["lang"] == "en"
    assert page.html["dir"] == "ltr"
    ids = [element["id"] for element in page.select("[id]")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("path", PAGES)
def test_titles_tell_pages_apart_unless_they_are_to_be_neutral(
    client: Client, settings, path: str
) -> None:
    assert soup(client, path).title.text.strip().endswith("· Waymark")
    settings.NEUTRAL_TITLES = True
    assert soup(client, path).title.text.strip() == "Training"


def test_titles_differ(client: Client) -> None:
    titles = [soup(client, path).title.text for path in PAGES]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("path", PAGES)
def test_no_page_is_kept_by_the_browser(client: Client, path: str) -> None:
    assert client.get(path)["Cache-Control"] == "no-store"


def test_the_menu_follows_who_is_there(client: Client) -> None:
    def menu() -> list[str]:
        return [link.text for link in soup(client, "/stay-safe/").select(".wm-nav a")]

    assert menu() == ["Courses", "Check a certificate", "Sign in"]
    person = User.objects.create_user("amara@example.org", display_name="Amara")
    client.force_login(person)
    assert menu() == ["Courses", "My learning", "Check a certificate", "Your account", "Sign out"]
    assert b"Amara" not in client.get("/stay-safe/").content  # T44: no names on the screen
    person.is_staff = True
    person.save()
    assert "Editor" in menu()


def test_the_menu_marks_where_one_is(client: Client) -> None:
    current = soup(client, "/accounts/login/").select(".wm-nav [aria-current]")
    assert [link.text for link in current] == ["Sign in"]


def test_the_break_knows_its_page_and_needs_no_token(client: Client) -> None:
    form = soup(client, "/about/").select_one('form[action="/break/"]')
    assert form.select_one("[name=next]")["value"] == "/about/"
    assert not form.select("[name=csrfmiddlewaretoken]")


def test_an_address_with_quotes_stays_text(client: Client) -> None:
    page = soup(client, "/no\"><b id='x'>/")
    assert not page.select("#x")


def test_a_broken_server_still_offers_the_exit() -> None:
    from django.template.loader import render_to_string

    page = BeautifulSoup(render_to_string("500.html"), "lxml")
    assert [stop["href"] for stop in page.select(FOCUSABLE)[:2]] == ["#main", "/exit/"]
