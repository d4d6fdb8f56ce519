"""The audit log as one of Wagtail's reports: to read, filter and export, never to change."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView

from accounts.audit import AuditEntry
from accounts.people import User
from accounts.permissions import may


class AuditFilterSet(WagtailFilterSet):
    at = django_filters.DateFromToRangeFilter(label=_("When"), widget=DateRangePickerWidget)
    verb = django_filters.CharFilter(label=_("What"))
    object_key = django_filters.CharFilter(label=_("Object"))

    class Meta:
        model = AuditEntry
        fields: ClassVar[list[str]] = ["at", "verb", "object_type", "object_key"]


class AuditLogView(ReportView):
    model = AuditEntry
    page_title = _("Audit log")
    header_icon = "history"
    filterset_class = AuditFilterSet
    index_url_name = "accounts_audit_log"
    index_results_url_name = "accounts_audit_log_results"
    columns: ClassVar[list[Any]] = [
        DateColumn("at", label=_("When")),
        Column("who", label=_("Who")),
        Column("verb", label=_("What")),
        Column("object_type", label=_("Kind of object")),
        Column("object_key", label=_("Object")),
        Column("details", label=_("Details")),
    ]
    list_export: ClassVar[list[str]] = ["at", "who", "verb", "object_type", "object_key", "details"]
    export_headings: ClassVar[dict[str, Any]] = {
        "at": _("When"),
        "who": _("Who"),
        "verb": _("What"),
        "object_type": _("Kind of object"),
        "object_key": _("Object"),
        "details": _("Details"),
    }

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may(self.request.user, "read audit log"):
            raise PermissionDenied
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def get_base_queryset(self) -> Any:
        return AuditEntry.objects.all()

    def get_filename(self) -> str:
        return "audit-log"

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        """Name who acted with one query; who is gone stays a number."""
        entries = list(object_list)
        names = {
            person.pk: str(person)
            for person in User.objects.filter(pk__in={entry.actor_id for entry in entries})
        }
        for entry in entries:
            entry.who = names.get(entry.actor_id) or (
                _("an erased account") if entry.actor_id else _("the site itself")
            )
        return entries


class AuditLogMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may(request.user, "read audit log")


def menu_item() -> AuditLogMenuItem:
    return AuditLogMenuItem(
        _("Audit log"), reverse("accounts_audit_log"), icon_name="history", order=1100
    )


urlpatterns = [
    path("reports/audit-log/", AuditLogView.as_view(), name="accounts_audit_log"),
    path(
        "reports/audit-log/results/",
        AuditLogView.as_view(results_only=True),
        name="accounts_audit_log_results",
    ),
]
