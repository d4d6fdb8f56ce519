"""Who may do what with people, organisations and the audit log."""

from __future__ import annotations

from accounts.audit import AuditEntry
from accounts.organisations import Membership, Organisation
from accounts.people import User
from accounts.permissions import Person, rule
from accounts.roles import ADMINISTRATOR


def is_administrator(person: Person) -> bool:
    return person.is_authenticated and (
        person.is_superuser or person.groups.filter(name=ADMINISTRATOR).exists()
    )


@rule("erase", User)
@rule("export", User)
def self_or_administrator(person: Person, other: User) -> bool:
    return person.is_authenticated and (person.pk == other.pk or is_administrator(person))


@rule("edit", User)
def oneself(person: Person, other: User) -> bool:
    return person.is_authenticated and person.pk == other.pk


@rule("grant membership", Organisation)
@rule("end membership", Membership)
@rule("read", AuditEntry)
@rule("read audit log")
def administrators(person: Person, subject: object) -> bool:
    return is_administrator(person)
