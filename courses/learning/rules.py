"""Who may do what with enrolments, tries and completions: the learner whose they are.

Trainers, managers and administrators get no rule here: practice is the learner's own (T30).
"""

from __future__ import annotations

from accounts.permissions import Person, rule
from courses.content.models import CourseVersion
from courses.learning.models import Attempt, Completion, Enrolment


@rule("enrol", CourseVersion)
def anyone_signed_in_on_what_is_offered(person: Person, version: CourseVersion) -> bool:
    return person.is_authenticated and version.is_current


@rule("read", Enrolment)
@rule("rejoin", Enrolment)
def own_enrolment(person: Person, enrolment: Enrolment) -> bool:
    return person.is_authenticated and enrolment.person_id == person.pk


@rule("study", Enrolment)
def own_enrolment_not_left(person: Person, enrolment: Enrolment) -> bool:
    """Lessons and scenarios stay open after completion, for a second look and more practice."""
    return own_enrolment(person, enrolment) and enrolment.withdrawn_at is None


@rule("withdraw", Enrolment)
@rule("switch_version", Enrolment)
def own_open_enrolment(person: Person, enrolment: Enrolment) -> bool:
    return own_enrolment(person, enrolment) and enrolment.is_open


@rule("read", Attempt)
def own_attempt(person: Person, attempt: Attempt) -> bool:
    return own_enrolment(person, attempt.enrolment)


@rule("answer", Attempt)
def own_attempt_not_left(person: Person, attempt: Attempt) -> bool:
    return own_enrolment_not_left(person, attempt.enrolment)


@rule("read", Completion)
def own_completion(person: Person, completion: Completion) -> bool:
    return person.is_authenticated and completion.person_id == person.pk
