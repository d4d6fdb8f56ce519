"""The database gone: one calm page, wherever it was missed; other faults keep their own page."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import pytest
from bs4 import BeautifulSoup
from django.db import InterfaceError, OperationalError, connection
from django.db.backends.utils import CursorWrapper
from django.test import Client

from accounts.models import User


def failing(error: Exception, verb: str = "") -> Any:
    """Every query, or those that begin with `verb`, raises `error`."""
    really = CursorWrapper.execute

    def execute(self: CursorWrapper, sql: str, params: Any = None) -> Any:
        if sql.startswith(verb):
            raise error
        return really(self, sql, params)

    return patch.object(CursorWrapper, "execute", execute)


@pytest.fixture
def browser() -> Client:
    """Comes with a session's cookie, so that middleware asks the database too."""
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = "a" * 32
    return client


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/learning/", "/courses/", "/accounts/login/", "/verify/x/"])
@pytest.mark.parametrize(
    "error", [OperationalError("server closed the connection"), InterfaceError("closed")]
)
def test_without_the_database_a_page_says_so_and_when_to_come_back(
    browser: Client, path: str, error: Exception
) -> None:
    with failing(error):
        answer = browser.get(path)
    assert answer.status_code == 503
    assert answer["Retry-After"] == "30"
    assert answer["Cache-Control"] == "no-store"
    page = BeautifulSoup(answer.content, "lxml")
    assert page.h1 is not None
    assert page.h1.get_text() == "We cannot reach our records right now"
    assert "try again in a minute" in page.get_text()
    assert "server closed" not in page.get_text()
    assert page.title is not None
    assert page.title.get_text() == "Training"


@pytest.mark.django_db
def test_another_fault_keeps_its_own_page(browser: Client) -> None:
    with failing(ValueError("a mistake of ours")):
        answer = browser.get("/learning/")
    assert answer.status_code == 500
    assert "Something broke on our side" in answer.content.decode()


@pytest.mark.django_db
def test_the_quick_exit_leads_away_without_the_database(browser: Client, settings: Any) -> None:
    with failing(OperationalError("gone")):
        for ask in (browser.get, browser.post):
            answer = ask("/exit/")
            assert (answer.status_code, answer["Location"]) == (303, settings.EXIT_ADDRESS)
            assert answer.cookies["veil"].value == "1"


@pytest.mark.django_db
def test_the_quick_exit_leads_away_when_only_writing_is_not_possible(
    client: Client, settings: Any
) -> None:
    """A locked SQLite file can be read; Django takes that for a session that was deleted."""
    client.force_login(User.objects.create_user("amal@example.org", "a-long-password"))
    with failing(OperationalError("database is locked"), "UPDATE"):
        answer = client.get("/exit/")
    assert (answer.status_code, answer["Location"]) == (303, settings.EXIT_ADDRESS)
    assert answer.cookies["veil"].value == "1"


@pytest.mark.django_db
def test_a_session_that_cannot_be_saved_is_not_called_deleted(client: Client) -> None:
    client.raise_request_exception = False
    client.force_login(User.objects.create_user("amal@example.org", "a-long-password"))
    client.get("/exit/")
    client.cookies.pop("veil")
    with failing(OperationalError("database is locked"), "UPDATE"):
        answer = client.post("/exit/return/", {"next": "/learning/"})
    assert answer.status_code == 503


@pytest.mark.django_db
def test_readyz_names_the_database(client: Client) -> None:
    with (
        failing(OperationalError("gone")),
        patch.object(connection, "ensure_connection", side_effect=OperationalError("gone")),
    ):
        answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["database"] == "cannot be reached"
