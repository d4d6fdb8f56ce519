"""What certificates hold of a person, and how it is forgotten."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.people import User
from accounts.personal_data import erases_personal_data, exports_personal_data
from certification.actions.forget_holder import forget_holder
from certification.models import Credential


@exports_personal_data(
    "certificates",
    _(
        "Your certificates: the name printed on them, what they say, whether they hold. After you "
        "erase your account they stay valid without your name, and your own copy still proves it."
    ),
)
def certificates(person: User) -> list[dict[str, Any]]:
    return [
        {
            "code": credential.code,
            "name_as_printed": credential.holder_name,
            "standing": credential.standing,
            "facts": credential.facts_json,
        }
        for credential in Credential.objects.filter(holder=person).order_by("pk")
    ]


@erases_personal_data("certificates")
def forget_certificates(person: User) -> None:
    forget_holder(person)
