"""The editor's form: it asks the page's own gate before publishing, and keeps what was typed."""

from __future__ import annotations

from wagtail.admin.forms import WagtailAdminPageForm


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
