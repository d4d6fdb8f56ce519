"""Forget a person: everything that names them goes; what was signed or completed stays."""

from __future__ import annotations

from django.db import transaction

from accounts.audit import record
from accounts.people import User
from accounts.personal_data import erasers


@transaction.atomic
def erase_person(person: User, actor: User | None) -> None:
    """Run every app's eraser, this one last, which deletes the account and its sessions.

    The audit log keeps the account's uuid, which by then stands for nobody.
    """
    record(actor, "erase", person, parts=[name for name, _ in erasers()])
    for _name, erase in erasers():
        erase(person)
