"""Three people, a storage of their own, and packages as they are uploaded."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group

from accounts.people import User
from accounts.roles import ADMINISTRATOR, LEARNER, TRAINER
from media.actions.receive_package import receive_package
from media.actions.unpack_version import unpack_version
from media.models import Activity, ActivityVersion
from tests.h5p.packages import sound


@pytest.fixture(autouse=True)
def activities_folder(settings: Any, tmp_path: Path) -> Path:
    folder = tmp_path / "activities"
    settings.STORAGES = {
        **settings.STORAGES,
        "activities": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": folder, "base_url": None},
        },
    }
    return folder


def person(name: str, role: str) -> User:
    someone = User.objects.create_user(f"{name}@example.org", "x", is_demo=True)
    someone.groups.set(Group.objects.filter(name=role))
    return someone


@pytest.fixture
def tara(db: None) -> User:
    """A trainer."""
    return person("tara", TRAINER)


@pytest.fixture
def ada(db: None) -> User:
    """An administrator."""
    return person("ada", ADMINISTRATOR)


@pytest.fixture
def lena(db: None) -> User:
    """A learner."""
    return person("lena", LEARNER)


@pytest.fixture
def received(tara: User) -> Callable[..., ActivityVersion]:
    """Receives a package as a new activity, or as the next version of one."""

    def receive(source: Any = None, activity: Activity | None = None) -> ActivityVersion:
        found = activity or Activity(title="What helps?", text_alternative="Listening helps.")
        return receive_package(found, source or sound(), "what-helps.h5p", tara)

    return receive


@pytest.fixture
def ready(received: Callable[..., ActivityVersion]) -> Callable[..., ActivityVersion]:
    """Receives and unpacks."""

    def make(source: Any = None, activity: Activity | None = None) -> ActivityVersion:
        version = received(source, activity)
        assert unpack_version(version.pk) == ActivityVersion.State.READY
        return ActivityVersion.objects.get(pk=version.pk)

    return make
