"""Administrators add, change and erase people in Wagtail's user administration."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.test import Client

from accounts.audit import AuditEntry
from accounts.people import User
from accounts.roles import LEARNER, TRAINER

SignedIn = Callable[[User], Client]


def pk(role: str) -> int:
    return Group.objects.get(name=role).pk


def test_the_list_shows_names(adam: User, olga: User, signed_in: SignedIn) -> None:
    client = signed_in(adam)
    page = client.get("/admin/users/").content.decode()
    assert "Olga" in page
    assert "olga@example.org" in page
    assert "Olga" in client.get("/admin/users/?q=olga@").content.decode()
    assert "olga@example.org" in client.get("/admin/users/?ordering=email").content.decode()


def test_a_person_is_added_without_a_password(adam: User, signed_in: SignedIn) -> None:
    client = signed_in(adam)
    form = client.get("/admin/users/new/").content.decode()
    assert "password" not in form.lower()
    assert "is_superuser" not in form
    data = {"email": "New@Example.org", "display_name": "New", "groups": [pk(TRAINER)]}
    assert client.post("/admin/users/new/", data).status_code == 302
    person = User.objects.get(email="new@example.org")
    assert not person.has_usable_password()
    assert person.is_staff
    assert AuditEntry.objects.get(verb="create").object_key == str(person.uuid)


def test_an_added_person_sets_a_password_by_mail(
    adam: User, signed_in: SignedIn, code_from_mail: Callable[[], str]
) -> None:
    data = {"email": "new@example.org", "display_name": "New", "groups": [pk(LEARNER)]}
    signed_in(adam).post("/admin/users/new/", data)
    client = Client()
    client.post("/accounts/password/reset/", {"email": "new@example.org"})
    response = client.post("/accounts/password/reset/confirm/", {"code": code_from_mail()})
    new = "quite another phrase"
    client.post(response["Location"], {"password1": new, "password2": new})
    response = Client().post("/accounts/login/", {"login": "new@example.org", "password": new})
    assert response["Location"] == "/learning/"


def test_a_taken_address_is_refused(adam: User, olga: User, signed_in: SignedIn) -> None:
    data = {"email": "OLGA@example.org", "display_name": "Double"}
    response = signed_in(adam).post("/admin/users/new/", data)
    assert "There is an account with this address already" in response.content.decode()
    assert User.objects.filter(email__iexact=olga.email).count() == 1


def test_changing_a_person_is_logged_without_their_data(
    adam: User, olga: User, signed_in: SignedIn
) -> None:
    client = signed_in(adam)
    assert "Olga" in client.get(f"/admin/users/edit/{olga.pk}/").content.decode()
    data = {
        "email": "olga.new@example.org",
        "display_name": "Olga",
        "certificate_name": "Olga Petrova",
        "groups": [pk(LEARNER), pk(TRAINER)],
        "is_active": "on",
    }
    response = client.post(f"/admin/users/edit/{olga.pk}/", data)
    assert response.status_code == 302, response.content.decode()
    olga.refresh_from_db()
    assert (olga.email, olga.is_staff) == ("olga.new@example.org", True)
    assert not EmailAddress.objects.filter(user=olga, verified=True).exists()
    entry = AuditEntry.objects.get(verb="edit")
    assert "certificate_name" in entry.details["fields"]
    assert "Petrova" not in str(entry.details)


def test_nobody_makes_themselves_superuser(adam: User, signed_in: SignedIn) -> None:
    data = {"email": adam.email, "display_name": "Adam", "is_superuser": "on"}
    signed_in(adam).post(f"/admin/users/edit/{adam.pk}/", data)
    adam.refresh_from_db()
    assert not adam.is_superuser
    assert adam.is_active


def test_deleting_erases_by_every_app(adam: User, olga: User, signed_in: SignedIn) -> None:
    client = signed_in(adam)
    assert client.get(f"/admin/users/delete/{olga.pk}/").status_code == 200
    client.post(f"/admin/users/delete/{olga.pk}/")
    assert not User.objects.filter(pk=olga.pk).exists()
    assert AuditEntry.objects.get(verb="erase").actor == adam


def test_deleting_many_erases_each_by_every_app(
    adam: User, olga: User, lena: User, signed_in: SignedIn
) -> None:
    signed_in(adam).post(f"/admin/bulk/accounts/user/delete/?id={olga.pk}&id={lena.pk}")
    assert list(User.objects.all()) == [adam]
    assert AuditEntry.objects.filter(verb="erase").count() == 2


def test_trainers_do_not_see_people(
    make_person: Callable[..., User], olga: User, signed_in: SignedIn
) -> None:
    client = signed_in(make_person("Tom", TRAINER, is_demo=True))
    for address in ("/admin/users/", "/admin/users/new/", f"/admin/users/edit/{olga.pk}/"):
        assert client.get(address).status_code == 302
    client.post(f"/admin/users/delete/{olga.pk}/")
    assert User.objects.filter(pk=olga.pk).exists()


def test_wagtail_s_account_page_has_preferences_only(adam: User, signed_in: SignedIn) -> None:
    client = signed_in(adam)
    page = client.get("/admin/account/").content.decode()
    assert "first_name" not in page
    assert "password" not in page.lower()
    assert client.get("/admin/").content.decode().count("Adam") >= 1
