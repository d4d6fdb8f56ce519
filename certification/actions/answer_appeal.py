from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.people import User
from accounts.permissions import require
from certification.actions.correct_name import correct_name
from certification.actions.make_appeal import AppealRefused
from certification.actions.reinstate_credential import reinstate_credential
from certification.models import Appeal, Credential, Notice
from certification.queue import queue_notice


@transaction.atomic
def answer_appeal(appeal: Appeal, actor: User, granted: bool, answer: str) -> Appeal:
    """Answer what a holder asked, once; granted, a new certificate is issued.

    The answer is mailed. Raises PermissionDenied unless `actor` may (nobody answers themselves),
    AppealRefused where it was answered or there are no words, AgainRefused.
    """
    require(actor, "answer", appeal)
    answer = answer.strip()
    if not answer:
        raise AppealRefused(_("Please write an answer: it is mailed to the holder."))
    # The certificate first, as erasing a person does.
    Credential.objects.select_for_update(of=("self",)).filter(pk=appeal.credential_id).first()
    locked = (
        Appeal.objects.select_for_update(of=("self",))
        .select_related("credential__holder")
        .get(pk=appeal.pk)
    )
    if locked.outcome != Appeal.Outcome.OPEN:
        raise AppealRefused(_("This was answered before."))
    credential = locked.credential
    locked.outcome = Appeal.Outcome.GRANTED if granted else Appeal.Outcome.UPHELD
    locked.answer, locked.answered_at, locked.answered_by = answer, timezone.now(), actor
    locked.save()
    if granted and locked.name:
        correct_name(credential, actor, locked.name, answer)
        # The next certificate would otherwise repeat the mistake.
        holder = credential.holder
        if holder is not None and holder.certificate_name == credential.holder_name:
            User.objects.filter(pk=holder.pk).update(certificate_name=locked.name[:150])
    elif granted:
        reinstate_credential(credential, actor, answer, appeal=locked)
    # One notice of a kind: a second answer about the same certificate is told too.
    Notice.objects.filter(credential=credential, kind=Notice.Kind.ANSWERED).delete()
    notice = Notice.objects.create(credential=credential, kind=Notice.Kind.ANSWERED)
    queue_notice(notice.pk)
    record(actor, "answer appeal", credential, code=credential.code, outcome=locked.outcome)
    return locked
