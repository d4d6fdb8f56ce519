"""What courses add to Wagtail's editor."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(
        "content.publish_refused",
        _("Publishing refused"),
        lambda data: " ".join(data.get("sentences", [])),
    )
