"""Have statements that the record store refused sent once more."""

from __future__ import annotations

from django.db import transaction

from accounts import audit
from accounts.people import User
from statements.models import Forwarding, SetAside, Statement


@transaction.atomic
def try_again(actor: User | None, statement: Statement | None = None) -> int:
    """Put `statement`, or all that were set aside, back to those that wait; how many.

    What is put back leaves after what left in the meantime: its time-stamp says when it was.
    """
    rows = SetAside.objects.all()
    if statement is not None:
        rows = rows.filter(statement=statement)
    count = rows.delete()[0]
    if count:
        Forwarding.objects.filter(pk=1).update(rest_until=None)
        audit.record(actor, "statements.try again", statement, number=count)
    return count
