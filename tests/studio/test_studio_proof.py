"""The proof in the editor: what is amiss, where it is mended, and why a warning may stay."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.audit import AuditEntry
from courses.content.models import ScenarioPage
from courses.content.refusals import PublishRefused
from courses.content.studio.draft import Draft

REASON = "The police course repeats this on purpose in its second week."


def url(name: str, page: Any) -> str:
    return reverse(f"studio:{name}", args=[page.pk])


def edited(page: ScenarioPage, change: Any) -> ScenarioPage:
    """The page with its raw scenes changed, saved as a draft."""
    fresh = page.get_latest_revision_as_object()
    raw = list(fresh.scenes.raw_data)
    change(raw)
    fresh.scenes = raw
    fresh.save_revision()
    found: ScenarioPage = ScenarioPage.objects.get(pk=page.pk)
    return found


def always(raw: list[Any]) -> None:
    """A condition that always holds decides nothing: a warning."""
    group = raw[1]["value"]["choices"][0]["value"]["conditions"]
    group[:] = group[:1]
    group[0]["value"]["comparisons"][0]["value"]["value"] = 1


def nowhere(raw: list[Any]) -> None:
    raw[0]["value"]["choices"][0]["value"]["target"] = "Nowhere"


def unreached(raw: list[Any]) -> None:
    """Nobody leads to the talk's first ending any more."""
    raw[1]["value"]["choices"][0]["value"]["target"] = "An open door"


@pytest.fixture
def warned(tiny: ScenarioPage) -> ScenarioPage:
    return edited(tiny, always)


def test_a_proven_draft_says_so_with_its_figures(tiny: ScenarioPage, trainer: Client) -> None:
    page = trainer.get(url("map", tiny)).content.decode()
    assert "Proven:" in page
    assert "Different plays" in page
    assert "A beginning" in page


@pytest.mark.parametrize("change", [nowhere, unreached, always])
def test_each_problem_leads_to_its_block(tiny: ScenarioPage, trainer: Client, change: Any) -> None:
    page = edited(tiny, change)
    draft = Draft.latest(page)
    finding = [*draft.errors, *draft.open_warnings][0]
    link = f'href="{reverse("wagtailadmin_pages:edit", args=[page.pk])}'
    shown = html.unescape(trainer.get(url("map", page)).content.decode())
    assert finding.refusal.message in shown
    assert f"{link}#block-{finding.refusal.block}-section" in shown
    in_editor = html.unescape(
        trainer.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    )
    assert finding.refusal.message in in_editor
    assert url("map", page) in in_editor


def test_a_warning_waits_for_a_reason(warned: ScenarioPage, trainer: Client) -> None:
    with pytest.raises(PublishRefused, match="Map and proof"):
        warned.get_latest_revision().publish()
    (warning,) = Draft.latest(warned).warnings
    response = trainer.post(url("accept", warned), {"key": warning.key, "reason": REASON})
    assert response.status_code == 302
    entry = AuditEntry.objects.get(verb="content.warning_accepted")
    assert entry.details["reason"] == REASON
    assert entry.details["code"] == "condition-always"
    assert entry.actor is not None
    assert REASON in trainer.get(url("map", warned)).content.decode()
    warned.get_latest_revision().publish()
    assert ScenarioPage.objects.get(pk=warned.pk).live


def test_a_reason_is_withdrawn(warned: ScenarioPage, trainer: Client) -> None:
    (warning,) = Draft.latest(warned).warnings
    trainer.post(url("accept", warned), {"key": warning.key, "reason": REASON})
    assert url("withdraw", warned) in trainer.get(url("map", warned)).content.decode()
    trainer.post(url("withdraw", warned), {"key": warning.key})
    entry = AuditEntry.objects.get(verb="content.warning_reason_withdrawn")
    assert entry.details == {"key": warning.key, "reason": REASON}
    assert entry.actor is not None
    assert Draft.latest(warned).open_warnings
    with pytest.raises(PublishRefused, match="Map and proof"):
        warned.get_latest_revision().publish()
    # Withdrawing what has no reason does nothing; a new reason counts again.
    trainer.post(url("withdraw", warned), {"key": warning.key})
    assert AuditEntry.objects.filter(verb="content.warning_reason_withdrawn").count() == 1
    trainer.post(url("accept", warned), {"key": warning.key, "reason": REASON})
    assert not Draft.latest(warned).open_warnings


def test_a_changed_text_asks_anew(warned: ScenarioPage, trainer: Client) -> None:
    (warning,) = Draft.latest(warned).warnings
    trainer.post(url("accept", warned), {"key": warning.key, "reason": REASON})

    def reworded(raw: list[Any]) -> None:
        raw[1]["value"]["choices"][0]["value"]["text"] = "Listen, whatever comes."

    def elsewhere(raw: list[Any]) -> None:
        raw[0]["value"]["title"] = "A door"

    assert not Draft.latest(edited(warned, elsewhere)).open_warnings
    page = edited(warned, reworded)
    assert len(Draft.latest(page).open_warnings) == 1
    with pytest.raises(PublishRefused):
        page.get_latest_revision().publish()


@pytest.mark.parametrize("reason", ["", "ok", "x" * 1001])
def test_a_reason_that_says_nothing_comes_back(
    warned: ScenarioPage, trainer: Client, reason: str
) -> None:
    (warning,) = Draft.latest(warned).warnings
    response = trainer.post(url("accept", warned), {"key": warning.key, "reason": reason})
    assert response.status_code == 422
    assert f">{reason}</textarea>" in response.content.decode()
    assert not AuditEntry.objects.filter(verb="content.warning_accepted").exists()


def test_an_error_cannot_be_accepted(tiny: ScenarioPage, trainer: Client) -> None:
    page = edited(tiny, unreached)
    response = trainer.post(url("accept", page), {"key": "", "reason": REASON}, follow=True)
    assert "The story has changed" in response.content.decode()
    with pytest.raises(PublishRefused):
        page.get_latest_revision().publish()


def test_others_are_refused(warned: ScenarioPage, others: list[Client]) -> None:
    (warning,) = Draft.latest(warned).warnings
    for client in others:
        for name in ("map", "play", "script"):
            assert client.get(url(name, warned)).status_code in {302, 403}
        for name in ("accept", "withdraw"):
            response = client.post(url(name, warned), {"key": warning.key, "reason": REASON})
            assert response.status_code in {302, 403}
    assert not AuditEntry.objects.filter(verb="content.warning_accepted").exists()


def test_a_scenario_that_is_gone(tiny: ScenarioPage, trainer: Client) -> None:
    assert trainer.get(reverse("studio:map", args=[tiny.pk + 999])).status_code == 404
    assert trainer.get(url("accept", tiny)).status_code == 405
