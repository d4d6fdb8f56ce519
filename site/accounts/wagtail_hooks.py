"""People, organisations and the audit log in the editor."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from accounts.actions.erase_person import erase_person
from accounts.audit import record
from accounts.editor import audit_log
from accounts.editor.organisations import OrganisationsGroup
from accounts.people import User
from accounts.permissions import require
from accounts.spreadsheets import write_plain_row

# Every report's CSV: names and titles in it are what somebody typed.
SpreadsheetExportMixin.write_csv_row = write_plain_row


@hooks.register("register_admin_viewset")
def organisations() -> OrganisationsGroup:
    return OrganisationsGroup()


@hooks.register("register_admin_urls")
def audit_log_addresses() -> list[Any]:
    return audit_log.urlpatterns


@hooks.register("register_reports_menu_item")
def audit_log_in_menu() -> Any:
    return audit_log.menu_item()


@hooks.register("before_delete_user")
def erase_instead(request: HttpRequest, person: User) -> HttpResponse | None:
    """Deleting a person in the editor runs every app's eraser, like everywhere else."""
    if request.method != "POST":
        return None
    assert isinstance(request.user, User)  # noqa: S101
    require(request.user, "erase", person)
    erase_person(person, actor=request.user)
    return redirect("wagtailusers_users:index")


@hooks.register("before_bulk_action")
def erase_each(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """The same for several people at once; Wagtail would delete their rows and no more."""
    if action_type != "delete" or action.model is not User:
        return None
    assert isinstance(request.user, User)  # noqa: S101
    for person in objects:
        require(request.user, "erase", person)
        erase_person(person, actor=request.user)
    return redirect("wagtailusers_users:index")


@hooks.register("after_bulk_action")
def log_each(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> None:
    """Roles and closures given to several people at once are in the audit log one by one."""
    if action.model is User and isinstance(request.user, User):
        for person in objects:
            record(request.user, action_type.replace("_", " "), person)
