"""The proof on the edit page: what the draft needs, each linked to the block where it is mended,
and whom publishing it touches."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import Panel


class ProofPanel(Panel):
    class BoundPanel(Panel.BoundPanel):
        template_name = "content/studio/panel.html"

        def is_shown(self) -> bool:
            """A page that was never saved has nothing to prove yet."""
            return bool(super().is_shown() and self.instance.pk)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            from courses.content.studio.draft import Draft
            from courses.content.usage import used_in

            context: dict[str, Any] = super().get_context_data(parent_context)
            context["draft"] = Draft(self.instance)
            context["usage"] = used_in(self.instance)
            return context
