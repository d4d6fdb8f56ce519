"""Who may do what with enrolments, tries and completions: the learner whose they are.

Managers and administrators get no rule here: practice is the learner's own (T30). Trainers see
what is counted over many learners of the scenarios that they may edit, and no try of anyone.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from wagtail.permissions import page_permission_policy

from accounts.permissions import Person, rule
from courses.content.models import CourseVersion, ScenarioPage
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


@rule("go back", Attempt)
def own_practice(person: Person, attempt: Attempt) -> bool:
    return attempt.is_practice and own_attempt_not_left(person, attempt)


@rule("read", Completion)
def own_completion(person: Person, completion: Completion) -> bool:
    return person.is_authenticated and completion.person_id == person.pk


SEE_FLOW = "see the flow"


@rule(SEE_FLOW, ScenarioPage)
def may_edit_the_scenario(person: Person, page: Any) -> bool:
    """By permission on the page; having it to review is not enough."""
    return person.is_authenticated and bool(
        page_permission_policy.user_has_permission_for_instance(person, "change", page)
    )


def scenarios_to_see(person: Person) -> QuerySet[Any]:
    """The scenarios that pass the rule above."""
    found: QuerySet[Any] = ScenarioPage.objects.none()
    if person.is_authenticated:
        may_change = page_permission_policy.instances_user_has_permission_for(person, "change")
        found = ScenarioPage.objects.filter(pk__in=may_change.values("pk"))
    return found
