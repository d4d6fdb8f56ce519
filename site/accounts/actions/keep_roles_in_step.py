"""Let the groups of a person follow their memberships."""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from accounts.organisations import Membership
from accounts.people import User
from accounts.roles import LEARNER


@transaction.atomic
def keep_roles_in_step(person: User, lost: str | None = None) -> None:
    """Join the groups of memberships that hold today, and leave those of ended ones.

    A group that was never backed by a membership was given by hand and stays. `lost` names a
    role whose membership is gone altogether. Nobody stops being a learner.
    """
    current = set(person.memberships.current().values_list("role", flat=True))
    ended = set(
        person.memberships.filter(ends_on__lt=timezone.localdate()).values_list("role", flat=True)
    )
    if lost:
        ended.add(lost)
    leaving = ended - current - {LEARNER}
    joined = set(person.groups.values_list("name", flat=True))
    person.groups.add(*Group.objects.filter(name__in=current - joined))
    person.groups.remove(*Group.objects.filter(name__in=leaving & joined))


def keep_everyones_roles_in_step() -> int:
    """For memberships that began or ended by date; run daily. How many people changed."""
    today = timezone.localdate()
    changed = 0
    people = User.objects.filter(pk__in=Membership.objects.values("person")).distinct()
    for person in people.iterator():
        before = set(person.groups.values_list("name", flat=True))
        keep_roles_in_step(person)
        after = set(person.groups.values_list("name", flat=True))
        if before != after:
            changed += 1
            record(None, "roles by date", person, on=today.isoformat(), roles=sorted(after))
    return changed
