"""What this app holds of a person, and how it forgets."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.utils.translation import gettext_lazy as _

from accounts.people import User
from accounts.personal_data import erases_personal_data, exports_personal_data
from accounts.sessions import PersonSession, end_sessions


@exports_personal_data(
    "account", _("Your names, e-mail address, field of work, roles and memberships.")
)
def account(person: User) -> dict[str, Any]:
    return {
        "account": str(person.uuid),
        "email": person.email,
        "name_on_the_site": person.display_name,
        "name_for_certificates": person.certificate_name,
        "profession": person.profession,
        "language": person.locale,
        "joined": person.date_joined.isoformat(),
        "last_sign_in": person.last_login.isoformat() if person.last_login else None,
        "roles": sorted(person.groups.values_list("name", flat=True)),
        "memberships": [
            {
                "organisation": membership.organisation.name,
                "role": membership.role,
                "from": membership.starts_on.isoformat(),
                "until": membership.ends_on.isoformat() if membership.ends_on else None,
            }
            for membership in person.memberships.select_related("organisation")
        ],
    }


@exports_personal_data(
    "sign_in",
    _(
        "Which e-mail addresses are confirmed, whether a second step is set up, and where you "
        "are signed in. Your password is kept in a form that nobody can read."
    ),
)
def sign_in(person: User) -> dict[str, Any]:
    return {
        "addresses": [
            {"email": address.email, "confirmed": address.verified}
            for address in EmailAddress.objects.filter(user=person)
        ],
        "second_steps": [
            {"kind": factor.type, "set_up": factor.created_at.isoformat()}
            for factor in Authenticator.objects.filter(user=person)
        ],
        "identity_providers": list(
            SocialAccount.objects.filter(user=person).values_list("provider", flat=True)
        ),
        "open_sessions_end": [
            moment.isoformat()
            for moment in PersonSession.objects.filter(account=person.pk).values_list(
                "expire_date", flat=True
            )
        ],
    }


@erases_personal_data("account")
def forget_account(person: User) -> None:
    """Addresses, factors, memberships and preferences go with the account by cascade."""
    end_sessions(person)
    person.delete()
