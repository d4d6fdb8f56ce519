from __future__ import annotations

from typing import Any

from django.db import transaction

from accounts.audit import record
from accounts.people import User
from accounts.permissions import require
from certification.achievements.pictures import keep, read_image
from certification.models import Achievement, Credential, Signatory
from certification.queue import queue_again, queue_issue

AT_ONCE = 300


def save_achievement(
    achievement: Achievement, people: list[dict[str, Any]], course: Any, actor: User
) -> Achievement:
    """Save what the certificates of a course say from now on; nothing issued is touched.

    The pictures of signatures are kept as they will be printed. Certificates that waited for what
    was missing are tried again. `course` is a page of the course in one of its languages.

    Raises PermissionDenied, and PictureRefused for a picture that cannot be printed.
    """
    require(actor, "make certificates", course)
    if achievement.course_key != course.translation_key:
        raise ValueError("The achievement is another course's.")
    printed = [read_image(row["image"]) if row.get("image") else b"" for row in people]
    with transaction.atomic():
        made = achievement.pk is None
        achievement.save()
        achievement.signatories.all().delete()
        for position, (row, data) in enumerate(zip(people, printed, strict=True)):
            Signatory.objects.create(
                achievement=achievement,
                position=position,
                name=row["name"],
                role=row.get("role") or "",
                image=row.get("image"),
                kept=keep(data) if data else None,
            )
        record(
            actor,
            "make achievement" if made else "change achievement",
            achievement,
            course=str(achievement.course_key),
            validity=achievement.validity,
            board=achievement.board,
        )
        _try_again(achievement)
    return achievement


def _try_again(achievement: Achievement) -> None:
    """Queue what waits for this achievement; the sweep takes what is beyond these."""
    waiting = Credential.objects.filter(
        course_key=achievement.course_key,
        standing=Credential.Standing.PREPARING,
        problem__in=[Credential.Problem.FIELDS, Credential.Problem.LICENCE],
        completion__isnull=False,
    )
    for pk, issue, completion in waiting.values_list("pk", "issue", "completion")[:AT_ONCE]:
        if issue == 1:
            queue_issue(completion)
        else:
            queue_again(pk)
