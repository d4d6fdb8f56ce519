"""Make the demonstration's people and their organisation, or bring them back to how they were."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts import demo
from accounts.actions.grant_membership import grant_membership
from accounts.organisations import Organisation
from accounts.people import User


@transaction.atomic
def make_demo_accounts() -> list[User]:
    """The people, each with a confirmed address, memberships and the demonstration's password.

    Raises PermissionDenied where demonstration accounts are not allowed.
    """
    if not settings.DEMO_ACCOUNTS_ALLOWED:
        raise PermissionDenied("Demonstration accounts are made in development only.")
    organisation, _made = Organisation.objects.get_or_create(
        name=demo.ORGANISATION, defaults={"kind": demo.ORGANISATION_KIND}
    )
    return [_make(wanted, organisation) for wanted in demo.PEOPLE]


def _make(wanted: demo.DemoPerson, organisation: Organisation) -> User:
    person, _made = User.objects.get_or_create(
        email=wanted.email,
        defaults={
            "display_name": wanted.display_name,
            "certificate_name": wanted.certificate_name,
            "profession": wanted.profession,
            "is_demo": True,
        },
    )
    # Hashing takes a while: only where the password is another one by now.
    if not person.check_password(settings.DEMO_PASSWORD):
        person.set_password(settings.DEMO_PASSWORD)
    person.is_demo = person.is_active = True
    person.save()
    EmailAddress.objects.update_or_create(
        user=person, email=wanted.email, defaults={"verified": True, "primary": True}
    )
    for role in wanted.roles:
        grant_membership(person, organisation, role, actor=None)
    return person
