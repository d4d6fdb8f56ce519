"""Who may enter the library of activities: trainers and administrators, and nobody else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.audit import AuditEntry
from accounts.people import User
from accounts.roles import MANAGER, REVIEWER
from media.models import Activity, ActivityVersion, Library
from tests.h5p.conftest import person

pytestmark = pytest.mark.django_db
Ready = Callable[..., ActivityVersion]
# Name of the view, what its address ends with, method, and what a trainer is answered.
VIEWS = [
    ("index", None, "get", 200),
    ("add", None, "get", 200),
    ("add", None, "post", 422),
    ("version", "version", "get", 302),
    ("cancel", "version", "post", 302),
    ("download", "version", "get", 200),
    ("played", "version", "post", 200),
    ("activity", "activity", "get", 200),
    ("activity", "activity", "post", 422),
    ("replace", "activity", "get", 200),
    ("replace", "activity", "post", 422),
    ("try", "activity", "get", 200),
    ("delete", "activity", "get", 200),
    ("delete", "activity", "post", 302),
]
FOR_ADMINISTRATORS = [
    ("libraries", None, "get", 200),
    ("libraries", None, "post", 422),
    ("curate", "library", "post", 302),
]


def ask(version: ActivityVersion, name: str, of: str | None, method: str, who: User | None) -> int:
    keys = {"version": version.pk, "activity": version.activity_id}
    if of == "library":
        keys["library"] = Library.objects.order_by("pk").values_list("pk", flat=True)[0]
    address = reverse(f"activity_library:{name}", args=[keys[of]] if of else [])
    browser = Client()
    if who is not None:
        browser.force_login(who)
    response = getattr(browser, method)(address)
    # Wagtail sends those who may not to its home or to sign in.
    if (
        response.status_code == 302
        and "/admin/activities/" not in response["Location"].split("?")[0]
    ):
        return 403
    return int(response.status_code)


@pytest.mark.parametrize(("name", "of", "method", "status"), VIEWS)
def test_trainers_share_the_library(
    ready: Ready, tara: User, lena: User, name: str, of: str | None, method: str, status: int
) -> None:
    version = ready()
    for nobody in (lena, person("rita", REVIEWER), person("mark", MANAGER), None):
        assert ask(version, name, of, method, nobody) == 403
        assert Activity.objects.filter(pk=version.activity_id).exists()
        assert not AuditEntry.objects.filter(verb="try activity").exists()
    # Another trainer than the one who brought it.
    assert ask(version, name, of, method, person("toni", "trainer")) == status


@pytest.mark.parametrize(("name", "of", "method", "status"), FOR_ADMINISTRATORS)
def test_the_set_of_libraries_is_the_administrators(
    ready: Ready, tara: User, ada: User, name: str, of: str | None, method: str, status: int
) -> None:
    version = ready()
    for nobody in (tara, person("rita", REVIEWER), None):
        assert ask(version, name, of, method, nobody) == 403
    assert not Library.objects.filter(curated=True).exists()
    assert ask(version, name, of, method, ada) == status


@pytest.mark.parametrize(("who", "there"), [("trainer", True), ("reviewer", False)])
def test_the_menu_shows_it_to_those_who_may(db: None, who: str, there: bool) -> None:
    browser = Client()
    browser.force_login(person("walt", who))
    page = browser.get("/admin/").content.decode()
    assert ("/admin/activities/" in page) is there
