"""Three named people: Olga owns, Adam administers, Lena may not."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.core import mail
from django.core.cache import cache
from django.test import Client

from accounts.people import User
from accounts.roles import ADMINISTRATOR, LEARNER, TRAINER

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def fresh_rate_limits() -> None:
    cache.clear()


@pytest.fixture
def make_person(db: None) -> Callable[..., User]:
    def make(name: str, *roles: str, **fields: object) -> User:
        person = User.objects.create_user(
            f"{name.lower()}@example.org", PASSWORD, display_name=name, **fields
        )
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
        person.groups.set(Group.objects.filter(name__in=roles or (LEARNER,)))
        return person

    return make


@pytest.fixture
def olga(make_person: Callable[..., User]) -> User:
    return make_person("Olga")


@pytest.fixture
def lena(make_person: Callable[..., User]) -> User:
    return make_person("Lena")


@pytest.fixture
def tina(make_person: Callable[..., User]) -> User:
    """A trainer: may open the editor."""
    return make_person("Tina", LEARNER, TRAINER)


@pytest.fixture
def adam(make_person: Callable[..., User]) -> User:
    """A demonstration administrator, so that tests of the editor need no second factor."""
    return make_person("Adam", ADMINISTRATOR, is_demo=True)


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    def sign_in(person: User) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return sign_in


@pytest.fixture
def code_from_mail() -> Callable[[], str]:
    """The newest mail's code, as a person would read it."""

    def read() -> str:
        found = re.search(r"^ +(\d{4}-\d{4})$", mail.outbox[-1].body, re.MULTILINE)
        assert found, mail.outbox[-1].body
        return found[1]

    return read
