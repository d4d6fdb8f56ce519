"""Who may do what with certificates. What a code opens, anybody with the code may see."""

from __future__ import annotations

from accounts.permissions import Person, rule
from accounts.rules import is_administrator
from certification.models import Appeal, Credential, Reissue, SigningKey
from courses.learning.models import Completion


@rule("suspend", Credential)
@rule("reinstate", Credential)
@rule("revoke", Credential)
@rule("correct name", Credential)
@rule("issue anew", Credential)
@rule("issue anew", SigningKey)
@rule("look up", Credential)
@rule("look up", Reissue)
def administrators(person: Person, subject: object) -> bool:
    return is_administrator(person)


@rule("appeal", Credential)
def own_credential(person: Person, credential: Credential) -> bool:
    return person.is_authenticated and credential.holder_id == person.pk


@rule("answer", Appeal)
def nobody_themselves(person: Person, appeal: Appeal) -> bool:
    return is_administrator(person) and appeal.credential.holder_id != person.pk


@rule("look up certificates")
def administrators_all(person: Person, nothing: None) -> bool:
    return is_administrator(person)


@rule("collect certificate", Completion)
def own_completion(person: Person, completion: Completion) -> bool:
    return person.is_authenticated and completion.person_id == person.pk
