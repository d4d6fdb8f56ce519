"""Links from map and proof open the editor at the block: its page loads what does that."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from courses.content.models import ScenarioPage


def test_the_editor_loads_what_opens_a_block(tiny: ScenarioPage, trainer: Client) -> None:
    page = trainer.get(reverse("wagtailadmin_pages:edit", args=[tiny.pk])).content.decode()
    assert "face/studio-editor" in page
    assert reverse("studio:map", args=[tiny.pk]) in page


def test_the_studio_loads_nothing_from_elsewhere(tiny: ScenarioPage, trainer: Client) -> None:
    response = trainer.get(reverse("studio:map", args=[tiny.pk]))
    page = response.content.decode()
    assert "face/studio" in page
    assert 'src="http' not in page
    assert "default-src" in response["Content-Security-Policy"]
