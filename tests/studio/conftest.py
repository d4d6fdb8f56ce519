"""Cases for the studio: the tiny one, and large ones that are built."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import Page

from accounts.people import User
from accounts.roles import LEARNER, REVIEWER, TRAINER
from courses.content.actions.give_trainers_their_pages import give_trainers_their_pages
from courses.content.course_files.scenario import scenario_fields
from courses.content.models import ScenarioLibraryPage, ScenarioPage

TINY = Path(__file__).parents[1] / "content" / "fixtures" / "tiny" / "scenarios" / "tiny-door.yaml"


@pytest.fixture
def library(db: None) -> Any:
    root = Page.objects.filter(depth=1).get()
    place = root.add_child(instance=ScenarioLibraryPage(title="Library", slug="studio-library"))
    give_trainers_their_pages([place])
    return place


@pytest.fixture
def add(library: Any) -> Callable[[dict[str, Any]], ScenarioPage]:
    """A draft of the case that a file holds."""

    def made(case: dict[str, Any]) -> ScenarioPage:
        fields = scenario_fields(case, case["slug"])
        page: ScenarioPage = library.add_child(instance=ScenarioPage(live=False, **fields))
        page.save_revision()
        return page

    return made


@pytest.fixture
def tiny_case() -> dict[str, Any]:
    case: dict[str, Any] = yaml.safe_load(TINY.read_text(encoding="utf-8"))
    return case


@pytest.fixture
def tiny(add: Callable[[dict[str, Any]], ScenarioPage], tiny_case: dict[str, Any]) -> ScenarioPage:
    return add(tiny_case)


@pytest.fixture
def sign_in(db: None) -> Callable[..., Client]:
    def made(*roles: str) -> Client:
        person = User.objects.create_user(
            f"{'-'.join(roles) or 'nobody'}@example.org", "x", is_demo=True
        )
        person.groups.set(Group.objects.filter(name__in=roles))
        client = Client()
        client.force_login(person)
        return client

    return made


@pytest.fixture
def trainer(sign_in: Callable[..., Client]) -> Client:
    return sign_in(TRAINER)


@pytest.fixture
def others(sign_in: Callable[..., Client]) -> list[Client]:
    """People who may not write: nobody, a learner, a reviewer to whom nothing was submitted."""
    return [Client(), sign_in(LEARNER), sign_in(REVIEWER)]
