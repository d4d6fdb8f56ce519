"""The printable script, and where a scenario is used."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from courses.content import usage
from courses.content.actions.load_course import load_course
from courses.content.models import ScenarioPage

TINY = Path(__file__).parents[1] / "content" / "fixtures" / "tiny"


def test_the_script_holds_the_whole_case(tiny: ScenarioPage, trainer: Client) -> None:
    read = trainer.get(reverse("studio:script", args=[tiny.pk])).content.decode()
    for words in (
        "Someone looks out",
        "Someone is there.",
        "Only when Calm",
        "Critical: Papers came before the person.",
        "Begin every conversation so.",
        "Tell your team what worked.",
    ):
        assert words in read


@pytest.mark.usefixtures("db")
def test_usage_names_courses_lessons_and_counts(
    trainer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(usage, "_counters", [])
    assert load_course(TINY)
    page = ScenarioPage.objects.get(slug="tiny-door")
    asked: list[Any] = []

    def counter(key: Any) -> tuple[str, int]:
        asked.append(key)
        return "Plays under way", 7

    usage.counts_scenario_use(counter)
    usage.counts_scenario_use(counter)
    found = usage.used_in(page)
    assert found.versions == 1
    assert len(found.courses) == 1
    assert len(found.lessons) == 1
    assert found.counts == [("Plays under way", 7)]
    assert asked == [page.translation_key]
    shown = trainer.get(reverse("studio:map", args=[page.pk])).content.decode()
    assert "<dt>Plays under way</dt><dd>7</dd>" in shown


def test_running_attempts_are_counted_by_learning(tiny: ScenarioPage) -> None:
    counts = dict(usage.used_in(tiny).counts)
    assert counts == {"Plays under way": 0}
