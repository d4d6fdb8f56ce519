"""One world with something of everybody's in it, and the people who come to its doors."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone
from wagtail.models import Page

from accounts.actions.grant_membership import grant_membership
from accounts.models import Membership, Organisation, User
from accounts.people import EDITOR_ACCESS
from accounts.role_permissions import give_pages
from accounts.roles import ADMINISTRATOR, LEARNER, REVIEWER, TRAINER
from certification import revocations
from certification.actions.issue_credential import issue_credential
from certification.actions.make_keys import make_keys
from certification.api.keys import new_key
from certification.models import (
    Agency,
    ApiKey,
    Invitation,
    Reissue,
    Scope,
    SigningKey,
    StatusList,
)
from courses.content.actions.give_trainers_their_pages import give_trainers_their_pages
from courses.content.actions.load_course import load_course
from courses.content.models import ScenarioLibraryPage, ScenarioPage, ScenarioVersion
from courses.learning.actions.enrol import enrol
from courses.learning.actions.start_attempt import start_attempt
from media.actions.receive_package import receive_package
from media.actions.unpack_version import unpack_version
from media.models import Activity, ActivityVersion, CourseDocument, Library
from media.tickets import Ticket
from statements.models import SetAside, Statement
from tests.h5p.packages import sound
from tests.learning.conftest import House

TINY = Path(__file__).parents[1] / "content" / "fixtures" / "tiny"
ELSEWHERE = "trainers of another house"


def file_storage(folder: Path) -> dict[str, Any]:
    return {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": folder, "base_url": None},
    }


def person(name: str, *roles: str) -> User:
    """A demonstration account, which needs no second step: that has tests of its own."""
    email = f"{name}@example.org"
    someone = User.objects.create_user(
        email, "a-long-password", display_name=name, certificate_name=name, is_demo=True
    )
    EmailAddress.objects.create(user=someone, email=email, verified=True, primary=True)
    someone.groups.set(Group.objects.filter(name__in=roles))
    return someone


def agency(name: str, manager: User) -> Agency:
    made = Agency.objects.create(organisation=Organisation.objects.create(name=name))
    grant_membership(manager, made.organisation, "manager", actor=None)
    return made


class World:
    """`people` by kind, and `things`: what stands in the place of an address's arguments.

    A thing that differs by room is named `room:argument`.
    """

    def __init__(self) -> None:
        self.people: dict[str, User | None] = {
            "stranger": None,
            "learner": person("olga", LEARNER),
            "another learner": person("lena", LEARNER),
            "trainer": person("tina", LEARNER, TRAINER),
            "trainer elsewhere": self.trainer_elsewhere(),
            "reviewer": person("rita", REVIEWER),
            "administrator": person("adam", ADMINISTRATOR),
            "manager": person("mona"),
            "verifier": person("vera"),
            "another manager": person("otto"),
        }
        self.things: dict[str, Any] = {"language": "en", "name": "malformed-code", "rest": "none"}
        self.write_a_course()
        self.learn_and_certify()
        self.open_agencies()
        self.bring_an_activity()
        self.bring_files()
        self.take_a_second_step()
        self.cookies: dict[str, Any] = {kind: cookies_of(who) for kind, who in self.people.items()}

    def person(self, kind: str) -> User:
        someone = self.people[kind]
        assert someone is not None
        return someone

    def trainer_elsewhere(self) -> User:
        """Edits pages of a library of their own, and none of the others."""
        app, codename = EDITOR_ACCESS.split(".")
        group = Group.objects.create(name=ELSEWHERE)
        group.permissions.add(
            Permission.objects.get(content_type__app_label=app, codename=codename)
        )
        root = Page.objects.get(depth=1)
        library = ScenarioLibraryPage(title="Elsewhere", slug="elsewhere")
        give_pages(ELSEWHERE, root.add_child(instance=library))
        return person("theo", ELSEWHERE)

    def write_a_course(self) -> None:
        course: Any = load_course(TINY)
        scenario = ScenarioPage.objects.get(slug="tiny-door")
        library = scenario.get_parent()
        give_trainers_their_pages([course.get_parent(), library])
        self.things |= {
            "slug": course.slug,
            "achievements:key": course.translation_key,
            "scenarios:pk": scenario.pk,
            "stories:pk": scenario.pk,
            "import:pk": library.pk,
            "page_id": scenario.pk,
            "flows:pk": scenario.pk,
            "flows:version": ScenarioVersion.objects.get(page_key=scenario.translation_key).hash,
        }

    def learn_and_certify(self) -> None:
        olga = self.person("learner")
        first, house = House(), House()
        version = first.publish()
        make_keys()
        done = first.complete(olga, enrol(olga, version))
        credential = issue_credential(done)
        enrolment = enrol(olga, house.publish(" anew", " anew"))
        statement = Statement.objects.filter(actor=olga.uuid)[0]
        SetAside.objects.create(statement=statement, status=400, at=timezone.now())
        attempt = start_attempt(olga, enrolment.uuid, str(house.scenario_key))
        self.things |= {
            "course_key": house.course_key,
            "enrolment": enrolment.uuid,
            "attempt": attempt.uuid,
            "lesson_key": house.first_key,
            "scenario_key": house.scenario_key,
            "completion": done.uuid,
            "code": credential.code,
            "course_hash": version.hash,
            "status:number": StatusList.objects.get().number,
            "revoked:number": revocations.sign_anew().number,
            "uuid": Reissue.objects.create(key=SigningKey.objects.all()[0], reason="Lost.").uuid,
            "statement_id": statement.statement_id,
        }

    def open_agencies(self) -> None:
        mona, vera = self.person("manager"), self.person("verifier")
        board = agency("Nursing board", mona)
        agency("Teaching council", self.person("another manager"))
        grant_membership(vera, board.organisation, "verifier", actor=None)
        key = new_key()
        ApiKey.objects.create(
            agency=board,
            name="Server",
            prefix=key.prefix,
            sha256=key.sha256,
            scopes=[scope.value for scope in Scope],
            expires_at=timezone.now() + timedelta(days=1),
        )
        invitation = Invitation.objects.create(
            agency=board, email="lena@example.org", role="verifier", invited_by=mona
        )
        self.key = key.text
        self.things |= {
            "agency": board.uuid,
            "prefix": key.prefix,
            "invitation": invitation.pk,
            "membership": Membership.objects.get(person=vera).pk,
            "organisation:pk": board.organisation_id,
            "membership:pk": Membership.objects.get(person=vera).pk,
            "partner_agencies:pk": board.pk,
            "users:pk": vera.pk,
        }

    def bring_an_activity(self) -> None:
        tina, olga = self.person("trainer"), self.person("learner")
        activity = Activity(title="What helps?", text_alternative="Listening helps.")
        version = receive_package(activity, sound(), "what-helps.h5p", tina)
        assert unpack_version(version.pk) == ActivityVersion.State.READY
        version.refresh_from_db()
        self.ticket = Ticket(uuid.uuid4(), version.pk, olga.pk).write()
        self.things |= {
            "token": version.token,
            "activities:path": "h5p.json",
            "activities:pk": version.activity_id,
            "versions:pk": version.pk,
            "libraries:pk": Library.objects.all()[0].pk,
        }

    def bring_files(self) -> None:
        document = CourseDocument.objects.create(
            title="A card", file=SimpleUploadedFile("card.txt", b"A card")
        )
        name = default_storage.save("pictures/one.txt", ContentFile(b"One"))
        self.things |= {"document": document.pk, "file": document.filename, "uploads:path": name}

    def take_a_second_step(self) -> None:
        vera = self.person("verifier")
        TOTP.activate(vera, generate_totp_secret())
        RecoveryCodes.activate(vera)


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """Made once and taken back at the end, since whoever knocks leaves nothing behind."""
    folder = tmp_path_factory.mktemp("world")
    storages = {name: file_storage(folder / name) for name in ("private", "activities")}
    changed = override_settings(
        KEYS_DIR=folder / "keys",
        PRIVATE_DIR=folder / "private",
        STORAGES={**settings.STORAGES, **storages},
    )
    with django_db_blocker.unblock(), changed, transaction.atomic():
        yield World()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Hundreds of refusals, each of which would be logged."""
    logging.disable()
    yield
    logging.disable(logging.NOTSET)


def cookies_of(someone: User | None) -> dict[str, str]:
    client = Client()
    if someone is not None:
        client.force_login(someone)
    return {name: morsel.value for name, morsel in client.cookies.items()}
