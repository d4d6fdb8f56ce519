"""A course small enough to see through, and the people who may or may not work on it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts.people import User
from accounts.roles import LEARNER, REVIEWER, TRAINER
from courses.content.actions.load_course import load_course
from courses.content.models import CataloguePage, LessonPage, ModulePage, ScenarioPage

TINY = Path(__file__).parent / "fixtures" / "tiny"


@pytest.fixture
def tiny(db: None) -> SimpleNamespace:
    """The tiny course, published, with its pages by name."""
    course = load_course(TINY)
    assert course is not None
    return SimpleNamespace(
        course=course,
        module=ModulePage.objects.child_of(course).get(),
        one=LessonPage.objects.get(slug="one"),
        care=LessonPage.objects.get(slug="care"),
        scenario=ScenarioPage.objects.get(slug="tiny-door"),
        catalogue=CataloguePage.objects.get(),
    )


@pytest.fixture
def make_client(db: None) -> Callable[..., Client]:
    """A browser with someone signed in who has the roles; demonstration accounts skip TOTP."""

    def make(*roles: str) -> Client:
        person = User.objects.create_user(
            f"{'-'.join(roles) or 'nobody'}@example.org", "x", is_demo=True
        )
        person.groups.set(Group.objects.filter(name__in=roles))
        client = Client()
        client.force_login(person)
        return client

    return make


@pytest.fixture
def trainer(make_client: Callable[..., Client]) -> Client:
    return make_client(TRAINER)


@pytest.fixture
def reviewer(make_client: Callable[..., Client]) -> Client:
    return make_client(REVIEWER)


@pytest.fixture
def learner(make_client: Callable[..., Client]) -> Client:
    return make_client(LEARNER)
