"""T44: a short session on a shared computer, and no name on its screen."""

from __future__ import annotations

import re
from typing import Any
from unittest import mock

import pytest
from django.test import Client

from accounts.people import User
from accounts.sessions import PersonSession, end_sessions

PASSWORD = "correct horse battery"


def sign_in(client: Client, person: User, shared: bool) -> Any:
    data = {"login": person.email, "password": PASSWORD}
    return client.post(
        "/accounts/login/", {**data, **({"shared_computer": "on"} if shared else {})}
    )


def later(minutes: int) -> Any:
    import time

    return mock.patch("accounts.middleware.time.time", return_value=time.time() + minutes * 60)


def is_in(client: Client) -> bool:
    return client.get("/accounts/profile/").status_code == 200


def test_it_ends_after_twenty_idle_minutes(client: Client, olga: User) -> None:
    sign_in(client, olga, shared=True)
    assert client.session["shared_computer"] is True
    assert is_in(client)
    with later(19):
        assert is_in(client)
    with later(38):
        assert is_in(client)
    with later(59):
        assert not is_in(client)
    assert not is_in(client)


def test_one_s_own_computer_stays_signed_in(client: Client, olga: User) -> None:
    sign_in(client, olga, shared=False)
    assert "shared_computer" not in client.session
    with later(24 * 60):
        assert is_in(client)


@pytest.mark.parametrize("shared", [True, False])
def test_the_cookie_goes_with_the_browser_on_a_shared_computer(
    client: Client, olga: User, shared: bool
) -> None:
    cookie = sign_in(client, olga, shared).cookies["sessionid"]
    assert (cookie["max-age"] == "") is shared


@pytest.mark.parametrize("shared", [True, False])
def test_no_name_on_the_screen_of_a_shared_computer(
    client: Client, olga: User, shared: bool
) -> None:
    from accounts.context import person

    sign_in(client, olga, shared)
    request = client.get("/accounts/profile/").wsgi_request
    assert str(person(request)["shown_name"]) == ("" if shared else "Olga")
    assert bool(person(request)["shared_computer"]) is shared
    page = client.get("/accounts/your-data/").content.decode()
    if shared:
        assert not re.search(r"Olga|olga@example\.org", page)


def test_signing_out_leaves_nothing(client: Client, olga: User) -> None:
    sign_in(client, olga, shared=True)
    client.post("/accounts/logout/")
    assert not PersonSession.objects.filter(account=olga.pk).exists()


def test_all_sessions_of_one_person_end_and_no_other(olga: User, lena: User) -> None:
    clients = [Client(), Client(), Client()]
    for client, person in zip(clients, (olga, olga, lena), strict=True):
        sign_in(client, person, shared=False)
    assert end_sessions(olga, except_key=clients[0].session.session_key) == 1
    assert [is_in(client) for client in clients] == [True, False, True]


@pytest.mark.django_db
def test_anonymous_pages_are_not_made_personal(client: Client) -> None:
    assert "Cookie" not in client.get("/healthz").get("Vary", "")
