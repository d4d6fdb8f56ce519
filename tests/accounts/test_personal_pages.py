"""Profile, your data, and the end of an account."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.test import Client

from accounts import personal_data
from accounts.actions.erase_person import erase_person
from accounts.audit import AuditEntry, record
from accounts.people import User
from accounts.personal_data import (
    erasers,
    erases_personal_data,
    export_person,
    exports_personal_data,
)
from accounts.sessions import PersonSession

PASSWORD = "correct horse battery"
PAGES = ["profile", "your-data", "your-data/download", "your-data/delete"]


@pytest.fixture
def own_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(personal_data, "_exports", dict(personal_data._exports))
    monkeypatch.setattr(personal_data, "_erasers", dict(personal_data._erasers))


@pytest.mark.parametrize("page", PAGES)
def test_they_open_to_their_person(
    olga: User, signed_in: Callable[[User], Client], page: str
) -> None:
    response = signed_in(olga).get(f"/accounts/{page}/")
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES)
def test_and_to_nobody_else(client: Client, page: str) -> None:
    response = client.get(f"/accounts/{page}/")
    assert response["Location"].startswith("/accounts/login/")


def test_names_and_profession_can_be_changed(
    olga: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(olga)
    assert "keep the name that they were issued with" in (
        client.get("/accounts/profile/").content.decode()
    )
    changed = {"display_name": "Olly", "certificate_name": "أولغا بيتروفا", "profession": "health"}
    response = client.post("/accounts/profile/", changed, follow=True)
    assert "Your changes are saved" in response.content.decode()
    olga.refresh_from_db()
    assert {key: getattr(olga, key) for key in changed} == changed


@pytest.mark.parametrize(
    "change", [{"display_name": ""}, {"display_name": "x" * 151}, {"profession": "astronaut"}]
)
def test_a_profile_that_cannot_be_comes_back_filled(
    olga: User, signed_in: Callable[[User], Client], change: dict[str, str]
) -> None:
    data = {"display_name": "Olly", "certificate_name": "Olga Petrova", "profession": "", **change}
    response = signed_in(olga).post("/accounts/profile/", data)
    assert response.status_code == 200
    assert 'value="Olga Petrova"' in response.content.decode()
    olga.refresh_from_db()
    assert olga.display_name == "Olga"


def test_a_profile_takes_nothing_else(olga: User, signed_in: Callable[[User], Client]) -> None:
    signed_in(olga).post(
        "/accounts/profile/",
        {"display_name": "Olly", "is_superuser": "on", "is_staff": "on", "email": "x@example.org"},
    )
    olga.refresh_from_db()
    assert (olga.is_superuser, olga.is_staff, olga.email) == (False, False, "olga@example.org")


def test_the_download_holds_what_is_stored(
    olga: User, lena: User, signed_in: Callable[[User], Client], own_registry: None
) -> None:
    exports_personal_data("practice", "Your practice answers.")(lambda person: {"of": person.pk})
    client = signed_in(olga)
    assert "Your practice answers." in client.get("/accounts/your-data/").content.decode()
    response = client.get("/accounts/your-data/download/")
    assert "attachment" in response["Content-Disposition"]
    data = json.loads(response.content)
    assert data["account"]["email"] == "olga@example.org"
    assert data["sign_in"]["addresses"] == [{"email": "olga@example.org", "confirmed": True}]
    assert data["practice"] == {"of": olga.pk}
    assert "lena" not in response.content.decode()


def test_deleting_takes_the_password(olga: User, signed_in: Callable[[User], Client]) -> None:
    client = signed_in(olga)
    response = client.post("/accounts/your-data/delete/", {"password": "a guess"})
    assert "This is not your present password" in response.content.decode()
    assert User.objects.filter(pk=olga.pk).exists()

    elsewhere = signed_in(olga)
    response = client.post("/accounts/your-data/delete/", {"password": PASSWORD}, follow=True)
    assert "Your account is deleted" in response.content.decode()
    assert not User.objects.exists()
    assert not EmailAddress.objects.exists()
    assert not PersonSession.objects.filter(account=olga.pk).exists()
    assert elsewhere.get("/accounts/profile/").status_code == 302


def test_guessing_the_password_there_is_slowed(
    olga: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(olga)
    for _ in range(10):
        client.post("/accounts/your-data/delete/", {"password": "a guess"})
    response = client.post("/accounts/your-data/delete/", {"password": PASSWORD})
    assert response.status_code == 429
    assert User.objects.filter(pk=olga.pk).exists()


def test_who_signs_in_elsewhere_ticks_a_box(
    olga: User, signed_in: Callable[[User], Client]
) -> None:
    olga.set_unusable_password()
    olga.save()
    client = signed_in(olga)
    client.post("/accounts/your-data/delete/", {})
    assert User.objects.exists()
    client.post("/accounts/your-data/delete/", {"sure": "on"})
    assert not User.objects.exists()


def test_every_app_forgets_and_the_account_goes_last(olga: User, own_registry: None) -> None:
    seen: list[Any] = []
    erases_personal_data("practice")(lambda person: seen.append(User.objects.get(pk=person.pk)))
    erase_person(olga, actor=None)
    assert len(seen) == 1
    assert erasers()[-1][0] == "account"
    entry = AuditEntry.objects.get(verb="erase")
    assert entry.object_key == str(olga.uuid)
    assert "olga" not in json.dumps(entry.details).lower()


def test_nothing_is_half_erased(olga: User, own_registry: None) -> None:
    def refuse(person: User) -> None:
        raise RuntimeError("not now")

    erases_personal_data("stubborn")(refuse)
    with pytest.raises(RuntimeError):
        erase_person(olga, actor=None)
    assert User.objects.filter(pk=olga.pk).exists()
    assert not AuditEntry.objects.exists()


def test_the_registry_refuses_two_of_a_name(own_registry: None) -> None:
    with pytest.raises(ValueError, match="called 'account'"):
        exports_personal_data("account")(lambda person: None)
    with pytest.raises(ValueError, match="called 'account'"):
        erases_personal_data("account")(lambda person: None)


def test_an_operator_erases_by_command(olga: User, lena: User) -> None:
    record(olga, "greet", lena)
    with pytest.raises(CommandError, match="no such account"):
        call_command("erase_person", "nobody@example.org", "--yes")
    with pytest.raises(CommandError, match="no such account"):
        call_command("erase_person", "not-a-uuid", "--yes")
    call_command("erase_person", str(olga.uuid), "--yes")
    assert list(User.objects.all()) == [lena]
    assert AuditEntry.objects.filter(verb="greet").exists()


def test_the_export_is_json_for_everybody(olga: User) -> None:
    json.dumps(export_person(olga), default=str)
