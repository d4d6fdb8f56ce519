"""What partner agencies hold of a person: an invitation that was not answered yet."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.people import User
from accounts.personal_data import erases_personal_data, exports_personal_data
from certification.models import Invitation


@exports_personal_data(
    "invitations",
    _("Invitations to a partner agency that you have not answered. They end after 30 days."),
)
def invitations(person: User) -> list[dict[str, Any]]:
    return [
        {"agency": str(each.agency), "role": each.role, "invited_at": each.invited_at.isoformat()}
        for each in Invitation.objects.filter(email__iexact=person.email).select_related(
            "agency__organisation"
        )
    ]


@erases_personal_data("invitations")
def forget_invitations(person: User) -> None:
    Invitation.objects.filter(email__iexact=person.email).delete()
