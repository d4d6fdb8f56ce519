"""What courses add to Wagtail's editor."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.views.pages.bulk_actions.publish import PublishBulkAction
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry

from accounts.permissions import may
from courses.content.desk import Desk
from courses.content.models import ScenarioPage
from courses.content.story import hooks as story_hooks  # noqa: F401 - registers its own
from courses.content.studio import leaving  # noqa: F401 - registers its own
from courses.content.studio.access import LOOK


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(
        "content.publish_refused",
        _("Publishing refused"),
        lambda data: " ".join(data.get("sentences", [])),
    )


@hooks.register("register_admin_urls")
def studio_urls() -> list[Any]:
    return [path("scenarios/", include("courses.content.studio.urls"))]


@hooks.register("construct_homepage_panels")
def desk(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(Desk())


@hooks.register("register_page_header_buttons")
def studio_button(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Any:
    if isinstance(page.specific_deferred, ScenarioPage) and may(user, LOOK, page.specific):
        yield Button(
            _("Map and proof"), reverse("studio:map", args=[page.pk]), icon_name="site", priority=5
        )


@hooks.register("insert_editor_js")
def open_at_the_block() -> str:
    return format_html('<script defer src="{}"></script>', static("face/studio-editor.js"))


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
