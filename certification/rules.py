"""Who may do what with certificates. What a code opens, anybody with the code may see."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from wagtail.permissions import page_permission_policy

from accounts.permissions import Person, rule
from accounts.rules import is_administrator
from certification.models import Appeal, Credential, Reissue, SigningKey
from courses.content.models import CoursePage
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


@rule("make certificates", CoursePage)
def administrators_and_its_trainers(person: Person, course: Any) -> bool:
    """By permission on the page; having it to review is not enough."""
    return person.is_authenticated and (
        is_administrator(person)
        or bool(page_permission_policy.user_has_permission_for_instance(person, "change", course))
    )


def courses_to_certify(person: Person) -> QuerySet[Any]:
    """The course pages that pass the rule above."""
    found: QuerySet[Any] = CoursePage.objects.all()
    if not person.is_authenticated:
        return found.none()
    if is_administrator(person):
        return found
    mine = page_permission_policy.instances_user_has_permission_for(person, "change")
    return found.filter(pk__in=mine.values("pk"))


@rule("collect certificate", Completion)
def own_completion(person: Person, completion: Completion) -> bool:
    return person.is_authenticated and completion.person_id == person.pk
