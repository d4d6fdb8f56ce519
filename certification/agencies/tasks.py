"""What the task worker does for partner agencies: mails, and the daily sweep."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_q.models import Schedule
from django_q.tasks import async_task

from certification.models import ApiCall, Invitation

CALL_DAYS = 90
INVITATION_DAYS = 30
SWEEP = "partner agencies sweep"


def queue_invitation(invitation_id: int) -> None:
    """Have an invitation mailed once the transaction at hand is committed."""
    transaction.on_commit(
        lambda: async_task(
            "certification.agencies.tasks.mail_invitation", invitation_id, group="agencies"
        )
    )


@transaction.atomic
def mail_invitation(invitation_id: int) -> bool:
    """Mail one invitation unless it was mailed; whether it was now.

    It holds no secret: who accepts must sign in with this very address. Raises OSError or
    SMTPException where mail does not leave; the queue tries again then.
    """
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .filter(pk=invitation_id, mailed_at=None)
        .select_related("agency__organisation")
        .first()
    )
    if invitation is None:
        return False
    with translation.override(invitation.agency.organisation.locale or settings.LANGUAGE_CODE):
        body = render_to_string(
            "certification/mail/invitation.txt",
            {"invitation": invitation, "base": settings.PUBLIC_URL, "days": INVITATION_DAYS},
        )
        message = EmailMessage(_("An invitation"), body, to=[invitation.email])
    invitation.mailed_at = timezone.now()
    invitation.save(update_fields=["mailed_at"])
    message.send()
    return True


def sweep_agencies() -> dict[str, int]:
    """Forget calls after 90 days and unanswered invitations after 30; how many of each."""
    now = timezone.now()
    calls = ApiCall.objects.filter(at__lt=now - timedelta(days=CALL_DAYS)).delete()[0]
    old = Invitation.objects.filter(invited_at__lt=now - timedelta(days=INVITATION_DAYS))
    return {"calls": calls, "invitations": old.delete()[0]}


def schedule_sweep(sender: Any, **kwargs: Any) -> None:
    """Receiver of `post_migrate`: have the sweep run every day."""
    Schedule.objects.get_or_create(
        name=SWEEP,
        defaults={
            "func": "certification.agencies.tasks.sweep_agencies",
            "schedule_type": Schedule.DAILY,
        },
    )
