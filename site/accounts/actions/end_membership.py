"""End a membership; its last day is included."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.actions.keep_roles_in_step import keep_roles_in_step
from accounts.audit import record
from accounts.organisations import Membership
from accounts.people import User


@transaction.atomic
def end_membership(
    membership: Membership, *, actor: User | None, last_day: datetime.date | None = None
) -> Membership:
    """Without `last_day` it ends now: yesterday was its last day, or it is deleted if it
    had not begun before today.
    """
    person = membership.person
    key = {"person": str(person.uuid), "role": membership.role}
    last = last_day or timezone.localdate() - datetime.timedelta(days=1)
    record(actor, "end", membership, last_day=last.isoformat(), **key)
    if last < membership.starts_on:
        membership.delete()
    else:
        membership.ends_on = last
        membership.save(update_fields=["ends_on"])
    keep_roles_in_step(person, lost=membership.role)
    return membership
