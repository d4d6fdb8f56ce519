"""What trainers see of learning while they edit a scenario: how many plays are under way."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from courses.content.usage import counts_scenario_use
from courses.learning.models import Attempt


@counts_scenario_use
def plays_under_way(key: UUID) -> tuple[str, int]:
    """A number and nothing else: nobody can be seen in it. Practice is not even a number."""
    running = Attempt.objects.assessed().filter(scenario_key=key, status=Attempt.Status.RUNNING)
    return _("Plays under way"), running.count()
