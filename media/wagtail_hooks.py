"""What activities add to Wagtail's editor."""

from __future__ import annotations

from typing import Any

from wagtail import hooks

from media.chooser import activity_chooser


@hooks.register("register_admin_viewset")
def choosers() -> Any:
    return activity_chooser
