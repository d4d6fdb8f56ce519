"""Join a course, or come back to it."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from accounts import audit
from accounts.models import User
from accounts.permissions import require
from courses.content.models import CourseVersion
from courses.learning.activities import course_activity
from courses.learning.models import Enrolment
from statements.actions.record import record
from statements.vocabulary import REGISTERED, RESUMED


def enrol(person: User, version: CourseVersion) -> Enrolment:
    """The open enrolment of `person` on the course of `version`.

    There may be one already: it is given back as it is, on the version that it has. One that
    was left is opened again with all that was done in it. Otherwise a new one begins on
    `version`. Raises PermissionDenied where the version is not offered.
    """
    try:
        with transaction.atomic():
            return _open(person, version)
    except IntegrityError:
        # Two requests at once: the other one has made it.
        return Enrolment.objects.get(
            person=person, course_key=version.course_key, withdrawn_at=None, completed_at=None
        )


def _open(person: User, version: CourseVersion) -> Enrolment:
    mine = Enrolment.objects.filter(
        person=person, course_key=version.course_key, completed_at=None
    ).select_for_update()
    # Open ones first, then the one that was left last.
    found = sorted(mine, key=lambda each: (not each.is_open, -each.pk))
    if found and found[0].is_open:
        return found[0]
    if found:
        return rejoin(person, found[0])
    require(person, "enrol", version)
    enrolment = Enrolment.objects.create(
        person=person, course_key=version.course_key, course_version=version
    )
    record(
        person.uuid,
        REGISTERED,
        course_activity(version),
        once_by=(enrolment.uuid,),
        registration=enrolment.uuid,
        timestamp=enrolment.started_at,
    )
    audit.record(person, "learning.enrol", enrolment, course_version=version.hash)
    return enrolment


def rejoin(person: User, enrolment: Enrolment) -> Enrolment:
    """Open an enrolment that was left. Call it within a transaction."""
    require(person, "rejoin", enrolment)
    left_at = enrolment.withdrawn_at
    if left_at is None:
        return enrolment
    enrolment.withdrawn_at = None
    enrolment.save(update_fields=["withdrawn_at"])
    record(
        person.uuid,
        RESUMED,
        course_activity(enrolment.course_version),
        once_by=(enrolment.uuid, left_at.isoformat()),
        registration=enrolment.uuid,
    )
    audit.record(person, "learning.rejoin", enrolment)
    return enrolment
