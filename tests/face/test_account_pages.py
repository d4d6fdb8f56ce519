"""Sign-in, sign-up and the second step: all in the site's own face."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from bs4 import BeautifulSoup
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import User

pytestmark = pytest.mark.django_db
OUTSIDE = ["account_login", "account_signup", "account_reset_password"]
INSIDE = [
    "account_logout",
    "account_change_password",
    "account_email",
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
]


@pytest.fixture
def person() -> User:
    person = User.objects.create_user("amara@example.org", "a long password here")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


@pytest.fixture
def signed_in(person: User) -> Client:
    client = Client()
    client.post(
        reverse("account_login"), {"login": person.email, "password": "a long password here"}
    )
    return client


def check(page: BeautifulSoup) -> None:
    assert page.select_one(".wm-exit")
    assert len(page.find_all("h1")) == 1
    assert page.title.text.strip() != "· Waymark"
    main = page.find("main")
    for field in main.select("input:not([type=hidden]), select, textarea"):
        assert page.select_one(f'label[for="{field["id"]}"]'), field
    for button in main.select("button"):
        assert "govuk-button" in button["class"], button
    assert not page.select("[style], script:not([src])")


@pytest.mark.parametrize("name", OUTSIDE)
def test_pages_before_signing_in(client: Client, name: str) -> None:
    check(BeautifulSoup(client.get(reverse(name)).content, "lxml"))


@pytest.mark.parametrize("name", INSIDE)
def test_pages_after_signing_in(signed_in: Client, name: str) -> None:
    response = signed_in.get(reverse(name), follow=True)
    assert response.status_code == 200
    check(BeautifulSoup(response.content, "lxml"))


@pytest.mark.parametrize("name", INSIDE[1:])
def test_a_stranger_is_asked_to_sign_in(client: Client, name: str) -> None:
    response = client.get(reverse(name))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def test_a_form_that_cannot_be_used_comes_back_filled(client: Client) -> None:
    response = client.post(reverse("account_signup"), {"email": "amara", "password1": "short"})
    page = BeautifulSoup(response.content, "lxml")
    check(page)
    assert page.select_one(".govuk-error-summary")
    assert page.select_one("[name=email]")["value"] == "amara"


def test_a_new_person_is_asked_for_the_code_from_the_mail(client: Client) -> None:
    form = client.get(reverse("account_signup"))
    names = [field["name"] for field in BeautifulSoup(form.content, "lxml").select("main [name]")]
    filled = {
        "email": "noor@example.org",
        "password1": "a long password here",
        "display_name": "Noor",
        "certificate_name": "Noor Haddad",
        "profession": "police",
    }
    data = {name: value for name, value in filled.items() if name in names}
    response = client.post(reverse("account_signup"), data, follow=True)
    page = BeautifulSoup(response.content, "lxml")
    assert "Enter the code" in page.h1.text
    assert "noor@example.org" in page.find("main").text
    check(page)
    assert len(mail.outbox) == 1
