"""How a certificate stands, in a sentence for the person who holds it."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from certification.models import Credential
from certification.standing.reading import Standing
from certification.standing.state import State


def _day(value: date | None) -> str:
    return date_format(value, "j F Y") if value else ""


def for_holder(credential: Credential, standing: Standing) -> str:
    """One sentence, for administrators too: whether it counts, and from and until when."""
    state = standing.state
    until = _day(credential.valid_until)
    if state == State.VALID and standing.renewal is not None:
        return _("It counts until %(day)s, that day included. The renewal begins after it.") % {
            "day": until
        }
    if state == State.VALID:
        if not until:
            return _("It counts, with no end date.")
        return _("It counts until %(day)s, that day included.") % {"day": until}
    if state == State.WAITING:
        return _("It counts from %(day)s. Until then the earlier one does.") % {
            "day": _day(credential.valid_from)
        }
    if state == State.EXPIRED:
        return _("It counted until %(day)s.") % {"day": until}
    if state == State.SUPERSEDED and standing.newer is not None:
        return _superseded(standing.newer, standing.life.zone)
    since = standing.since
    day = _day(since.astimezone(ZoneInfo(standing.life.zone)).date() if since else None)
    if state == State.SUSPENDED:
        return _("It has not counted since %(day)s, until it is looked into.") % {"day": day}
    return _("It was withdrawn on %(day)s.") % {"day": day}


def _superseded(newer: Credential, zone: str) -> str:
    assert newer.issued_at is not None  # noqa: S101
    day = {"day": _day(newer.valid_from or newer.issued_at.astimezone(ZoneInfo(zone)).date())}
    if newer.cause == Credential.Cause.CORRECTION:
        return _("Replaced on %(day)s by one with the corrected name.") % day
    if newer.cause == Credential.Cause.KEY:
        return _("Replaced on %(day)s, as our signing keys were replaced.") % day
    if newer.cause == Credential.Cause.REINSTATEMENT:
        return _("Replaced on %(day)s, when it was made to count again.") % day
    if newer.cause == Credential.Cause.DECISION:
        return _("Replaced on %(day)s by one that was issued anew.") % day
    return _("A newer one has counted since %(day)s.") % day
