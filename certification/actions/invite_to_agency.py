from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from accounts.people import User
from accounts.permissions import require
from certification.agencies.tasks import queue_invitation
from certification.models import Agency, Invitation


@transaction.atomic
def invite_to_agency(agency: Agency, actor: User, email: str, role: str) -> Invitation:
    """Ask somebody to join; asked again, the new invitation takes the place of the old.

    Whether there is an account with the address makes no difference, and nobody learns it.
    Raises PermissionDenied unless `actor` manages the agency.
    """
    require(actor, "manage", agency)
    invitation, _made = Invitation.objects.update_or_create(
        agency=agency,
        email=email.strip().lower(),
        defaults={
            "role": Invitation.Role(role).value,
            "invited_by": actor,
            "invited_at": timezone.now(),
            "mailed_at": None,
        },
    )
    record(actor, "invite", agency, role=invitation.role)
    queue_invitation(invitation.pk)
    return invitation


@transaction.atomic
def withdraw_invitation(invitation: Invitation, actor: User) -> None:
    """Take an invitation back. Raises PermissionDenied unless `actor` manages the agency."""
    require(actor, "manage", invitation.agency)
    record(actor, "withdraw invitation", invitation.agency, role=invitation.role)
    invitation.delete()
