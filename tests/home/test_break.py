"""T09: a break is a page, and nothing else."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

pytestmark = pytest.mark.django_db


def test_leads_back_to_the_step(client: Client) -> None:
    page = client.post("/break/", {"next": "/stay-safe/"}).content.decode()
    assert 'href="/stay-safe/" rel="next"' in page
    assert "Stop for today" in page
    assert "Jump past" not in page


@pytest.mark.parametrize("address", ["https://evil.example.org/", "//evil.example.org", ""])
def test_never_leads_elsewhere(client: Client, address: str) -> None:
    page = client.post("/break/", {"next": address, "past": address}).content.decode()
    assert 'href="/learning/" rel="next"' in page
    assert "evil" not in page
    assert "Jump past" not in page


def test_offers_to_jump_past_where_the_step_can_be(client: Client) -> None:
    page = client.post("/break/", {"next": "/learning/a/", "past": "/learning/a/"}).content.decode()
    assert "Jump past this scene" in page
    assert 'action="/learning/a/"' in page
    assert 'name="reading" value="summary"' in page


def test_works_by_link_and_without_a_token() -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/break/", {"next": "/about/"}).status_code == 200
    assert strict.get("/break/").status_code == 200
    assert strict.get("/break/stop/").status_code == 200


def test_writes_nothing(client: Client, django_capture_on_commit_callbacks) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        client.post("/break/", {"next": "/about/"})
    assert not [q for q in queries if not q["sql"].startswith("SELECT")]
    assert not client.session.keys()
    assert Session.objects.count() == 0


def test_has_no_timer(client: Client) -> None:
    page = client.post("/break/", {"next": "/about/"}).content.lower()
    assert b"http-equiv" not in page
    assert b"<meter" not in page
    assert b"<progress" not in page
