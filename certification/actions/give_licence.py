from __future__ import annotations

from django.db import transaction

from accounts.audit import record
from accounts.people import User
from accounts.permissions import require
from certification.achievements.boards import wants_licence
from certification.achievements.terms import terms_for
from certification.licences import clean_licence, seal
from certification.models import Credential, LicenceNumber
from certification.queue import queue_again, queue_issue
from courses.learning.models import Completion


@transaction.atomic
def give_licence(completion: Completion, number: str, actor: User) -> None:
    """Keep the licence number that the course's board wants, and have the certificate issued.

    The number stands in no log and no audit entry. Raises PermissionDenied unless it is the
    actor's own completion, ValueError where it cannot be a number or none is wanted.
    """
    require(actor, "collect certificate", completion)
    version = completion.course_version
    board = terms_for(version.course_key, version.language).board
    if not wants_licence(board):
        raise ValueError("no licence number is wanted")
    LicenceNumber.objects.update_or_create(
        person=actor, board=board, defaults={"sealed": seal(clean_licence(number))}
    )
    waiting = Credential.objects.filter(
        holder=actor,
        standing=Credential.Standing.PREPARING,
        problem=Credential.Problem.LICENCE,
        problem_detail=board,
        completion__isnull=False,
    )
    for each in list(waiting):
        assert each.completion_id is not None  # noqa: S101
        Credential.objects.filter(pk=each.pk).update(
            problem=Credential.Problem.NONE, problem_detail=""
        )
        if each.issue == 1:
            queue_issue(each.completion_id)
        else:
            queue_again(each.pk)
    record(actor, "give licence number", completion, board=board)
