"""Six roles made by migration, and what they open."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from wagtail.models import GroupApprovalTask, Page

from accounts.people import EDITOR_ACCESS, User
from accounts.role_permissions import give_pages
from accounts.roles import ADMINISTRATOR, LEARNER, MANAGER, REVIEWER, ROLES, TRAINER, VERIFIER


@pytest.mark.django_db
def test_there_are_six_and_none_of_wagtail_s() -> None:
    assert set(Group.objects.values_list("name", flat=True)) == set(ROLES)


@pytest.mark.parametrize(
    ("role", "opens"),
    [
        (LEARNER, False),
        (TRAINER, True),
        (REVIEWER, True),
        (MANAGER, False),
        (VERIFIER, False),
        (ADMINISTRATOR, True),
    ],
)
def test_who_opens_the_editor(make_person: Callable[..., User], role: str, opens: bool) -> None:
    person = make_person("Pat", role)
    assert person.has_perm(EDITOR_ACCESS) is opens
    assert person.is_staff is opens


def test_what_is_known_without_a_query_follows_every_change(olga: User) -> None:
    def known() -> bool:
        return User.objects.get(pk=olga.pk).is_staff

    trainers = Group.objects.get(name=TRAINER)
    trainers.user_set.add(olga)
    assert known()
    access = trainers.permissions.get(codename="access_admin")
    trainers.permissions.remove(access)
    assert not known()
    trainers.permissions.add(access)
    assert known()
    trainers.user_set.clear()
    assert not known()
    olga.user_permissions.add(access)
    assert known()
    olga.user_permissions.clear()
    assert not known()


@pytest.mark.django_db
def test_reviewers_approve_in_wagtail_s_workflow() -> None:
    task = GroupApprovalTask.objects.get()
    assert task.name == "Review"
    assert [group.name for group in task.groups.all()] == [REVIEWER]


def test_trainers_work_where_they_were_let_in(tina: User, adam: User) -> None:
    root = Page.get_first_root_node()
    own = root.add_child(instance=Page(title="Own", slug="own"))
    other = root.add_child(instance=Page(title="Other", slug="other"))
    give_pages(TRAINER, own)
    give_pages(TRAINER, own)
    assert own.permissions_for_user(tina).can_publish()
    assert not other.permissions_for_user(tina).can_edit()
    assert other.permissions_for_user(User.objects.get(pk=adam.pk)).can_delete()


def test_trainers_may_use_images(tina: User, olga: User) -> None:
    from wagtail.images.permissions import permission_policy

    assert permission_policy.user_has_permission(tina, "add")
    assert not permission_policy.user_has_permission(olga, "add")
