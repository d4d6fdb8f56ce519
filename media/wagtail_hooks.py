"""What activities add to Wagtail's editor."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.admin_url_finder import ModelAdminURLFinder, register_admin_url_finder
from wagtail.admin.menu import MenuItem

from accounts.permissions import may
from media.chooser import activity_chooser
from media.models import Activity


@hooks.register("register_admin_viewset")
def choosers() -> Any:
    return activity_chooser


class ActivitiesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may(request.user, "look up activities")


@hooks.register("register_admin_urls")
def library_addresses() -> list[Any]:
    return [path("activities/", include("media.library.urls"))]


@hooks.register("register_admin_menu_item")
def activities_in_menu() -> MenuItem:
    return ActivitiesMenuItem(
        _("H5P activities"),
        reverse("activity_library:index"),
        name="activities",
        icon_name="tasks",
        order=420,
    )


class ActivityURLFinder(ModelAdminURLFinder):
    """Leads from a lesson's block to the activity."""

    edit_url_name = "activity_library:activity"

    def get_edit_url(self, instance: Activity) -> str | None:
        if self.user and not may(self.user, "look up", instance):
            return None
        return str(self.construct_edit_url(instance))


register_admin_url_finder(Activity, ActivityURLFinder)
