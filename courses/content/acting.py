"""Who is at work in the editor, for the audit log."""

from __future__ import annotations

from typing import Any

from wagtail.log_actions import get_active_log_context


def acting() -> Any:
    """The person whose request this is, or None for schedules, commands and migrations."""
    return get_active_log_context().user
