"""Once a day: roles by date, sessions that have run out."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone
from django_q.models import Schedule

from accounts.actions.grant_membership import grant_membership
from accounts.organisations import Organisation
from accounts.people import User
from accounts.roles import TRAINER
from accounts.sessions import PersonSession
from accounts.tasks import DAILY, daily


@pytest.mark.django_db
def test_the_worker_knows_of_it() -> None:
    assert Schedule.objects.get(name=DAILY).func == "accounts.tasks.daily"


def test_it_gives_and_takes_roles_and_drops_old_sessions(olga: User) -> None:
    today = timezone.localdate()
    agency = Organisation.objects.create(name="Harbour Police")
    grant_membership(olga, agency, TRAINER, actor=None, ends_on=today)
    membership = olga.memberships.get()
    membership.starts_on = membership.ends_on = today - datetime.timedelta(days=1)
    membership.save()
    now = timezone.now()
    for number, minutes in enumerate((-1, 1)):
        PersonSession.objects.create(
            session_key=f"key{number}",
            session_data="",
            expire_date=now + datetime.timedelta(minutes=minutes),
        )
    assert daily() == 1
    assert TRAINER not in olga.groups.values_list("name", flat=True)
    assert list(PersonSession.objects.values_list("session_key", flat=True)) == ["key1"]
    assert daily() == 0
