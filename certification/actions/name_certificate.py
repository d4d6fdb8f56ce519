from __future__ import annotations

from django.db import transaction

from accounts.audit import record
from accounts.people import User
from accounts.permissions import require
from certification.models import Credential
from certification.queue import queue_issue
from courses.learning.models import Completion


@transaction.atomic
def name_certificate(completion: Completion, name: str, actor: User) -> None:
    """Keep the name that a person wants printed, and have the waiting certificate issued.

    Raises PermissionDenied unless it is the actor's own completion.
    """
    require(actor, "collect certificate", completion)
    User.objects.filter(pk=actor.pk).update(certificate_name=name)
    Credential.objects.filter(completion=completion, standing=Credential.Standing.PREPARING).update(
        problem=Credential.Problem.NONE, problem_detail=""
    )
    record(actor, "name certificate", completion)
    queue_issue(completion.pk)
