"""A learner takes back that their own entries are passed on."""

from __future__ import annotations

from django.db import transaction

from accounts import audit
from accounts.people import User
from accounts.permissions import require
from statements.models import Sharing


@transaction.atomic
def stop_sharing(person: User) -> bool:
    """Nothing of their own leaves from now on, not even what waits. Whether they had agreed."""
    require(person, "share own record", person)
    had_agreed = bool(Sharing.objects.filter(person=person).delete()[0])
    if had_agreed:
        audit.record(person, "statements.stop sharing", person)
    return had_agreed
