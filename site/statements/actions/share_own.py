"""A learner agrees that their own entries are passed on too."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.people import User
from accounts.permissions import require
from statements.models import Sharing


@transaction.atomic
def share_own(person: User) -> Sharing:
    """From now on; what was done before stays here. Agreeing twice is agreeing once."""
    require(person, "share own record", person)
    sharing, is_new = Sharing.objects.get_or_create(
        person=person, defaults={"agreed_at": timezone.now()}
    )
    if is_new:
        audit.record(person, "statements.share", person)
    return sharing
