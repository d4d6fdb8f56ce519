"""Puts the learning record store into the editor's settings, for administrators."""

from __future__ import annotations

from typing import Any

from django.urls import include, path
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from statements import editor


@hooks.register("register_admin_urls")
def record_store_addresses() -> list[Any]:
    return [path("record-store/", include((editor.urlpatterns, "statements_editor")))]


@hooks.register("register_settings_menu_item")
def record_store_in_menu() -> MenuItem:
    return editor.menu_item()
