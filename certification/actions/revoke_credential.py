from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.people import User
from accounts.permissions import require
from certification.actions.issue_again import newer_issue
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
    before, a newer issue has taken its place, or no reason is given.
    """
    require(actor, "revoke", credential)
    if not reason.strip():
        raise RevokeRefused(_("A reason is needed."))
    locked = Credential.objects.select_for_update(of=("self",)).get(pk=credential.pk)
    if locked.standing == Credential.Standing.REVOKED:
        raise RevokeRefused(_("This certificate was revoked before."))
    if not locked.is_issued:
        raise RevokeRefused(_("This certificate was not issued yet."))
    newer = newer_issue(locked)
    if newer is not None and newer.is_issued:
        raise RevokeRefused(_("A newer certificate has taken its place. Revoke that one."))
    locked.standing = Credential.Standing.REVOKED
    locked.ended_at = timezone.now()
    locked.ended_class = reason_class
    locked.ended_reason = reason.strip()
    locked.save()
    set_place(locked.status_entry)
    Notice.objects.get_or_create(credential=locked, kind=Notice.Kind.REVOKED)
    record(actor, "revoke certificate", locked, code=locked.code, reason=str(reason_class))
    return locked
