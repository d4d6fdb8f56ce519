"""What trainers see of learning while they look at an activity: how many are under way with it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from courses.content.queries import course_versions_with
from courses.learning.models import Enrolment
from media.activity_use import Told, tells_use


@tells_use
def learners_under_way(tokens: Sequence[str]) -> Told:
    """A number and nothing else: nobody can be seen in it."""
    running = Enrolment.objects.filter(
        course_version__in=course_versions_with(tokens).values("pk"),
        withdrawn_at=None,
        completed_at=None,
    )
    return Told(_("Learners under way in a course that shows it"), running.count())
