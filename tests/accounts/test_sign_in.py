"""Signing in and out, new passwords, closed and demonstration accounts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from accounts.people import User

PASSWORD = "correct horse battery"


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: Any) -> Any:
    return client.post("/accounts/login/", {"login": email, "password": password, **more})


def is_in(client: Client) -> bool:
    return client.get("/accounts/profile/").status_code == 200


def test_a_person_signs_in_and_out(client: Client, olga: User) -> None:
    response = sign_in(client, "OLGA@example.org")
    assert (response.status_code, response["Location"]) == (302, "/learning/")
    assert is_in(client)
    client.post("/accounts/logout/")
    assert not is_in(client)


@pytest.mark.parametrize("email", ["olga@example.org", "nobody@example.org"])
def test_another_password_is_refused_alike_for_known_and_unknown(
    client: Client, olga: User, email: str
) -> None:
    response = sign_in(client, email, "something else")
    page = response.content.decode()
    assert response.status_code == 200
    assert "We could not sign you in with this e-mail address and password" in page
    assert not is_in(client)


def test_a_closed_account_does_not_enter_and_leaves_at_once(client: Client, olga: User) -> None:
    sign_in(client, olga.email)
    User.objects.update(is_active=False)
    assert not is_in(client)
    assert sign_in(Client(), olga.email)["Location"] == "/accounts/inactive/"


def test_demonstration_accounts_enter_only_where_allowed(
    client: Client, make_person: Callable[..., User], settings: Any
) -> None:
    demo = make_person("Demo", is_demo=True)
    sign_in(client, demo.email)
    assert is_in(client)
    settings.DEMO_ACCOUNTS_ALLOWED = False
    assert not is_in(client)
    other = Client()
    sign_in(other, demo.email)
    assert not is_in(other)


def test_a_new_password_by_code(
    client: Client, olga: User, code_from_mail: Callable[[], str]
) -> None:
    client.post("/accounts/password/reset/", {"email": olga.email})
    assert mail.outbox[-1].to == [olga.email]
    response = client.post("/accounts/password/reset/confirm/", {"code": code_from_mail()})
    new = "quite another phrase"
    client.post(response["Location"], {"password1": new, "password2": new})
    assert sign_in(Client(), olga.email)["Content-Type"].startswith("text/html")
    fresh = Client()
    sign_in(fresh, olga.email, new)
    assert is_in(fresh)


def test_an_unknown_address_asking_for_a_password_sees_the_same(client: Client, olga: User) -> None:
    known = client.post("/accounts/password/reset/", {"email": olga.email})
    unknown = Client().post("/accounts/password/reset/", {"email": "nobody@example.org"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert "There is no account" in mail.outbox[-1].body


@pytest.mark.django_db
def test_an_unconfirmed_person_gets_a_new_code_at_sign_in(
    client: Client, code_from_mail: Callable[[], str]
) -> None:
    User.objects.create_user("late@example.org", PASSWORD, display_name="Late")
    assert sign_in(client, "late@example.org")["Location"] == "/accounts/confirm-email/"
    assert not is_in(client)
    client.post("/accounts/confirm-email/", {"code": code_from_mail()})
    assert is_in(client)


def test_addresses_differ_by_more_than_case(olga: User) -> None:
    with pytest.raises(ValueError, match="needs an e-mail"):
        User.objects.create_user("")
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.bulk_create([User(email="OLGA@example.org")])
