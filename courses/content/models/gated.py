"""Pages that pass a gate before they go live, and are compiled when they do.

Wagtail publishes in many ways: the editor and the admin API build PublishPageRevisionAction
themselves, while bulk actions, schedules, workflows and code call publish(). They all end in
save() with live=True, so the gate stands there; publish() adds one transaction around it all.
"""

from __future__ import annotations

import logging
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page

from courses.content.forms import DraftCopyForm, GatedPageForm
from courses.content.refusals import PublishRefused, Refusal

logger = logging.getLogger(__name__)


class GatedPage(Page):
    """Subclasses say what keeps them from going live, and what is compiled when they do."""

    base_form_class = GatedPageForm
    copy_form_class = DraftCopyForm

    class Meta:
        abstract = True

    def refusals(self) -> list[Refusal]:
        """What keeps this page from going live, as it stands in memory. Empty: nothing."""
        return []

    def compile_live(self) -> None:
        """Called within the transaction in which the page went live. May raise PublishRefused."""

    def save(self, clean: bool = True, *args: Any, **kwargs: Any) -> None:
        fields = kwargs.get("update_fields")
        goes_live = self.live and not self.alias_of_id and (not fields or "live" in fields)
        with transaction.atomic():
            if goes_live:
                refusals = self.refusals()
                if refusals:
                    raise PublishRefused(self, refusals)
            super().save(clean, *args, **kwargs)
            if goes_live:
                self.compile_live()

    def publish(self, revision: Any, *args: Any, **kwargs: Any) -> Any:
        """Publish a revision, or raise PublishRefused and leave everything as it was.

        A schedule that comes due and is refused is withdrawn and noted in the page's history:
        raising would keep every page behind it in the queue from going live as well.
        """
        try:
            with transaction.atomic():
                page = revision.as_object()
                if page.go_live_at and page.go_live_at > timezone.now():
                    refusals = page.refusals()
                    if refusals:
                        raise PublishRefused(self, refusals)
                return super().publish(revision, *args, **kwargs)
        except PublishRefused as refused:
            if kwargs.get("log_action") != "wagtail.publish.scheduled":
                raise
            revision.approved_go_live_at = None
            revision.save(update_fields=["approved_go_live_at"])
            log(
                instance=self,
                action="content.publish_refused",
                revision=revision,
                data={"sentences": [str(sentence) for sentence in refused.sentences]},
            )
            logger.warning("Scheduled publishing refused: page %s", self.pk)
            return None
