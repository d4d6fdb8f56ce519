"""Who may do what with H5P activities: they are the trainers' common library, as images are."""

from __future__ import annotations

from accounts.permissions import Person, rule
from accounts.roles import ADMINISTRATOR, TRAINER
from accounts.rules import is_administrator
from media.models import Activity, Library


@rule("look up activities")
@rule("upload activity")
def trainers(person: Person, nothing: None) -> bool:
    return person.is_authenticated and (
        person.is_superuser or person.groups.filter(name__in=[TRAINER, ADMINISTRATOR]).exists()
    )


@rule("look up", Activity)
@rule("change", Activity)
@rule("delete", Activity)
@rule("try", Activity)
def trainers_theirs(person: Person, activity: Activity) -> bool:
    return trainers(person, None)


@rule("curate libraries")
def administrators(person: Person, nothing: None) -> bool:
    return is_administrator(person)


@rule("curate", Library)
def administrators_library(person: Person, library: Library) -> bool:
    return is_administrator(person)
