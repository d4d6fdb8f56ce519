"""What the learning record holds of a person, and how it forgets."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.people import User
from accounts.personal_data import erases_personal_data, exports_personal_data
from statements.models import Sharing, Statement, Tier


@exports_personal_data(
    "statements",
    _("The record of what you did in courses, as xAPI statements. Your account is a number there."),
)
def statements_of(person: User) -> list[dict[str, Any]]:
    rows = Statement.objects.filter(actor=person.uuid).order_by("timestamp", "pk")
    return [row.as_json() for row in rows.iterator()]


@exports_personal_data(
    "passing_on", _("Whether you agreed that your own entries are passed on, and since when.")
)
def sharing_of(person: User) -> dict[str, Any]:
    sharing = Sharing.objects.filter(person=person).first()
    return {"agreed": sharing.agreed_at.isoformat() if sharing else None}


@erases_personal_data("statements")
def forget_statements(person: User) -> None:
    """The learner's own go, also those that wait to leave. Official ones stay, and leave, under
    a new number that stands for nobody."""
    Sharing.objects.filter(person=person).delete()
    mine = Statement.objects.filter(actor=person.uuid)
    mine.filter(tier=Tier.LEARNER).delete()
    mine.update(actor=uuid.uuid4())
