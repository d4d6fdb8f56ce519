from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from certification.models import Credential, Issuer, Notice
from certification.standing.reading import standing_of
from certification.standing.state import State

TEMPLATES = {
    Notice.Kind.ISSUED: "certification/mail/issued.txt",
    Notice.Kind.REVOKED: "certification/mail/revoked.txt",
    Notice.Kind.SUSPENDED: "certification/mail/suspended.txt",
    Notice.Kind.ENDING: "certification/mail/ending.txt",
    Notice.Kind.ANSWERED: "certification/mail/answered.txt",
    Notice.Kind.NAME_NEEDED: "certification/mail/name_needed.txt",
    Notice.Kind.LICENCE_NEEDED: "certification/mail/licence_needed.txt",
}


@transaction.atomic
def send_notice(notice_id: int) -> bool:
    """Mail one notice to the holder unless it was sent; whether it was sent now.

    The subject says nothing about the course: others may see the screen. Raises OSError or
    SMTPException where mail does not leave; call it again then.
    """
    notice = (
        Notice.objects.select_for_update(of=("self",)).filter(pk=notice_id, sent_at=None).first()
    )
    if notice is None:
        return False
    credential = Credential.objects.select_related("holder").get(pk=notice.credential_id)
    person = credential.holder
    if person is None or (notice.kind == Notice.Kind.ENDING and _is_renewed(credential)):
        notice.delete()
        return False
    base = Issuer.current().base_url
    with translation.override(person.locale or settings.LANGUAGE_CODE):
        body = render_to_string(
            TEMPLATES[Notice.Kind(notice.kind)],
            {
                "credential": credential,
                "base": base,
                "person": person,
                "appeal": credential.appeals.exclude(answered_at=None).first(),
            },
        )
        message = EmailMessage(_("Your training record"), body, to=[person.email])
    notice.sent_at = timezone.now()
    notice.save()
    message.send()
    return True


def _is_renewed(credential: Credential) -> bool:
    """Whether nothing is to be said of its end any more since the notice was written."""
    standing = standing_of(credential)
    return standing.state != State.VALID or standing.renewal is not None
