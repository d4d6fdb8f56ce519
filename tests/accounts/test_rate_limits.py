"""A class behind one address gets in; somebody who guesses is slowed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client, RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from accounts.client_address import client_address
from accounts.people import User

PASSWORD = "correct horse battery"
CLASS = 40


def sign_in(email: str, password: str = PASSWORD, **extra: Any) -> Any:
    client = Client(**extra)
    return client.post("/accounts/login/", {"login": email, "password": password})


@pytest.mark.django_db
def test_forty_trainees_behind_one_address_sign_up_and_sign_in(
    code_from_mail: Callable[[], str],
) -> None:
    for number in range(CLASS):
        client = Client()
        data = {
            "email": f"trainee{number}@example.org",
            "password1": PASSWORD,
            "display_name": f"Trainee {number}",
        }
        # Every one of them slips once.
        client.post("/accounts/signup/", {**data, "display_name": ""})
        assert client.post("/accounts/signup/", data).status_code == 302
        client.post("/accounts/confirm-email/", {"code": code_from_mail()})
        assert client.get("/accounts/profile/").status_code == 200
    for number in range(CLASS):
        sign_in(f"trainee{number}@example.org", "a slip of the finger")
        assert sign_in(f"trainee{number}@example.org")["Location"] == "/learning/"


def test_guessing_at_one_account_is_slowed_from_wherever(olga: User) -> None:
    for number in range(5):
        sign_in(olga.email, "a guess", REMOTE_ADDR=f"192.0.2.{number}")
    response = sign_in(olga.email, REMOTE_ADDR="198.51.100.7")
    assert "Please wait five minutes" in response.content.decode()
    assert "_auth_user_id" not in response.client.session


@pytest.mark.django_db
def test_guessing_at_many_accounts_from_one_address_is_slowed(olga: User) -> None:
    for number in range(60):
        sign_in(f"somebody{number}@example.org", "a guess")
    assert "Please wait five minutes" in sign_in(olga.email).content.decode()
    assert sign_in(olga.email, REMOTE_ADDR="198.51.100.7")["Location"] == "/learning/"


@pytest.mark.django_db
def test_a_flood_of_accounts_gets_the_page_in_our_words(client: Client) -> None:
    for _ in range(120):
        client.post("/accounts/signup/", {})
    response = client.post("/accounts/signup/", {})
    assert response.status_code == 429
    assert "A moment, please" in response.content.decode()


@pytest.mark.parametrize(
    ("proxies", "header", "expected"),
    [
        (0, "203.0.113.9", "192.0.2.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.66, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.66, 203.0.113.9, 10.0.0.1", "203.0.113.9"),
        (2, "203.0.113.9", "192.0.2.1"),
        (1, "", "192.0.2.1"),
        (1, "nonsense", "192.0.2.1"),
        (1, "[2001:db8::1]:4711", "2001:db8::1"),
        (1, "203.0.113.9:4711", "203.0.113.9"),
    ],
)
def test_only_what_trusted_proxies_wrote_counts(
    settings: Any, proxies: int, header: str, expected: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    extra = {"HTTP_X_FORWARDED_FOR": header} if header else {}
    request = RequestFactory(REMOTE_ADDR="192.0.2.1", **extra).get("/")
    assert client_address(request) == expected


@given(st.text(max_size=80), st.integers(0, 3))
def test_no_header_can_break_it(header: str, proxies: int) -> None:
    from django.test import override_settings

    request = RequestFactory(REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=header).get("/")
    with override_settings(TRUSTED_PROXIES=proxies):
        assert client_address(request)


def test_made_up_addresses_do_not_evade_the_limit(olga: User) -> None:
    for number in range(60):
        sign_in(f"somebody{number}@example.org", "a guess", HTTP_X_FORWARDED_FOR=f"8.8.8.{number}")
    assert "Please wait" in sign_in(olga.email, HTTP_X_FORWARDED_FOR="9.9.9.9").content.decode()
