from __future__ import annotations

from typing import Any

from django.db import transaction

from accounts.audit import record
from accounts.people import User
from accounts.permissions import require
from certification.models import Achievement


@transaction.atomic
def remove_achievement(achievement: Achievement, course: Any, actor: User) -> None:
    """Go back to the plain certificate for what is issued from now on; nothing issued changes.

    Raises PermissionDenied.
    """
    require(actor, "make certificates", course)
    if achievement.course_key != course.translation_key:
        raise ValueError("The achievement is another course's.")
    record(actor, "remove achievement", achievement, course=str(achievement.course_key))
    achievement.delete()
