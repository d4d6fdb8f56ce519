from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.people import User
from accounts.permissions import require
from certification.actions.issue_again import AgainRefused, reserve_again
from certification.models import Credential
from certification.queue import queue_again


@transaction.atomic
def issue_anew(credential: Credential, actor: User, reason: str) -> Credential:
    """Have one certificate issued anew with what its achievement says today; gives the reserved.

    The only way in which a changed validity, wording or layout reaches somebody who has their
    certificate: by a person's decision, with its reason, and as a new paper.
    Raises PermissionDenied unless `actor` may, AgainRefused.
    """
    require(actor, "issue anew", credential)
    if not reason.strip():
        raise AgainRefused(_("A reason is needed."))
    reserved = reserve_again(credential, Credential.Cause.DECISION, reason, actor)
    queue_again(reserved.pk)
    return reserved
