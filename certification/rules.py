"""Who may do what with certificates. What a code opens, anybody with the code may see."""

from __future__ import annotations

from accounts.permissions import Person, rule
from accounts.rules import is_administrator
from certification.models import Credential
from courses.learning.models import Completion


@rule("revoke", Credential)
@rule("look up", Credential)
def administrators(person: Person, credential: Credential) -> bool:
    return is_administrator(person)


@rule("look up certificates")
def administrators_all(person: Person, nothing: None) -> bool:
    return is_administrator(person)


@rule("collect certificate", Completion)
def own_completion(person: Person, completion: Completion) -> bool:
    return person.is_authenticated and completion.person_id == person.pk
