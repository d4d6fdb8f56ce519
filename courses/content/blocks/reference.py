"""A scenario within a lesson, by reference: one scenario serves many courses."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.content.blocks import examples
from courses.content.blocks.base import FrozenPreview


class ScenarioReferenceBlock(FrozenPreview, blocks.StructBlock):
    scenario = blocks.PageChooserBlock(page_type="content.ScenarioPage", label=_("Scenario"))

    def freeze(self, value: Any) -> dict[str, Any]:
        page = value["scenario"]
        if page is None:
            return {"page_key": "", "title": ""}
        return {"page_key": str(page.translation_key), "title": page.title}

    class Meta:
        icon = "list-ul"
        label = _("Scenario")
        description = _("The learner plays a scenario from the library at this point.")
        preview_value = examples.SCENARIO
