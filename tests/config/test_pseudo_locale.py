"""Whatever we show goes through gettext: in the pseudo-language no plain word is left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from accounts.people import User
from certification.views import checking
from config.pseudo import pseudo, pseudo_language, untranslated
from home import face

PASSWORD = "correct horse battery"
# Names, addresses and what the operator sets: data, not words of ours.
DATA = (
    "Waymark",
    "Zoë",
    "zoe@example.org",
    "http://testserver",
    "testserver",
    "PDF",
    "JSON",
    # The name of the issuer's time zone.
    "UTC",
)
PUBLIC = [
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accounts/inactive/",
    "/accounts/deleted/",
    "/break/",
    "/stay-safe/",
    "/support/",
    "/display/",
    "/verify/",
    "/verify/0000000000/",
    "/no-such-page/",
]
SIGNED_IN = [
    "/accounts/profile/",
    "/accounts/your-data/",
    "/accounts/your-data/delete/",
    "/accounts/password/change/",
    "/accounts/email/",
    "/accounts/logout/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/admin/",
    "/learning/",
    "/learning/what-we-record/",
    "/credentials/",
]


@pytest.fixture
def pseudo_site(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    """A client of a site in the pseudo-language, with nothing drawn before it."""
    cache.clear()
    monkeypatch.setattr(face, "_parts", {})
    monkeypatch.setattr(face, "_support", {})
    monkeypatch.setattr(checking, "_another", checking._another.__wrapped__)
    with pseudo_language():
        yield Client()


@pytest.fixture
def zoe(db: None) -> User:
    person = User.objects.create_user("zoe@example.org", PASSWORD, display_name="Zoë")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def leftover(response: Any) -> list[str]:
    page = re.sub(r"<code[^>]*>.*?</code>", "", response.content.decode(), flags=re.DOTALL)
    return untranslated(page, DATA)


@pytest.mark.parametrize("address", PUBLIC)
def test_pages_for_everybody(pseudo_site: Client, address: str) -> None:
    response = pseudo_site.get(address)
    assert response["Content-Type"].startswith("text/html")
    assert leftover(response) == []


@pytest.mark.parametrize("address", SIGNED_IN)
def test_pages_of_one_s_own(pseudo_site: Client, zoe: User, address: str) -> None:
    data = {"login": zoe.email, "password": PASSWORD}
    assert pseudo_site.post("/accounts/login/", data).status_code == 302
    response = pseudo_site.get(address)
    assert response["Content-Type"].startswith("text/html")
    assert leftover(response) == []


@pytest.mark.parametrize(
    ("address", "data"),
    [
        ("/accounts/signup/", {"email": "x", "password1": "1"}),
        ("/accounts/login/", {"login": "zoe@example.org", "password": "a guess"}),
        ("/accounts/password/reset/", {"email": ""}),
        ("/verify/", {}),
    ],
)
def test_what_is_said_to_a_form_that_cannot_be(
    pseudo_site: Client, address: str, data: dict[str, str]
) -> None:
    response = pseudo_site.post(address, data)
    assert leftover(response) == []


def test_mails(pseudo_site: Client, zoe: User) -> None:
    data = {"email": "new@example.org", "password1": PASSWORD, "display_name": "New"}
    pseudo_site.post("/accounts/signup/", data)
    Client().post("/accounts/signup/", {**data, "email": zoe.email})
    Client().post("/accounts/password/reset/", {"email": zoe.email})
    Client().post("/accounts/password/reset/", {"email": "nobody@example.org"})
    assert len(mail.outbox) == 4
    for letter in mail.outbox:
        body = re.sub(r"http://\S+", "", letter.body)
        assert untranslated(f"{letter.subject}\n{body}", DATA) == []


def test_it_finds_what_was_forgotten() -> None:
    page = "<p>[Ĥéļļö] there</p><p>[Ĥéļļö] Zoë</p><img alt='A face'><script>let x</script>"
    assert sorted(untranslated(page, DATA)) == ["A face", "[Ĥéļļö] there"]


@given(st.text())
def test_what_a_translator_must_keep_is_kept(text: str) -> None:
    for kept in ("%(name)s", "{count}", "<strong>", "%d"):
        assert kept in pseudo(f"{text.replace('<', '').replace('&', '')} {kept} word")
    assert untranslated(pseudo("Any words of ours at all")) == []
