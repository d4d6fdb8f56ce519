"""What certificates hold of a person, and how it is forgotten."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.people import User
from accounts.personal_data import erases_personal_data, exports_personal_data
from certification.actions.forget_holder import forget_holder
from certification.licences import unseal
from certification.models import Credential, LicenceNumber


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
            "issued_anew_because": credential.cause_reason,
            "reason_given": credential.ended_reason,
            "you_asked": [
                {"words": each.words, "name": each.name, "answer": each.answer}
                for each in credential.appeals.all()
            ],
        }
        for credential in Credential.objects.filter(holder=person)
        .prefetch_related("appeals")
        .order_by("pk")
    ]


@exports_personal_data(
    "licence numbers",
    _(
        "Licence numbers that boards want on your certificates. They are kept encrypted, shown to "
        "nobody, and erased with your account."
    ),
)
def licence_numbers(person: User) -> list[dict[str, Any]]:
    return [
        {"board": str(each.get_board_display()), "number": unseal(bytes(each.sealed))}
        for each in LicenceNumber.objects.filter(person=person).order_by("pk")
    ]


@erases_personal_data("licence numbers")
def forget_licence_numbers(person: User) -> None:
    LicenceNumber.objects.filter(person=person).delete()


@erases_personal_data("certificates")
def forget_certificates(person: User) -> None:
    forget_holder(person)
