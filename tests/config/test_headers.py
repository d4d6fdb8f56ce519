"""Two content policies, and the headers that every answer carries."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts.people import User
from accounts.roles import ADMINISTRATOR

LEARNER_PAGES = ["/", "/accounts/login/", "/accounts/signup/", "/no-such-page/"]


def policy(client: Client, address: str) -> dict[str, list[str]]:
    header = client.get(address)["Content-Security-Policy"]
    parts = (part.split() for part in header.split("; "))
    return {name: values for name, *values in parts}


@pytest.fixture
def editor(db: None, client: Client) -> Client:
    person = User.objects.create_user("ed@example.org", display_name="Ed", is_demo=True)
    person.groups.add(Group.objects.get(name=ADMINISTRATOR))
    client.force_login(person)
    return client


@pytest.mark.django_db
@pytest.mark.parametrize("page", LEARNER_PAGES)
def test_learners_pages_run_nothing_inline_and_nothing_from_elsewhere(
    client: Client, page: str
) -> None:
    found = policy(client, page)
    assert found["default-src"] == ["'none'"]
    assert found["object-src"] == ["'none'"]
    assert found["base-uri"] == ["'none'"]
    assert found["form-action"] == ["'self'"]
    assert {source for values in found.values() for source in values} <= {
        "'none'",
        "'self'",
        "data:",
    }


def test_the_editor_has_its_own_and_still_nothing_from_elsewhere(editor: Client) -> None:
    found = policy(editor, "/admin/")
    assert found["script-src"] == ["'self'", "'unsafe-inline'", "'unsafe-eval'"]
    allowed = {"'self'", "'none'", "data:", "blob:", "'unsafe-inline'", "'unsafe-eval'"}
    assert {source for values in found.values() for source in values} <= allowed


def test_previews_and_the_account_page_count_as_editor(editor: Client) -> None:
    for address in ("/admin/account/", "/admin/pages/1/edit/preview/"):
        assert "'unsafe-inline'" in policy(editor, address)["script-src"]


def test_the_editor_s_looseness_ends_at_its_door(editor: Client) -> None:
    for address in ("/", "/accounts/profile/", "/administration/", "/x/admin/"):
        assert policy(editor, address)["script-src"] == ["'self'"]


@pytest.mark.django_db
def test_an_upload_runs_nothing(client: Client, settings: object) -> None:
    found = policy(client, "/uploads/none.html")
    assert found["default-src"] == ["'none'"]


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["/", "/accounts/login/", "/admin/", "/healthz"])
def test_every_answer_carries_them(client: Client, page: str) -> None:
    response = client.get(page)
    assert "camera=()" in response["Permissions-Policy"]
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert response["Referrer-Policy"] in {"same-origin", "no-referrer"}
    assert len(response["X-Request-ID"]) == 32


@pytest.mark.django_db
def test_a_request_s_id_is_a_proxy_s_word_only(client: Client, settings: object) -> None:
    given = "abcdef0123456789"
    assert client.get("/healthz", headers={"x-request-id": given})["X-Request-ID"] != given
    settings.TRUSTED_PROXIES = 1  # type: ignore[attr-defined]
    assert client.get("/healthz", headers={"x-request-id": given})["X-Request-ID"] == given
    forged = client.get("/healthz", headers={"x-request-id": "a b\u0007"})
    assert len(forged["X-Request-ID"]) == 32
