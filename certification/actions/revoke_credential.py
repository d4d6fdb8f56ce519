from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from accounts.people import User
from accounts.permissions import require
from certification.models import Credential, Notice
from certification.status_lists import set_place


class RevokeRefused(Exception):
    """A certificate that cannot be revoked, with the reason as a sentence."""


@transaction.atomic
def revoke_credential(
    credential: Credential, actor: User, reason_class: Credential.Reason, reason: str
) -> Credential:
    """Revoke an issued certificate for good; nothing is deleted, and the status list says it.

    Raises PermissionDenied unless `actor` may, RevokeRefused where it is not issued, was revoked
    before, or no reason is given.
    """
    require(actor, "revoke", credential)
    if not reason.strip():
        raise RevokeRefused("A reason is needed.")
    locked = Credential.objects.select_for_update(of=("self",)).get(pk=credential.pk)
    if locked.standing == Credential.Standing.REVOKED:
        raise RevokeRefused("This certificate was revoked before.")
    if not locked.is_issued:
        raise RevokeRefused("This certificate was not issued yet.")
    locked.standing = Credential.Standing.REVOKED
    locked.ended_at = timezone.now()
    locked.ended_class = reason_class
    locked.ended_reason = reason.strip()
    locked.save()
    set_place(locked.status_entry)
    Notice.objects.get_or_create(credential=locked, kind=Notice.Kind.REVOKED)
    record(actor, "revoke certificate", locked, code=locked.code, reason=str(reason_class))
    return locked
