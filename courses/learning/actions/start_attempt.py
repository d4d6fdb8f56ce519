"""Begin a try at a scenario, or go on with the one that is under way."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from accounts.models import User
from accounts.permissions import require
from courses.content.models import ScenarioVersion
from courses.learning.activities import course_activity, kind_of, scenario_activity
from courses.learning.models import Attempt, Enrolment
from courses.learning.versions import outline_for, published_head
from courses.scenarios import play
from statements.actions.record import record
from statements.vocabulary import INITIALIZED


class ScenarioUnknown(LookupError):
    """The enrolment's course version plays no such scenario."""


@transaction.atomic
def start_attempt(
    person: User,
    enrolment_uuid: UUID,
    scenario_key: str,
    mode: Attempt.Mode = Attempt.Mode.ASSESSED,
) -> Attempt:
    """The running attempt, or a new one on the version that the enrolment is pinned to.

    Tries are unlimited, and practice runs beside those that count. Raises
    Enrolment.DoesNotExist, PermissionDenied and ScenarioUnknown.
    """
    enrolment = (
        Enrolment.objects.with_version().select_for_update(of=("self",)).get(uuid=enrolment_uuid)
    )
    require(person, "study", enrolment)
    scenario_hash = outline_for(enrolment.course_version).scenarios.get(scenario_key)
    if scenario_hash is None:
        raise ScenarioUnknown(scenario_key)
    running = Attempt.objects.filter(
        enrolment=enrolment, scenario_key=scenario_key, mode=mode, status=Attempt.Status.RUNNING
    ).first()
    if running is not None:
        return running
    published = published_head(scenario_hash)
    attempt = Attempt.objects.create(
        enrolment=enrolment,
        scenario_key=scenario_key,
        scenario_version_id=ScenarioVersion.objects.values_list("pk", flat=True).get(
            hash=scenario_hash
        ),
        mode=mode,
        state=play.start(published.head).to_json(),
    )
    record(
        person.uuid,
        INITIALIZED,
        scenario_activity(scenario_key, published),
        once_by=(attempt.uuid,),
        registration=attempt.uuid,
        parent=course_activity(enrolment.course_version),
        extensions={"scenario-version": scenario_hash, **kind_of(attempt)},
        timestamp=attempt.started_at,
    )
    return attempt
