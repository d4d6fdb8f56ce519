from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import Organisation, User
from home import face


@pytest.fixture(autouse=True)
def _fresh_face() -> None:
    """What one test drew must not stand in the next one's pages."""
    face.forget_support()
    face._parts.clear()


@pytest.fixture
def person(db: None) -> User:
    return User.objects.create_user("amara@example.org", "correct horse battery")


@pytest.fixture
def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def organisation(db: None) -> Organisation:
    return Organisation.objects.create(name="Harbour", exit_address="https://weather.example.org/")
