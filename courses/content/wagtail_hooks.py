"""What courses add to Wagtail's editor."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.views.pages.bulk_actions.publish import PublishBulkAction
from wagtail.log_actions import LogActionRegistry


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(
        "content.publish_refused",
        _("Publishing refused"),
        lambda data: " ".join(data.get("sentences", [])),
    )


# After Wagtail's own, so that this one takes its place.
@hooks.register("register_bulk_action", order=200)
class PublishFromBelow(PublishBulkAction):
    """“Publish with everything below”: lessons first, since a course needs them to go live."""

    @classmethod
    def execute_action(
        cls, objects: Any, include_descendants: bool = False, user: Any = None, **kwargs: Any
    ) -> tuple[int, int]:
        below = 0
        if include_descendants:
            for page in objects:
                drafts = page.get_descendants().not_live().order_by("-path").specific()
                for draft in drafts:
                    if user is None or draft.permissions_for_user(user).can_publish():
                        cls._publish(draft, user)
                        below += 1
        for page in objects:
            cls._publish(page, user)
        return len(objects), below

    @staticmethod
    def _publish(page: Any, user: Any) -> None:
        revision = page.get_latest_revision() or page.specific.save_revision(user=user)
        revision.publish(user=user)
