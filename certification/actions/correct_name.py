from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.people import User
from accounts.permissions import require
from certification.actions.issue_again import AgainRefused, reserve_again
from certification.models import Credential
from certification.names import clean_name
from certification.queue import queue_again


@transaction.atomic
def correct_name(credential: Credential, actor: User, name: str, reason: str) -> Credential:
    """Have a certificate issued anew under the right name; gives the one reserved.

    All else that it says stays, the day of completion too. The old one is superseded, and its
    place in the status list set. Raises PermissionDenied unless `actor` may, AgainRefused.
    """
    require(actor, "correct name", credential)
    name = clean_name(name)
    if not name or not reason.strip():
        raise AgainRefused(_("A name and a reason are needed."))
    if name == credential.holder_name:
        raise AgainRefused(_("This is the name that the certificate has."))
    reserved = reserve_again(credential, Credential.Cause.CORRECTION, reason, actor, name)
    if reserved.holder_name != name:
        raise AgainRefused(_("A correction to another name is under way. Wait, or take it back."))
    queue_again(reserved.pk)
    return reserved
