"""What each role may do in the editor.

Groups are made by migration. Their permissions exist only after all migrations have run, so
they are given by `post_migrate`; what an administrator adds to a role by hand stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import AppConfig, apps
from django.contrib.auth.models import Group, Permission
from django.db import connections
from django.db.models import Q

from accounts.people import EDITOR_ACCESS
from accounts.roles import ADMINISTRATOR, REVIEWER, ROLES, TRAINER

OWN_PAGES = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
ALL_PAGES = (*OWN_PAGES, "bulk_delete_page")
# Wagtail asks its own models' permissions, also for the models that stand in for them.
FILES = {"wagtailimages": "image", "wagtaildocs": "document", "wagtailmedia": "media"}


def give_pages(role: str, page: Any, codenames: Iterable[str] = OWN_PAGES) -> None:
    """Let `role` work on `page` and all below it; giving twice changes nothing."""
    from wagtail.models import GroupPagePermission

    group = Group.objects.get(name=role)
    for permission in Permission.objects.filter(
        content_type__app_label="wagtailcore", codename__in=list(codenames)
    ):
        GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)


def give_files(role: str, verbs: Iterable[str]) -> None:
    """Let `role` use images, documents and recordings in every collection."""
    from wagtail.models import Collection, GroupCollectionPermission

    root = Collection.get_first_root_node()
    if root is None:
        return
    group = Group.objects.get(name=role)
    for permission in Permission.objects.filter(
        content_type__app_label__in=FILES,
        codename__in=[f"{verb}_{model}" for verb in verbs for model in FILES.values()],
    ):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=root, permission=permission
        )


def give(role: str, permissions: Iterable[Permission]) -> None:
    Group.objects.get(name=role).permissions.add(*permissions)


def set_up_roles(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """Receiver of `post_migrate`: once, after the last app has its tables."""
    with_tables = [config for config in apps.get_app_configs() if config.models_module is not None]
    tables = connections[using].introspection.table_names()
    if sender is not with_tables[-1] or "wagtailcore_groupcollectionpermission" not in tables:
        return
    # Viewsets make their permissions known when the editor's addresses are made.
    import wagtail.admin.urls  # noqa: F401
    from wagtail import hooks
    from wagtail.models import Page

    for role in ROLES:
        Group.objects.get_or_create(name=role)
    app_label, codename = EDITOR_ACCESS.split(".")
    access = Permission.objects.filter(content_type__app_label=app_label, codename=codename)
    for role in (TRAINER, REVIEWER, ADMINISTRATOR):
        give(role, access)
    give_files(TRAINER, ("add", "change", "choose"))
    give_files(REVIEWER, ("choose",))

    # Administrators: whatever the editor knows a permission for, except to touch the audit log.
    for known in hooks.get_hooks("register_permissions"):
        give(ADMINISTRATOR, known().exclude(Q(content_type__model="auditentry")))
    give_files(ADMINISTRATOR, ("add", "change", "delete", "choose"))
    root = Page.get_first_root_node()
    if root is not None:
        give_pages(ADMINISTRATOR, root, ALL_PAGES)
