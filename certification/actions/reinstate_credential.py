from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.people import User
from accounts.permissions import require
from certification.actions.issue_again import AgainRefused, reserve_again
from certification.models import Appeal, Credential
from certification.queue import queue_again


@transaction.atomic
def reinstate_credential(
    credential: Credential, actor: User, reason: str, appeal: Appeal | None = None
) -> Credential:
    """Have a new certificate issued in place of a suspended one; gives the one reserved.

    It has a place of its own in the status list and says the same. A revoked one comes back only
    by an `appeal` that is granted. Raises PermissionDenied unless `actor` may, AgainRefused.
    """
    require(actor, "reinstate", credential)
    if not reason.strip():
        raise AgainRefused(_("A reason is needed."))
    granted = appeal is not None and appeal.outcome == Appeal.Outcome.GRANTED
    standing = Credential.objects.values_list("standing", flat=True).get(pk=credential.pk)
    if standing == Credential.Standing.REVOKED and not granted:
        raise AgainRefused(
            _("What was revoked comes back only when the holder's appeal is granted.")
        )
    if standing not in {Credential.Standing.SUSPENDED, Credential.Standing.REVOKED}:
        raise AgainRefused(_("This certificate is neither suspended nor revoked."))
    reserved = reserve_again(credential, Credential.Cause.REINSTATEMENT, reason, actor)
    queue_again(reserved.pk)
    return reserved
