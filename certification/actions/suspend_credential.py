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


class SuspendRefused(Exception):
    """A certificate that cannot be suspended, with the reason as a sentence."""


@transaction.atomic
def suspend_credential(
    credential: Credential, actor: User, reason_class: Credential.Reason, reason: str
) -> Credential:
    """Let a certificate not count for now. The status list says it, and the holder is told.

    Its place in the list stays set for good: `reinstate_credential` issues a new one.
    Raises PermissionDenied unless `actor` may, SuspendRefused.
    """
    require(actor, "suspend", credential)
    if not reason.strip():
        raise SuspendRefused(_("A reason is needed."))
    locked = Credential.objects.select_for_update(of=("self",)).get(pk=credential.pk)
    if locked.standing != Credential.Standing.ISSUED:
        raise SuspendRefused(_("Only a certificate that counts can be suspended."))
    newer = newer_issue(locked)
    if newer is not None and newer.is_issued:
        raise SuspendRefused(_("A newer certificate has taken its place. Suspend that one."))
    locked.standing = Credential.Standing.SUSPENDED
    locked.suspended_at = locked.ended_at = timezone.now()
    locked.ended_class = reason_class
    locked.ended_reason = reason.strip()
    locked.save()
    set_place(locked.status_entry)
    Notice.objects.get_or_create(credential=locked, kind=Notice.Kind.SUSPENDED)
    record(actor, "suspend certificate", locked, code=locked.code, reason=str(reason_class))
    return locked
