"""A membership gives its role while it holds; groups follow."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from accounts.actions.end_membership import end_membership
from accounts.actions.grant_membership import grant_membership
from accounts.actions.keep_roles_in_step import keep_everyones_roles_in_step
from accounts.audit import AuditEntry
from accounts.organisations import Membership, Organisation
from accounts.people import User
from accounts.roles import ADMINISTRATOR, LEARNER, TRAINER

DAY = datetime.timedelta(days=1)


@pytest.fixture
def agency(db: None) -> Organisation:
    return Organisation.objects.create(name="Harbour Police")


def roles(person: User) -> set[str]:
    return set(person.groups.values_list("name", flat=True))


def on(day: datetime.date) -> Any:
    return mock.patch("django.utils.timezone.localdate", return_value=day)


def test_granting_and_ending(olga: User, adam: User, agency: Organisation) -> None:
    membership = grant_membership(olga, agency, TRAINER, actor=adam)
    assert roles(olga) == {LEARNER, TRAINER}
    assert olga.is_staff
    end_membership(membership, actor=adam)
    assert roles(olga) == {LEARNER}
    assert not User.objects.get(pk=olga.pk).is_staff
    assert list(AuditEntry.objects.values_list("verb", flat=True)) == ["end", "grant"]


def test_granting_twice_is_granting_once(olga: User, agency: Organisation) -> None:
    first = grant_membership(olga, agency, TRAINER, actor=None)
    assert grant_membership(olga, agency, TRAINER, actor=None) == first
    assert Membership.objects.count() == 1


@pytest.mark.parametrize("role", ["king", ""])
def test_an_unknown_role_is_refused(olga: User, agency: Organisation, role: str) -> None:
    with pytest.raises(ValueError, match="no role"):
        grant_membership(olga, agency, role, actor=None)


def test_it_cannot_end_before_it_starts(olga: User, agency: Organisation) -> None:
    today = timezone.localdate()
    with pytest.raises(ValueError, match="ends on or after"):
        grant_membership(olga, agency, TRAINER, actor=None, starts_on=today, ends_on=today - DAY)


def test_a_role_from_elsewhere_stays(olga: User, agency: Organisation) -> None:
    other = Organisation.objects.create(name="Hillside Clinic")
    ending = grant_membership(olga, agency, TRAINER, actor=None)
    grant_membership(olga, other, TRAINER, actor=None)
    end_membership(ending, actor=None)
    assert TRAINER in roles(olga)


def test_a_role_given_by_hand_stays(olga: User, agency: Organisation) -> None:
    olga.groups.add(Group.objects.get(name=ADMINISTRATOR))
    ending = grant_membership(olga, agency, TRAINER, actor=None)
    end_membership(ending, actor=None)
    assert roles(olga) == {LEARNER, ADMINISTRATOR}


def test_by_date_the_last_day_included(olga: User, agency: Organisation) -> None:
    first = timezone.localdate() + 3 * DAY
    last = first + 7 * DAY
    grant_membership(olga, agency, TRAINER, actor=None, starts_on=first, ends_on=last)
    for day, expected in (
        (first - DAY, False),
        (first, True),
        (last, True),
        (last + DAY, False),
    ):
        with on(day):
            keep_everyones_roles_in_step()
        assert (TRAINER in roles(olga)) is expected, day


def test_an_administrator_grants_and_ends_in_the_editor(
    adam: User, olga: User, agency: Organisation, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(adam)
    assert client.get("/admin/membership/new/").status_code == 200
    data = {
        "person": olga.pk,
        "organisation": agency.pk,
        "role": TRAINER,
        "starts_on": timezone.localdate().isoformat(),
        "ends_on": "",
    }
    response = client.post("/admin/membership/new/", data)
    assert response.status_code == 302, response.content.decode()
    assert TRAINER in roles(olga)
    membership = Membership.objects.get()
    page = client.get("/admin/membership/").content.decode()
    assert "Olga" in page
    assert client.get(f"/admin/membership/edit/{membership.pk}/").status_code == 200
    client.post(f"/admin/membership/delete/{membership.pk}/")
    assert TRAINER not in roles(olga)


def test_a_trainer_does_not(
    make_person: Callable[..., User], agency: Organisation, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(make_person("Tom", TRAINER, is_demo=True))
    for address in ("/admin/membership/", "/admin/membership/new/", "/admin/organisation/"):
        assert client.get(address).status_code == 302
    client.post("/admin/membership/new/", {"role": ADMINISTRATOR})
    assert not Membership.objects.exists()


def test_organisations_in_the_editor(adam: User, signed_in: Callable[[User], Client]) -> None:
    client = signed_in(adam)
    data = {
        "name": "Hillside Clinic",
        "kind": "health",
        "locale": "en",
        "time_zone": "Europe/Lisbon",
        "exit_address": "https://www.example.org/weather",
    }
    assert client.post("/admin/organisation/new/", data).status_code == 302
    made = Organisation.objects.get()
    assert (made.name, made.time_zone) == ("Hillside Clinic", "Europe/Lisbon")
    assert AuditEntry.objects.get(verb="create").object_key == str(made.pk)
    refused = client.post("/admin/organisation/new/", {**data, "time_zone": "Mars/Base"})
    assert refused.status_code == 200
    assert Organisation.objects.count() == 1
