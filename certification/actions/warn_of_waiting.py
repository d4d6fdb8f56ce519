from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Min
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.audit import AuditEntry, record
from accounts.people import User
from accounts.roles import ADMINISTRATOR
from certification.models import Credential, Issuer

# 16 CCR §1458 wants certificates within 90 days of the course: a month is left to see to it.
TOO_LONG = timedelta(days=60)
VERB = "warn of waiting certificates"
# A task may run twice; a day is a little less than a day between two runs.
ONCE_IN = timedelta(hours=20)


@transaction.atomic
def warn_of_waiting() -> int:
    """Tell administrators, once a day, that certificates have waited for 60 days; how many have.

    The mail names no holder and no course. Raises OSError or SMTPException where mail does not
    leave: nothing counts as told then.
    """
    now = timezone.now()
    waiting = Credential.objects.filter(
        standing=Credential.Standing.PREPARING,
        holder__isnull=False,
        completion__completed_at__lt=now - TOO_LONG,
    )
    number = waiting.count()
    if not number or AuditEntry.objects.filter(verb=VERB, at__gt=now - ONCE_IN).exists():
        return number
    longest = waiting.aggregate(first=Min("completion__completed_at"))["first"]
    issuer = Issuer.objects.filter(is_current=True).first()
    record(None, VERB, issuer, number=number)
    for person in User.objects.filter(groups__name=ADMINISTRATOR, is_active=True).order_by("pk"):
        with translation.override(person.locale or settings.LANGUAGE_CODE):
            body = render_to_string(
                "certification/mail/waiting.txt",
                {
                    "person": person,
                    "number": number,
                    "days": (now - longest).days,
                    "base": issuer.base_url if issuer else "",
                },
            )
            EmailMessage(_("Certificates are waiting"), body, to=[person.email]).send()
    return number
