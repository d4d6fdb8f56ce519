"""Demonstration accounts: in development only, safe to repeat."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.organisations import Membership
from accounts.people import User

EVERYONE = ["police", "nurse", "teacher", "trainer", "reviewer", "manager", "verifier", "admin"]


def make() -> str:
    out = io.StringIO()
    call_command("demo_accounts", stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_there_are_eight_and_twice_is_once() -> None:
    first = make()
    numbers = list(User.objects.order_by("pk").values_list("pk", "password"))
    assert make() == first
    assert list(User.objects.order_by("pk").values_list("pk", "password")) == numbers
    assert Membership.objects.count() == 12
    assert all(f"{name}@demo.test" in first for name in EVERYONE)
    assert "waymark-demo" in first


@pytest.mark.django_db
@pytest.mark.parametrize("name", EVERYONE)
def test_each_signs_in_without_a_mail(client: Client, name: str) -> None:
    make()
    data = {"login": f"{name}@demo.test", "password": "waymark-demo"}
    assert client.post("/accounts/login/", data)["Location"] == "/learning/"
    entered = client.get("/admin/").status_code == 200
    assert entered is (name in {"trainer", "reviewer", "admin"})
    assert User.objects.get(email=data["login"]).certificate_name


@pytest.mark.django_db
def test_a_changed_password_comes_back() -> None:
    make()
    User.objects.update(password="")
    make()
    assert User.objects.get(email="police@demo.test").check_password("waymark-demo")


@pytest.mark.django_db
def test_elsewhere_they_are_refused(settings: Any) -> None:
    settings.DEMO_ACCOUNTS_ALLOWED = False
    with pytest.raises(CommandError, match="in development only"):
        make()
    assert not User.objects.exists()
