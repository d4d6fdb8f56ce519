"""Keep `User.is_staff`, which says without a query whether a person may open the editor.

Every page shows the editor's link to those who may follow it; asking for permissions would
cost two queries a page. It follows each change of groups and permissions.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.signals import m2m_changed
from django.dispatch import receiver

from accounts.people import EDITOR_ACCESS, User

APP_LABEL, CODENAME = EDITOR_ACCESS.split(".")
CHANGES = {"post_add", "post_remove", "post_clear"}


def refresh(people: QuerySet[User]) -> None:
    """Set `is_staff` of `people` from their groups and permissions, in at most two writes."""
    access = Permission.objects.filter(content_type__app_label=APP_LABEL, codename=CODENAME)
    may_edit = (
        Q(is_superuser=True)
        | Exists(Group.objects.filter(user=OuterRef("pk"), permissions__in=access))
        | Exists(access.filter(user=OuterRef("pk")))
    )
    editors = User.objects.filter(may_edit)
    people.filter(is_staff=False, pk__in=editors.values("pk")).update(is_staff=True)
    people.filter(is_staff=True).exclude(pk__in=editors.values("pk")).update(is_staff=False)


@receiver(m2m_changed, sender=User.groups.through)
@receiver(m2m_changed, sender=User.user_permissions.through)
def person_changed(instance: Any, action: str, pk_set: set[int] | None, **kwargs: Any) -> None:
    if action not in CHANGES:
        return
    if isinstance(instance, User):
        refresh(User.objects.filter(pk=instance.pk))
        instance.refresh_from_db(fields=["is_staff"])
    else:
        refresh(User.objects.filter(pk__in=pk_set) if pk_set else User.objects.all())


@receiver(m2m_changed, sender=Group.permissions.through)
def group_changed(action: str, **kwargs: Any) -> None:
    if action in CHANGES:
        refresh(User.objects.all())
