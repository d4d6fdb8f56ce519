"""OpenID Connect by settings: a button, a round trip to a made-up provider, the same rules."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from accounts.people import User
from accounts.roles import LEARNER
from config.content_policy import learner_policy

PROVIDER = "https://id.example.org"
LOGIN = "/accounts/oidc/organisation/login/"
CONFIGURATION = {
    "issuer": PROVIDER,
    "authorization_endpoint": f"{PROVIDER}/authorize",
    "token_endpoint": f"{PROVIDER}/token",
    "userinfo_endpoint": f"{PROVIDER}/userinfo",
    "jwks_uri": f"{PROVIDER}/jwks",
}


@pytest.fixture
def provider(settings: Any) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "organisation",
                    "name": "Harbour Police",
                    "client_id": "waymark",
                    "secret": "s3cret",
                    "settings": {"server_url": PROVIDER},
                }
            ],
        }
    }
    settings.SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
    settings.SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": learner_policy(PROVIDER)}


class Answer:
    """What `requests` would bring back."""

    status_code = 200
    headers: dict[str, str] = {"content-type": "application/json"}  # noqa: RUF012

    def __init__(self, body: dict[str, Any]) -> None:
        self.body = body

    def json(self) -> dict[str, Any]:
        return self.body

    def raise_for_status(self) -> None:
        """It is always well."""


def come_back(client: Client, **claims: Any) -> Any:
    """Press the button, and come back from the provider as the person of `claims`."""

    def request(session: Any, method: str, url: str, **kwargs: Any) -> Answer:
        if url.endswith("/openid-configuration"):
            return Answer(CONFIGURATION)
        if url.endswith("/token"):
            return Answer({"access_token": "token", "token_type": "Bearer"})
        if url.endswith("/userinfo"):
            return Answer({"sub": "42", **claims})
        raise AssertionError(f"no network here: {url}")

    with mock.patch("requests.Session.request", request):
        there = client.post(LOGIN)
        assert there["Location"].startswith(CONFIGURATION["authorization_endpoint"])
        query = parse_qs(urlsplit(there["Location"]).query)
        assert query["code_challenge_method"] == ["S256"]
        return client.get(f"{LOGIN}callback/", {"code": "c", "state": query["state"][0]})


@pytest.mark.django_db
def test_the_button_is_there_and_its_way_is_open(client: Client, provider: None) -> None:
    response = client.get("/accounts/login/")
    assert "Harbour Police" in response.content.decode()
    assert f"form-action 'self' {PROVIDER}" in response["Content-Security-Policy"]


@pytest.mark.django_db
def test_without_settings_there_is_none(client: Client) -> None:
    response = client.get("/accounts/login/")
    assert "/oidc/" not in response.content.decode()
    assert client.get(LOGIN).status_code == 404


@pytest.mark.django_db
def test_a_new_person_comes_in(client: Client, provider: None) -> None:
    response = come_back(client, email="Sam@Example.org", email_verified=True, name="Sam Okafor")
    assert response["Location"] == "/learning/"
    person = User.objects.get()
    assert (person.email, person.display_name) == ("sam@example.org", "Sam Okafor")
    assert person.certificate_name == ""
    assert not person.has_usable_password()
    assert [group.name for group in person.groups.all()] == [LEARNER]
    assert client.get("/accounts/profile/").status_code == 200


def test_a_confirmed_address_is_the_same_person(client: Client, provider: None, olga: User) -> None:
    come_back(client, email=olga.email, email_verified=True, name="Another Name")
    assert User.objects.count() == 1
    assert int(client.session["_auth_user_id"]) == olga.pk
    olga.refresh_from_db()
    assert olga.display_name == "Olga"


def test_an_unconfirmed_address_takes_nobody_s_account(
    client: Client, provider: None, olga: User
) -> None:
    come_back(client, email=olga.email, email_verified=False)
    assert "_auth_user_id" not in client.session


def test_the_editor_asks_for_its_second_factor_all_the_same(
    client: Client, provider: None, tina: User
) -> None:
    come_back(client, email=tina.email, email_verified=True)
    assert client.get("/admin/")["Location"] == "/accounts/2fa/totp/activate/"


@pytest.mark.django_db
def test_a_forged_return_is_refused(client: Client, provider: None) -> None:
    response = client.get(f"{LOGIN}callback/", {"code": "c", "state": "forged"})
    assert "_auth_user_id" not in client.session
    assert response.status_code in {200, 401, 403}
    assert not User.objects.exists()


def test_three_variables_set_it_up() -> None:
    root = Path(__file__).resolve().parents[2]
    code = (
        "from config.settings import sign_in as s;"
        "app = s.SOCIALACCOUNT_PROVIDERS['openid_connect']['APPS'][0];"
        "print(app['client_id'], app['settings']['server_url'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=root / "site",
        env={"OIDC_URL": PROVIDER, "OIDC_CLIENT_ID": "waymark", "OIDC_CLIENT_SECRET": "x"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["waymark", PROVIDER]


def test_a_person_without_password_is_asked_for_none(
    client: Client, provider: None, code_from_mail: Callable[[], str], db: None
) -> None:
    come_back(client, email="sam@example.org", email_verified=True, name="Sam")
    assert "Yes, delete my account" in client.get("/accounts/your-data/delete/").content.decode()
