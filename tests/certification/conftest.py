"""Completions made directly, keys for each test, and files as issuing leaves them."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import connections
from django.utils import timezone

from accounts.models import User
from certification import vault
from certification.actions.issue_credential import issue_credential
from certification.actions.make_keys import make_keys
from certification.models import Credential
from courses.content.models import CourseVersion
from courses.learning.models import Completion, Enrolment

CREDIT = {
    "type": "CPD",
    "amount": "1.5",
    "unit": "hours",
    "accreditor": "College of Policing",
    "approval_number": "CP-2026-118",
    "profession": "police",
}


@pytest.fixture(autouse=True)
def _own_folders(settings: Any, tmp_path: Path) -> None:
    """Keys, files and cache of one test are no other's."""
    cache.clear()
    settings.KEYS_DIR = tmp_path / "keys"
    settings.PRIVATE_DIR = tmp_path / "private"
    settings.STORAGES = {
        **settings.STORAGES,
        "private": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "private", "base_url": None},
        },
    }


@pytest.fixture
def keys(db: None) -> list[str]:
    return make_keys()


def person(email: str, name: str = "Amal Haddad", **fields: Any) -> User:
    return User.objects.create_user(email, "a-long-password", certificate_name=name, **fields)


@pytest.fixture
def amal(db: None) -> User:
    """Whose certificate it is."""
    return person("amal@example.org")


@pytest.fixture
def bela(db: None) -> User:
    """Somebody else."""
    return person("bela@example.org", "Bela Nagy")


@pytest.fixture
def admin(db: None) -> User:
    """An administrator."""
    someone = person("ada@example.org", "Ada Admin")
    someone.groups.add(Group.objects.get(name="administrator"))
    return someone


def make_version(**fields: Any) -> CourseVersion:
    values: dict[str, Any] = {
        "hash": uuid.uuid4().hex * 2,
        "course_key": uuid.uuid4(),
        "number": 3,
        "title": "First contact",
        "language": "en",
        "audience": "Police",
        "minutes": 45,
        "law_date": date(2026, 6, 1),
        "jurisdiction": "England and Wales",
        "content_notes": [],
        "objectives": [],
        "credit_lines": [CREDIT],
        "sources": [],
        "outline": [],
        "scenarios": {"a": "b"},
        "rule": {},
    }
    return CourseVersion.objects.create(**values | fields)


@pytest.fixture
def version(db: None) -> CourseVersion:
    return make_version()


def complete(someone: User, course: CourseVersion, at: datetime | None = None) -> Completion:
    now = at or timezone.now()
    enrolment = Enrolment.objects.create(
        person=someone, course_key=course.course_key, course_version=course, completed_at=now
    )
    made = Completion.objects.create(
        enrolment=enrolment, person=someone, course_version=course, completed_at=now, evidence={}
    )
    return Completion.objects.select_related("person", "course_version").get(pk=made.pk)


@pytest.fixture
def completion(amal: User, version: CourseVersion) -> Completion:
    return complete(amal, version)


@dataclass
class Issued:
    credential: Credential
    pdf: bytes
    json: bytes
    jwt: bytes
    png: bytes


def read(credential: Credential) -> Issued:
    """An issued certificate with its files."""
    data = {
        row.kind: vault.get(row.path, bytes(row.wrapped_key), row.sha256)
        for row in credential.files.all()
    }
    return Issued(credential, data["pdf"], data["json"], data["jwt"], data["png"])


@pytest.fixture
def issued(keys: list[str], completion: Completion) -> Issued:
    return read(issue_credential(completion))


@pytest.fixture
def other(keys: list[str], bela: User, version: CourseVersion) -> Issued:
    """The genuine certificate of somebody else."""
    return read(issue_credential(complete(bela, version)))


@pytest.fixture
def named(keys: list[str], version: CourseVersion) -> Callable[[str], Issued]:
    """Issues a certificate to a new person of a name."""

    def issue(name: str) -> Issued:
        someone = person(f"{uuid.uuid4().hex}@example.org", name)
        return read(issue_credential(complete(someone, version)))

    return issue


@pytest.fixture
def completing(db: None) -> Callable[..., Completion]:
    """Makes a completion of a person and a course version, at a moment of its own if given."""
    return complete


@pytest.fixture
def in_child() -> Callable[..., int]:
    """Runs work in a process of its own; how it ended: the signal as a negative number."""

    def run(work: Callable[[], object], **environment: str) -> int:
        connections.close_all()
        child = os.fork()
        if child == 0:
            status = 1
            try:
                os.environ.update(environment)
                work()
                status = 0
            finally:
                os._exit(status)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    return run
