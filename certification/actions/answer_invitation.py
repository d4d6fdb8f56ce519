from __future__ import annotations

from django.db import transaction

from accounts.actions.grant_membership import grant_membership
from accounts.audit import record
from accounts.people import User
from accounts.permissions import require
from certification.models import Invitation


@transaction.atomic
def answer_invitation(invitation: Invitation, person: User, accepted: bool) -> None:
    """Join the agency in the role that was offered, or not; the invitation is gone either way.

    Raises PermissionDenied unless the invitation went to an address that `person` has confirmed.
    """
    require(person, "answer", invitation)
    agency = invitation.agency
    if accepted:
        grant_membership(person, agency.organisation, invitation.role, actor=person)
    record(
        person,
        "accept invitation" if accepted else "decline invitation",
        agency,
        role=invitation.role,
    )
    invitation.delete()
