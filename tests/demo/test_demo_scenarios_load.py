"""Every demonstration scenario goes through the loader and the gates of publishing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from wagtail.models import Page

from courses.content.course_files.scenario import scenario_fields
from courses.content.models import ScenarioLibraryPage, ScenarioPage, ScenarioVersion

pytestmark = pytest.mark.django_db


def test_it_can_be_published(scenario: dict[str, Any]) -> None:
    root = Page.objects.filter(depth=1).get() if Page.objects.exists() else Page.add_root(title="r")
    library = root.add_child(instance=ScenarioLibraryPage(title="Library", slug="demo-library"))
    page = library.add_child(
        instance=ScenarioPage(live=False, **scenario_fields(scenario, scenario["slug"]))
    )
    page.save_revision().publish()
    version = ScenarioVersion.objects.get(page_key=page.translation_key)
    assert version.title == scenario["title"]
    assert version.scenes.count() == len(scenario["scenes"])


def test_files_are_named_by_their_slug(scenario: dict[str, Any]) -> None:
    demo = Path(__file__).resolve().parents[2] / "courses" / "demo"
    assert list(demo.rglob(f"{scenario['slug']}.yaml"))
