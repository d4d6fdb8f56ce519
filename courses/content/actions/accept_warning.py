"""Write down why a warning about a scenario may stay."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from courses.content.compile.proof import Warned
from courses.content.gates.warnings import ACCEPTED

SHORTEST, LONGEST = 15, 1000


@transaction.atomic
def accept_warning(page: Any, warned: Warned, reason: str, actor: Any) -> None:
    """The reason stands in the audit log, and lets the page be published.

    Raises ValidationError where the reason says nothing, or too much.
    """
    words = " ".join(reason.split())
    if len(words) < SHORTEST:
        raise ValidationError(_("Say in a sentence why this may stay, so that others follow."))
    if len(words) > LONGEST:
        raise ValidationError(
            _("Keep the reason to %(most)d characters.") % {"most": LONGEST}, code="long"
        )
    audit.record(
        actor,
        ACCEPTED,
        page,
        code=warned.refusal.code,
        block=warned.refusal.block or "",
        key=warned.key,
        reason=words,
    )
