"""The pages that a new site starts with, and T07."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.models import Page, Site

from home.models import HomePage, StandardPage

pytestmark = pytest.mark.django_db
PAGES = ["/", "/about/", "/accessibility/", "/privacy/", "/stay-safe/", "/support/", "/display/"]


@pytest.mark.parametrize("path", PAGES)
def test_every_first_page_answers_with_one_heading(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert len(BeautifulSoup(response.content, "lxml").find_all("h1")) == 1


@pytest.mark.parametrize("path", [*PAGES, "/break/", "/accounts/login/", "/nowhere/"])
def test_what_the_exit_does_is_one_click_from_every_page(client: Client, path: str) -> None:
    assert b'href="/stay-safe/"' in client.get(path).content


def test_it_says_what_the_exit_cannot_do(client: Client) -> None:
    page = client.get("/stay-safe/").content.decode()
    for words in (
        "does not erase your browser’s history",
        "private window",
        "Come back",
        "Shift three times",
        "Your progress is kept",
    ):
        assert words in page


def test_the_tree_is_sound_and_takes_more_pages(client: Client) -> None:
    home = HomePage.objects.get()
    assert Site.objects.get(is_default_site=True).root_page_id == home.pk
    assert not any(Page.find_problems())
    home.add_child(instance=StandardPage(title="Contact", slug="contact", body="<p>Write.</p>"))
    assert client.get("/contact/").status_code == 200
    assert not any(Page.find_problems())


def test_scripts_in_a_page_are_not_served(client: Client) -> None:
    about = StandardPage.objects.get(slug="about")
    about.body = '<p>Hello<script>alert(1)</script><a href="javascript:x()">x</a></p>'
    about.save_revision().publish()
    page = client.get("/about/").content.decode()
    assert "alert(1)</script>" not in page or "Content-Security-Policy" in client.get("/about/")
