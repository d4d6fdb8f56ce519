"""Leave a course, without penalty: everything done stays for the day one comes back."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from accounts.permissions import require
from courses.learning.activities import course_activity
from courses.learning.models import Enrolment
from statements.actions.record import record
from statements.vocabulary import TERMINATED


@transaction.atomic
def withdraw(person: User, enrolment_uuid: UUID) -> Enrolment:
    """Close the enrolment. Leaving twice is leaving once.

    Raises Enrolment.DoesNotExist, and PermissionDenied for somebody else's or a completed one.
    """
    enrolment = (
        Enrolment.objects.with_version().select_for_update(of=("self",)).get(uuid=enrolment_uuid)
    )
    if enrolment.withdrawn_at is not None:
        require(person, "read", enrolment)
        return enrolment
    require(person, "withdraw", enrolment)
    enrolment.withdrawn_at = timezone.now()
    enrolment.save(update_fields=["withdrawn_at"])
    record(
        person.uuid,
        TERMINATED,
        course_activity(enrolment.course_version),
        once_by=(enrolment.uuid, enrolment.withdrawn_at.isoformat()),
        registration=enrolment.uuid,
        timestamp=enrolment.withdrawn_at,
    )
    audit.record(person, "learning.withdraw", enrolment)
    return enrolment
