from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.end_membership import end_membership
from accounts.organisations import Membership
from accounts.people import User
from accounts.permissions import require
from accounts.roles import MANAGER
from certification.models import Agency, Invitation


class RemovalRefused(Exception):
    """Somebody who cannot be removed, with the reason as a sentence."""


@transaction.atomic
def remove_from_agency(membership: Membership, actor: User) -> None:
    """End a verifier's or manager's membership of a partner agency from now on.

    Raises PermissionDenied unless `actor` manages the agency, RemovalRefused for its last manager
    and for roles that are none of the agency's business.
    """
    agency = Agency.objects.select_for_update(of=("self",)).get(
        organisation=membership.organisation_id
    )
    require(actor, "manage", agency)
    if membership.role not in Invitation.Role.values:
        raise RemovalRefused(_("This role is looked after by those who run this site."))
    others = agency.organisation.memberships.current().filter(role=MANAGER)
    if membership.role == MANAGER and not others.exclude(pk=membership.pk).exists():
        raise RemovalRefused(_("This is the last manager. Invite another one first."))
    end_membership(membership, actor=actor)
