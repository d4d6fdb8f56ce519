"""Move to the version of the course that is offered now. Only the learner chooses it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from accounts.permissions import require
from courses.content.models import CourseVersion
from courses.learning.actions.complete_course import complete_course
from courses.learning.models import Attempt, Enrolment
from courses.learning.outline import Lesson, Outline
from courses.learning.standing import Standing
from courses.learning.versions import outline_for


class NoNewerVersion(LookupError):
    """The course offers no other version than the one that the learner is on."""


@dataclass(frozen=True)
class CarriedOver:
    """What a move would mean, to be said beforehand. Scenarios are page keys."""

    lessons_kept: tuple[Lesson, ...]
    lessons_again: tuple[Lesson, ...]
    lessons_new: tuple[Lesson, ...]
    lessons_gone: tuple[Lesson, ...]
    scenarios_kept: tuple[str, ...]
    scenarios_again: tuple[str, ...]
    scenarios_set_aside: tuple[str, ...]


def carried_over(old: Outline, new: Outline, standing: Standing) -> CarriedOver:
    """What is unchanged counts on; what was reworded is done again; answers to checks stay."""
    before = {each.key: each for each in old.lessons}
    after = {each.key for each in new.lessons}
    finished = {each.key for each in old.lessons if standing.done.lesson(each)}
    passed = {key for key in old.scenarios if standing.done.scenario(old, key)}
    changed = {key for key, value in old.scenarios.items() if new.scenarios.get(key) != value}
    return CarriedOver(
        lessons_kept=tuple(
            each for each in new.lessons if each.key in finished and standing.done.lesson(each)
        ),
        lessons_again=tuple(
            each for each in new.lessons if each.key in finished and not standing.done.lesson(each)
        ),
        lessons_new=tuple(each for each in new.lessons if each.key not in before),
        lessons_gone=tuple(each for key, each in before.items() if key not in after),
        scenarios_kept=tuple(sorted(passed - changed)),
        scenarios_again=tuple(sorted(passed & changed & new.scenarios.keys())),
        scenarios_set_aside=tuple(
            sorted(key for key in changed if standing.tries_at(key).running is not None)
        ),
    )


def offered_version(enrolment: Enrolment) -> CourseVersion | None:
    """The version of the same course and language that is offered now, if it is another."""
    if enrolment.course_version.is_current:
        return None
    return (
        CourseVersion.objects.filter(
            course_key=enrolment.course_key,
            language=enrolment.course_version.language,
            is_current=True,
        )
        .exclude(pk=enrolment.course_version_id)
        .first()
    )


@transaction.atomic
def switch_version(person: User, enrolment_uuid: UUID, version_hash: str) -> Enrolment:
    """Put the enrolment on the version `version_hash`, which the learner was shown.

    A running try at a scenario that changed is set aside. Raises Enrolment.DoesNotExist,
    PermissionDenied, and NoNewerVersion where that version is not the one offered now.
    """
    # Attempts before enrolments, in the order in which an answer locks them.
    running = list(
        Attempt.objects.select_for_update(of=("self",))
        .select_related("scenario_version")
        .filter(enrolment__uuid=enrolment_uuid, status=Attempt.Status.RUNNING)
        .order_by("pk")
    )
    enrolment = (
        Enrolment.objects.with_version().select_for_update(of=("self",)).get(uuid=enrolment_uuid)
    )
    if enrolment.course_version.hash == version_hash:
        require(person, "read", enrolment)
        return enrolment
    require(person, "switch_version", enrolment)
    version = offered_version(enrolment)
    if version is None or version.hash != version_hash:
        raise NoNewerVersion(version_hash)
    scenarios = outline_for(version).scenarios
    for attempt in running:
        if scenarios.get(str(attempt.scenario_key)) != attempt.scenario_version.hash:
            attempt.status = Attempt.Status.SET_ASIDE
            attempt.finished_at = timezone.now()
            attempt.save(update_fields=["status", "finished_at"])
    left = enrolment.course_version
    enrolment.course_version = version
    enrolment.save(update_fields=["course_version"])
    audit.record(person, "learning.switch_version", enrolment, left=left.hash, joined=version.hash)
    complete_course(enrolment)
    return enrolment
