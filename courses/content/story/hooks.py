"""Where the editor leads to import and export."""

from __future__ import annotations

from typing import Any

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button

from accounts.permissions import may
from courses.content.models import ScenarioLibraryPage, ScenarioPage
from courses.content.story.access import EXPORT, IMPORT


@hooks.register("register_admin_urls")
def story_urls() -> list[Any]:
    return [path("stories/", include("courses.content.story.urls"))]


@hooks.register("register_page_header_buttons")
def story_buttons(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Any:
    kind = page.specific_class
    if kind is ScenarioLibraryPage and may(user, IMPORT, page.specific):
        yield Button(
            _("Import a story from Twine"),
            reverse("story:import", args=[page.pk]),
            icon_name="upload",
            priority=12,
        )
    if kind is ScenarioPage and may(user, EXPORT, page.specific):
        yield Button(
            _("Download for Twine"),
            reverse("story:export", args=[page.pk]),
            icon_name="download",
            priority=62,
        )
