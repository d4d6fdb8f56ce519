"""Demonstration scenarios come into the library, published, each once."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Revision

from accounts.audit import AuditEntry
from courses.content.actions.load_scenario import load_scenario
from courses.content.models import ScenarioLibraryPage, ScenarioPage, ScenarioVersion
from courses.content.refusals import PublishRefused

DEMO = Path(__file__).parents[2] / "courses" / "demo" / "scenarios"
NURSE = DEMO / "nurse-more-than-the-hand.yaml"
TINY = Path(__file__).parent / "fixtures" / "tiny"


def state() -> list[object]:
    return [
        list(Page.objects.order_by("pk").values_list("pk", "path", "latest_revision", "live")),
        Revision.objects.count(),
        ScenarioVersion.objects.count(),
        AuditEntry.objects.count(),
    ]


def broken(source: Path, target: Path) -> Path:
    """A copy of the case whose first choice leads past all others: it may not go live."""
    case = yaml.safe_load(source.read_text(encoding="utf-8"))
    ending = next(each["id"] for each in case["scenes"] if each["kind"] == "ending")
    first = next(each for each in case["scenes"] if each["id"] == case["start"])
    for choice in first["choices"]:
        choice["target"] = ending
    case["walks"] = []
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(yaml.safe_dump(case), encoding="utf-8")
    return target


def test_the_demonstration_fills_the_library(db: None) -> None:
    call_command("load_demo")
    pages = {page.slug: page for page in ScenarioPage.objects.live()}
    assert set(pages) >= {path.stem for path in DEMO.glob("*.yaml")}
    for path in DEMO.glob("*.yaml"):
        case = yaml.safe_load(path.read_text(encoding="utf-8"))
        page = pages[case["slug"]]
        assert page.audience == case["audience"]
        assert page.profession == case["profession"]
        assert [each.value["title"] for each in page.sources] == [
            each["title"] for each in case["sources"]
        ]
        # Choices cite a source by these words.
        assert [each.value["key"] for each in page.sources] == [
            each["short"] for each in case["sources"]
        ]
        assert ScenarioVersion.objects.filter(page_key=page.translation_key).count() == 1


def test_loading_twice_changes_nothing(db: None) -> None:
    call_command("load_demo")
    before = state()
    call_command("load_demo")
    assert state() == before


def test_what_a_trainer_did_stays(db: None) -> None:
    page = load_scenario(NURSE)
    assert page is not None
    page.title = "Mine now"
    page.save_revision().publish()
    assert load_scenario(NURSE) is None
    assert ScenarioPage.objects.get(slug=page.slug).title == "Mine now"
    page.delete()
    assert load_scenario(NURSE) is None
    assert not ScenarioPage.objects.filter(slug=page.slug).exists()


def test_a_case_that_may_not_go_live_leaves_nothing(db: None, tmp_path: Path) -> None:
    path = broken(NURSE, tmp_path / NURSE.name)
    before = state()
    with pytest.raises(PublishRefused):
        load_scenario(path)
    assert state() == before
    assert not ScenarioPage.objects.exists()


def test_nor_does_one_of_a_course(db: None, tmp_path: Path) -> None:
    folder = tmp_path / "broken"
    shutil.copytree(TINY, folder)
    broken(TINY / "scenarios" / "tiny-door.yaml", folder / "scenarios" / "tiny-door.yaml")
    before = state()
    with pytest.raises(CommandError, match="was not published"):
        call_command("load_demo", str(folder))
    assert state() == before
    assert not ScenarioPage.objects.exists()


def test_the_script_shows_for_whom_it_is_and_what_it_rests_upon(
    tiny: SimpleNamespace, trainer: Client
) -> None:
    page: Any = load_scenario(NURSE)
    assert page.get_parent().specific == ScenarioLibraryPage.objects.get()
    script = trainer.get(reverse("studio:script", args=[page.pk])).content.decode()
    assert "Nurses and other health workers" in script
    assert "PEARR Tool: Provide privacy" in script
    other = trainer.get(reverse("studio:script", args=[tiny.scenario.pk])).content.decode()
    assert "Sources" not in other
