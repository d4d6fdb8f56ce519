"""Making an account: e-mail, code, names; an address that is taken already."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pytest
from django.core import mail
from django.test import Client

from accounts.forms import SignUpForm
from accounts.people import User
from accounts.roles import LEARNER

NEW = {
    "email": "Sam@Example.org",
    "password1": "a long pasted pass phrase",
    "display_name": "Sam",
    "certificate_name": "Samira Okafor",
    "profession": "police",
}


def sign_up(client: Client, **changes: Any) -> Any:
    return client.post("/accounts/signup/", {**NEW, **changes})


@pytest.mark.django_db
def test_a_new_person_signs_up_with_a_code_from_the_mail(
    client: Client, code_from_mail: Callable[[], str]
) -> None:
    response = sign_up(client)
    assert (response.status_code, response["Location"]) == (302, "/accounts/confirm-email/")
    assert client.get("/accounts/confirm-email/").status_code == 200

    response = client.post("/accounts/confirm-email/", {"code": code_from_mail()})
    assert (response.status_code, response["Location"]) == (302, "/learning/")
    person = User.objects.get()
    assert int(client.session["_auth_user_id"]) == person.pk
    assert person.email == "sam@example.org"
    assert (person.display_name, person.certificate_name) == ("Sam", "Samira Okafor")
    assert person.profession == "police"
    assert [group.name for group in person.groups.all()] == [LEARNER]


@pytest.mark.django_db
def test_without_the_right_code_nobody_enters(
    client: Client, code_from_mail: Callable[[], str]
) -> None:
    sign_up(client)
    right = code_from_mail()
    response = client.post("/accounts/confirm-email/", {"code": "0000-0000"})
    assert response.status_code == 200
    assert "This is not the code" in response.content.decode()
    assert "_auth_user_id" not in client.session
    response = client.post("/accounts/confirm-email/", {"code": right.replace("-", " ")})
    assert response["Location"] == "/learning/"


@pytest.mark.django_db
def test_five_codes_tried_end_the_trying(client: Client, code_from_mail: Callable[[], str]) -> None:
    sign_up(client)
    for _ in range(5):
        client.post("/accounts/confirm-email/", {"code": "0000-0000"})
    client.post("/accounts/confirm-email/", {"code": code_from_mail()})
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db
def test_a_taken_address_shows_the_same_page_and_tells_its_owner(
    client: Client, olga: User
) -> None:
    fresh = sign_up(Client())
    taken = sign_up(client, email=olga.email.upper())
    assert (taken.status_code, taken["Location"]) == (fresh.status_code, fresh["Location"])
    pages = [
        one.get("/accounts/confirm-email/").content.decode().replace(address, "…")
        for one, address in ((client, olga.email), (Client(), ""))
    ]
    assert "Enter the code" in pages[0]
    assert User.objects.filter(email=olga.email).count() == 1
    letter = mail.outbox[-1]
    assert letter.to == [olga.email]
    assert "You have one already" in letter.body
    assert "/accounts/password/reset/" in letter.body


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("password", "place"),
    [(NEW["password1"], "/accounts/login/"), ("of-somebody-else", "/accounts/confirm-email/")],
)
def test_an_address_taken_at_the_same_moment(client: Client, password: str, place: str) -> None:
    """By the second click on the same button, or by somebody else."""
    User.objects.create_user(NEW["email"], password)
    with patch.object(SignUpForm, "validate_unique_email", lambda form, value: value):
        response = sign_up(client)
    assert (response.status_code, response["Location"]) == (302, place)
    assert User.objects.count() == 1
    assert "_auth_user_id" not in client.session
    if place == "/accounts/login/":
        assert "Your account is made" in client.get(place).content.decode()
    else:
        assert "You have one already" in mail.outbox[-1].body


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("email", "not an address", "valid email"),
        ("password1", "short", "10 characters"),
        ("password1", "password1234", "too common"),
        ("display_name", "", "required"),
        ("display_name", "x" * 151, "at most 150"),
        ("profession", "astronaut", "valid choice"),
    ],
)
def test_what_cannot_be_used_comes_back_with_a_sentence(
    client: Client, field: str, value: str, sentence: str
) -> None:
    response = sign_up(client, **{field: value})
    page = response.content.decode()
    assert response.status_code == 200
    assert sentence in page
    assert 'value="Samira Okafor"' in page
    assert not User.objects.exists()
    assert not mail.outbox


@pytest.mark.django_db
def test_certificate_name_and_profession_may_stay_empty(client: Client) -> None:
    sign_up(client, certificate_name="", profession="")
    person = User.objects.get()
    assert (person.certificate_name, person.profession) == ("", "")


@pytest.mark.django_db
def test_fields_welcome_password_managers_and_pasting(client: Client) -> None:
    page = client.get("/accounts/signup/").content.decode()
    assert 'autocomplete="new-password"' in page
    assert "onpaste" not in page
    assert "placeholder" not in page


@pytest.mark.django_db
@pytest.mark.parametrize("neutral", [False, True])
def test_mails_are_plain_text_with_calm_subjects(
    client: Client, settings: Any, neutral: bool
) -> None:
    settings.NEUTRAL_TITLES = neutral
    settings.SITE_NAME = "Anti-Trafficking Academy"
    sign_up(client)
    letter = mail.outbox[-1]
    assert not getattr(letter, "alternatives", [])
    assert ("trafficking" in (letter.subject + letter.body).lower()) is not neutral
    assert "\n" not in letter.subject
    assert "<" not in letter.body
    assert "&#" not in letter.body


@pytest.mark.django_db
def test_a_mail_server_that_is_away_gets_a_sentence(client: Client, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    response = sign_up(client)
    assert response.status_code == 503
    assert "We could not send the mail" in response.content.decode()
