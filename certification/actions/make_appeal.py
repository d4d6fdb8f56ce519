from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.people import User
from accounts.permissions import require
from certification.actions.issue_again import newer_issue
from certification.models import Appeal, Credential
from certification.names import clean_name


class AppealRefused(Exception):
    """What cannot be asked, with the reason as a sentence."""


@transaction.atomic
def make_appeal(credential: Credential, actor: User, words: str, name: str = "") -> Appeal:
    """Keep what a holder asks of the administrators, one thing at a time for each certificate.

    Without `name` it is an appeal against a suspension or revocation; with it, that the name be
    corrected. The same words sent twice are one appeal.
    Raises PermissionDenied unless it is the actor's own certificate, AppealRefused.
    """
    require(actor, "appeal", credential)
    words, name = words.strip(), clean_name(name)
    if not words:
        raise AppealRefused(_("Please say why."))
    locked = Credential.objects.select_for_update(of=("self",)).get(pk=credential.pk)
    found = locked.appeals.filter(outcome=Appeal.Outcome.OPEN).first()
    if found is not None and (found.words, found.name) == (words, name):
        return found
    if found is not None:
        raise AppealRefused(_("You have asked already. Please wait for the answer to it."))
    newer = newer_issue(locked)
    if newer is not None:
        raise AppealRefused(_("A newer certificate takes its place."))
    ended = locked.standing in {Credential.Standing.SUSPENDED, Credential.Standing.REVOKED}
    if not name and not ended:
        raise AppealRefused(_("This certificate is neither suspended nor revoked."))
    if name and locked.standing != Credential.Standing.ISSUED:
        raise AppealRefused(_("The name can be corrected once the certificate counts again."))
    if name and name == locked.holder_name:
        raise AppealRefused(_("This is the name that the certificate has."))
    appeal = Appeal.objects.create(credential=locked, words=words, name=name)
    record(actor, "appeal", locked, code=locked.code, about="name" if name else "decision")
    return appeal
