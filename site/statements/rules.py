"""Who may do what with the learning record."""

from __future__ import annotations

from accounts.people import User
from accounts.permissions import Person, rule
from accounts.rules import is_administrator


@rule("share own record", User)
@rule("download own record", User)
def oneself(person: Person, other: User) -> bool:
    return person.is_authenticated and person.pk == other.pk


@rule("look after record store")
def administrators(person: Person, nothing: None) -> bool:
    return is_administrator(person)
