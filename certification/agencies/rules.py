"""Who may do what with a partner agency."""

from __future__ import annotations

from allauth.account.models import EmailAddress

from accounts.organisations import Organisation
from accounts.permissions import Person, rule
from accounts.roles import MANAGER, VERIFIER
from accounts.rules import is_administrator
from certification.models import Agency, Invitation


def _holds(person: Person, organisation: Organisation, *roles: str) -> bool:
    if not person.is_authenticated:
        return False
    current = organisation.memberships.current()
    return bool(current.filter(person=person.pk, role__in=roles).exists())


@rule("see", Agency)
def members(person: Person, agency: Agency) -> bool:
    """Its managers and verifiers see keys (never what they are), use and log."""
    return _holds(person, agency.organisation, MANAGER, VERIFIER) or is_administrator(person)


@rule("manage", Agency)
def managers(person: Person, agency: Agency) -> bool:
    """Its managers make and revoke keys, invite and remove people."""
    return _holds(person, agency.organisation, MANAGER) or is_administrator(person)


@rule("set quota", Agency)
@rule("open partner agencies")
def administrators(person: Person, agency: Agency | None) -> bool:
    return is_administrator(person)


@rule("answer", Invitation)
def whose_address(person: Person, invitation: Invitation) -> bool:
    """Whoever has confirmed that the address is theirs."""
    return (
        person.is_authenticated
        and EmailAddress.objects.filter(
            user=person.pk, email__iexact=invitation.email, verified=True
        ).exists()
    )
