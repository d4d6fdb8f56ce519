"""A trainer, who may upload."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts.people import User
from accounts.roles import TRAINER


@pytest.fixture
def trainer(db: None) -> Client:
    person = User.objects.create_user("trainer@example.org", "x", is_demo=True)
    person.groups.set(Group.objects.filter(name=TRAINER))
    client = Client()
    client.force_login(person)
    return client
