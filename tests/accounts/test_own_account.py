"""Another e-mail address, another password, codes to recover: what one does for oneself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from accounts.people import User

PASSWORD = "correct horse battery"


@pytest.fixture
def client(olga: User) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": olga.email, "password": PASSWORD})
    return client


def test_another_address_takes_its_code(
    client: Client, olga: User, code_from_mail: Callable[[], str]
) -> None:
    response = client.post("/accounts/email/", {"email": "olga@home.example", "action_add": ""})
    assert response.status_code == 302
    olga.refresh_from_db()
    assert olga.email == "olga@example.org"
    assert mail.outbox[-1].to == ["olga@home.example"]
    client.post("/accounts/confirm-email/", {"code": code_from_mail()})
    olga.refresh_from_db()
    assert olga.email == "olga@home.example"
    data = {"login": "olga@home.example", "password": PASSWORD}
    assert Client().post("/accounts/login/", data)["Location"] == "/learning/"
    old = Client().post("/accounts/login/", {**data, "login": "olga@example.org"})
    assert old.status_code == 200


def test_somebody_else_s_address_cannot_be_taken(
    client: Client, olga: User, lena: User, code_from_mail: Callable[[], str]
) -> None:
    """The page tells nothing; the mail goes to its owner; even with its code nothing changes."""
    fresh = client.post("/accounts/email/", {"email": "free@example.org", "action_add": ""})
    taken = client.post("/accounts/email/", {"email": lena.email, "action_add": ""})
    assert (taken.status_code, taken["Location"]) == (fresh.status_code, fresh["Location"])
    assert mail.outbox[-1].to == [lena.email]
    response = client.post("/accounts/confirm-email/", {"code": code_from_mail()})
    assert response.status_code < 500
    olga.refresh_from_db()
    lena.refresh_from_db()
    assert (olga.email, lena.email) == ("olga@example.org", "lena@example.org")


@pytest.mark.parametrize(("given", "changes"), [(PASSWORD, True), ("a guess", False)])
def test_another_password_takes_the_present_one(
    client: Client, olga: User, given: str, changes: bool
) -> None:
    new = "quite another phrase"
    data: dict[str, Any] = {"oldpassword": given, "password1": new, "password2": new}
    client.post("/accounts/password/change/", data)
    olga.refresh_from_db()
    assert olga.check_password(new) is changes
    assert client.get("/accounts/profile/").status_code == 200


def test_pages_of_the_second_step_open(client: Client) -> None:
    for address in ("/accounts/2fa/", "/accounts/2fa/totp/activate/"):
        assert client.get(address).status_code == 200
