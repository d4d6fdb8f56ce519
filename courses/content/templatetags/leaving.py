"""On Wagtail's pages that ask before pages are unpublished or deleted: who plays them."""

from __future__ import annotations

from typing import Any

from django import template

from courses.content.studio.leaving import said_before_they_go

register = template.Library()


@register.inclusion_tag("content/studio/before_they_go.html")
def before_they_go(page: Any) -> dict[str, Any]:
    """What is said of the scenarios at and below `page`; nothing where none is in use."""
    return {"sentences": said_before_they_go([page])}
