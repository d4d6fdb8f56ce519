"""The editor's forms: they ask the page's own gate, and keep what was typed."""

from __future__ import annotations

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm


class GatedPageForm(WagtailAdminPageForm):
    def _post_clean(self) -> None:
        super()._post_clean()
        # Drafts may be unfinished. Publishing and submitting for review may not.
        if self.is_deferred_validation or self.errors:
            return
        if self.instance.pk is None and self.parent_page is not None:
            self.instance.parent_for_gate = self.parent_page
        for refusal in self.instance.refusals():
            field = refusal.field if refusal.field in self.fields else None
            self.add_error(field, refusal.message)


class DraftCopyForm(CopyForm):
    """A copy goes live by being published, like any page: its gate is then met in order."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in ("publish_copies", "alias"):
            self.fields.pop(field, None)
