"""Puts certificates into the editor's menu, for those who may look them up."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from accounts.permissions import may
from certification.achievements import views as achievements
from certification.agencies.editor import AgencyViewSet
from certification.editor.inspect import inspect
from certification.editor.lists import index
from certification.editor.runs import run, runs
from certification.rules import courses_to_certify


class CertificatesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may(request.user, "look up certificates")


@hooks.register("register_admin_urls")
def certificate_addresses() -> list[Any]:
    addresses = (
        [
            path("", index, name="index"),
            path("anew/", runs, name="runs"),
            path("anew/<uuid:uuid>/", run, name="run"),
            path("<str:code>/", inspect, name="inspect"),
        ],
        "certification_editor",
    )
    return [path("certificates/", include(addresses))]


class AchievementsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(courses_to_certify(request.user).exists())


@hooks.register("register_admin_urls")
def achievement_addresses() -> list[Any]:
    addresses = (
        [
            path("", achievements.index, name="index"),
            path("<uuid:key>/", achievements.edit, name="edit"),
            path("<uuid:key>/look/", achievements.look, name="look"),
            path("<uuid:key>/remove/", achievements.remove, name="remove"),
            path("<uuid:key>/in/<str:language>/", achievements.edit, name="edit_language"),
            path("<uuid:key>/in/<str:language>/look/", achievements.look),
            path("<uuid:key>/in/<str:language>/remove/", achievements.remove),
        ],
        "achievements",
    )
    return [path("achievements/", include(addresses))]


@hooks.register("register_admin_menu_item")
def achievements_in_menu() -> MenuItem:
    return AchievementsMenuItem(
        _("Certificate design"),
        reverse("achievements:index"),
        name="achievements",
        icon_name="form",
        order=690,
    )


@hooks.register("register_admin_menu_item")
def certificates_in_menu() -> MenuItem:
    return CertificatesMenuItem(
        _("Certificates"),
        reverse("certification_editor:index"),
        name="certificates",
        icon_name="form",
        order=700,
    )


@hooks.register("register_admin_viewset")
def partner_agencies() -> AgencyViewSet:
    return AgencyViewSet("partner_agencies")
