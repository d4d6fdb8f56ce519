"""Give a person a role in an organisation."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.actions.keep_roles_in_step import keep_roles_in_step
from accounts.audit import record
from accounts.organisations import Membership, Organisation
from accounts.people import User
from accounts.roles import ROLES


@transaction.atomic
def grant_membership(
    person: User,
    organisation: Organisation,
    role: str,
    *,
    actor: User | None,
    starts_on: datetime.date | None = None,
    ends_on: datetime.date | None = None,
) -> Membership:
    """The membership, new or as it stood; the role's group follows while it holds.

    Raises ValueError for a role that does not exist or days in the wrong order.
    """
    if role not in ROLES:
        raise ValueError(f"There is no role {role!r}.")
    first = starts_on or timezone.localdate()
    if ends_on is not None and ends_on < first:
        raise ValueError("A membership ends on or after the day on which it starts.")
    standing = organisation.memberships.current(first).filter(person=person, role=role).first()
    if standing is not None and standing.ends_on == ends_on:
        return standing
    membership, made = Membership.objects.get_or_create(
        person=person,
        organisation=organisation,
        role=role,
        starts_on=first,
        defaults={"ends_on": ends_on},
    )
    if not made:
        membership.ends_on = ends_on
        membership.save(update_fields=["ends_on"])
    keep_roles_in_step(person)
    record(actor, "grant", membership, person=str(person.uuid), role=role)
    return membership
