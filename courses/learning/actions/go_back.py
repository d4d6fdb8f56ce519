"""In practice: go back to a decision and take another."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from accounts.models import User
from accounts.permissions import require
from courses.learning.actions.take_step import ATTEMPT_FIELDS
from courses.learning.models import Answer, Attempt, Enrolment
from courses.scenarios import play
from courses.scenarios.play import ChoiceRefused, State


class BackRefused(ValueError):
    """There is no way back to there, and nothing changed."""


@transaction.atomic
def go_back(person: User, attempt_uuid: UUID, step: int) -> Attempt:
    """Put a practice try back before decision number `step` (from 0).

    That decision and those after it are forgotten. Raises Attempt.DoesNotExist,
    PermissionDenied (also for a try that counts) and BackRefused.
    """
    attempt = (
        Attempt.objects.select_for_update(of=("self",))
        .select_related("enrolment", "scenario_version")
        .only(*ATTEMPT_FIELDS)
        .get(uuid=attempt_uuid)
    )
    require(person, "go back", attempt)
    # Attempts before enrolments, in the order in which an answer locks them.
    Enrolment.objects.select_for_update().only("pk").get(pk=attempt.enrolment_id)
    if attempt.status == Attempt.Status.SET_ASIDE or another_runs(attempt):
        raise BackRefused
    try:
        play.rewind([State.from_json(each) for each in attempt.trail], step)
    except ChoiceRefused as refused:
        raise BackRefused from refused
    Answer.objects.filter(attempt=attempt, step__gte=step).delete()
    # As it was kept, with what had been noted beside it.
    attempt.state = attempt.trail[step]
    attempt.trail = attempt.trail[:step]
    attempt.step = step
    attempt.status = Attempt.Status.RUNNING
    attempt.finished_at = attempt.result = None
    attempt.save(update_fields=["trail", "state", "step", "status", "finished_at", "result"])
    return attempt


def another_runs(attempt: Attempt) -> bool:
    """Whether a newer practice try of the same scenario is under way."""
    return (
        Attempt.objects.filter(
            enrolment=attempt.enrolment_id,
            scenario_key=attempt.scenario_key,
            mode=Attempt.Mode.PRACTICE,
            status=Attempt.Status.RUNNING,
        )
        .exclude(pk=attempt.pk)
        .exists()
    )
