"""Trainers own the catalogue and the scenario library, with all below them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import AppConfig, apps
from django.contrib.auth.models import Group, Permission
from django.db import connections

from accounts.role_permissions import give_pages
from accounts.roles import TRAINER
from courses.content.models import CataloguePage, ScenarioLibraryPage


def give_trainers_their_pages(places: Iterable[Any]) -> None:
    """Giving twice changes nothing. Before roles and permissions exist, nothing is given."""
    ready = Permission.objects.filter(
        content_type__app_label="wagtailcore", codename="publish_page"
    ).exists()
    if not ready or not Group.objects.filter(name=TRAINER).exists():
        return
    for place in places:
        give_pages(TRAINER, place)


def give_when_all_stands(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """Receiver of `post_migrate`: the places that our own migration has made."""
    last = [config for config in apps.get_app_configs() if config.models_module is not None][-1]
    if sender is not last or CataloguePage._meta.db_table not in (
        connections[using].introspection.table_names()
    ):
        return
    give_trainers_their_pages(
        [*CataloguePage.objects.using(using), *ScenarioLibraryPage.objects.using(using)]
    )
