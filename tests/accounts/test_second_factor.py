"""Nobody enters the editor without a second factor, by whichever door."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.people import User
from accounts.roles import REVIEWER, TRAINER
from accounts.secrets_at_rest import decrypt

PASSWORD = "correct horse battery"


def sign_in(client: Client, person: User, path: str = "/accounts/login/") -> Any:
    return client.post(path, {"login": person.email, "password": PASSWORD})


def totp(secret: str, at: float | None = None) -> str:
    counter = int((at or time.time()) // 30)
    value = auth.hotp_value(secret, counter)
    return str(auth.format_hotp_value(value))


def set_up(client: Client) -> str:
    """Set the second factor up as a person would; returns its secret."""
    page = client.get("/accounts/2fa/totp/activate/")
    assert page.status_code == 200, page.headers
    secret = client.session["mfa.totp.secret"]
    # A test's transaction never commits; on a site this runs as the view's own block ends.
    with mock.patch("django.db.transaction.on_commit", lambda function: function()):
        response = client.post("/accounts/2fa/totp/activate/", {"code": totp(secret)})
    assert response.status_code == 302, response.content.decode()
    return str(secret)


def enters(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


def test_a_trainer_is_led_to_set_it_up_and_then_enters(client: Client, tina: User) -> None:
    sign_in(client, tina)
    response = client.get("/admin/", follow=True)
    assert response.redirect_chain[-1][0] == "/accounts/2fa/totp/activate/"
    assert "The editor opens with a second step" in response.content.decode()
    set_up(client)
    assert enters(client)


def test_afterwards_signing_in_asks_for_the_code(client: Client, tina: User) -> None:
    sign_in(client, tina)
    secret = set_up(client)
    other = Client()
    response = sign_in(other, tina)
    assert response["Location"].startswith("/accounts/2fa/authenticate/")
    assert other.get("/accounts/profile/").status_code == 302
    assert not enters(other)
    response = other.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert response.status_code == 200
    auth_code = totp(secret, time.time() + 30)
    other.post("/accounts/2fa/authenticate/", {"code": auth_code})
    assert enters(other)


def test_a_recovery_code_opens_too(client: Client, tina: User) -> None:
    sign_in(client, tina)
    set_up(client)
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    assert codes[0] in client.get("/accounts/2fa/recovery-codes/").content.decode()
    other = Client()
    sign_in(other, tina)
    other.post("/accounts/2fa/authenticate/", {"code": codes[0]})
    assert enters(other)


def test_a_session_of_before_does_not_count(client: Client, tina: User) -> None:
    """Whoever stole a session has no second factor, even when the owner sets one up."""
    stolen = Client()
    sign_in(stolen, tina)
    sign_in(client, tina)
    set_up(client)
    response = stolen.get("/admin/")
    assert response["Location"].startswith("/accounts/2fa/reauthenticate/")


def test_taking_it_away_closes_the_editor_at_once(client: Client, tina: User) -> None:
    sign_in(client, tina)
    set_up(client)
    Authenticator.objects.filter(user=tina).delete()
    assert not enters(client)


def test_the_seed_lies_encrypted(client: Client, tina: User) -> None:
    sign_in(client, tina)
    secret = set_up(client)
    stored = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in stored
    assert decrypt(stored) == secret


@pytest.mark.parametrize("role", [TRAINER, REVIEWER])
def test_demonstration_accounts_go_without_only_where_allowed(
    make_person: Callable[..., User], settings: Any, role: str
) -> None:
    demo = make_person("Demo", role, is_demo=True)
    client = Client()
    client.force_login(demo)
    assert enters(client)
    settings.DEMO_ACCOUNTS_ALLOWED = False
    assert not enters(client)


def test_a_superuser_needs_it_too(db: None, client: Client) -> None:
    person = User.objects.create_superuser("root@example.org", PASSWORD)
    client.force_login(person)
    assert client.get("/admin/")["Location"] == "/accounts/2fa/totp/activate/"


def test_learners_get_a_sentence_not_a_loop(client: Client, lena: User) -> None:
    client.force_login(lena)
    response = client.get("/admin/pages/")
    assert response.status_code == 403
    assert "The editor is for trainers" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("door", "leads_to"),
    [
        ("/admin/login/?next=/admin/pages/", "/accounts/login/?next=/admin/pages/"),
        ("/admin/password_reset/", "/accounts/password/reset/"),
        ("/admin/password_reset/confirm/MQ/abc-def/", "/accounts/password/reset/"),
        ("/admin/password_reset/complete/", "/accounts/password/reset/"),
        ("/_util/login/", "/accounts/login/"),
    ],
)
def test_wagtail_s_own_doors_lead_to_ours(client: Client, door: str, leads_to: str) -> None:
    assert client.get(door)["Location"] == leads_to
    assert client.post(door)["Location"].startswith(leads_to.partition("?")[0])


@pytest.mark.parametrize("door", ["/admin/login/", "/_util/login/"])
def test_a_password_posted_at_wagtail_s_doors_opens_nothing(
    client: Client, tina: User, door: str
) -> None:
    client.post(door, {"username": tina.email, "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_wagtail_s_sign_out_is_ours(client: Client, adam: User) -> None:
    client.force_login(adam)
    client.post("/admin/logout/")
    assert "_auth_user_id" not in client.session


def editor_addresses() -> list[str]:
    """Every address under /admin/, with made-up arguments."""

    def walk(patterns: list[Any], prefix: str) -> list[str]:
        found = []
        for pattern in patterns:
            path = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                found += walk(pattern.url_patterns, path)
            elif isinstance(pattern, URLPattern):
                found.append(path)
        return found

    addresses = []
    for route in walk(get_resolver().url_patterns, ""):
        if route.startswith("admin/"):
            plain = re.sub(r"\(\?P<\w+>[^)]*\)|<[^>]*>", "1", route)
            addresses.append("/" + re.sub(r"[\^$\\?]|\(.*?\)", "", plain))
    return addresses


# What anybody may see: the doors themselves, the sprite of icons and the words of the scripts.
OPEN = re.compile(r"/admin/(login/|logout/|password_reset/.*|sprite/|jsi18n/)")


def test_no_address_under_admin_opens_without_it(client: Client, tina: User) -> None:
    addresses = editor_addresses()
    assert len(addresses) > 150
    client.force_login(tina)
    opened = [
        address
        for address in addresses
        if not OPEN.match(address)
        and not (
            (response := client.get(address)).status_code == 302
            and response["Location"] == "/accounts/2fa/totp/activate/"
        )
    ]
    assert opened == []


def test_no_address_under_admin_opens_to_strangers(client: Client, db: None) -> None:
    opened = []
    for address in editor_addresses():
        response = client.get(address)
        if response.status_code == 200 and not OPEN.match(address):
            opened.append(address)
    assert opened == []


def test_there_is_no_public_api_of_wagtail(client: Client, tina: User) -> None:
    client.force_login(tina)
    for address in ("/api/v2/pages/", "/api/v1/pages/", "/admin/api/main/pages/"):
        assert client.get(address).status_code in {302, 404}
