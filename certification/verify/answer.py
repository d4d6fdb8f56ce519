"""The answer that a verifier gets: one word, the facts, what was checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from certification.facts import Facts
from certification.models import Credential
from certification.standing.state import State
from certification.verify.causes import Cause

Words = str | Promise
__all__ = ["MEANINGS", "Answer", "Check", "State", "Words"]

MEANINGS: dict[State, Words] = {
    State.VALID: _("We issued this certificate, and it holds today."),
    State.WAITING: _(
        "We issued this certificate as a renewal. It counts from its first valid day."
    ),
    State.EXPIRED: _("We issued this certificate. Its last valid day has passed."),
    State.SUPERSEDED: _("We issued this certificate. A newer one has taken its place."),
    State.SUSPENDED: _("We issued this certificate. It does not count at present."),
    State.REVOKED: _("We issued this certificate and have withdrawn it since."),
    State.ALTERED: _("This file is not the one that we issued. Do not rely on it."),
    State.UNKNOWN: _("We cannot find a certificate for this. Check the code, or the file."),
}


# How it stood on a day that somebody asks about.
ON_A_DAY: dict[State, Words] = {
    State.VALID: _("Yes: on %(day)s it was valid."),
    State.WAITING: _("No: on %(day)s it was issued, but its first valid day had not come."),
    State.EXPIRED: _("No: on %(day)s its last valid day had passed."),
    State.SUPERSEDED: _("No: by %(day)s a newer certificate had taken its place."),
    State.SUSPENDED: _("No: on %(day)s it was suspended."),
    State.REVOKED: _("No: by %(day)s it had been revoked."),
    State.NOT_ISSUED: _("No: on %(day)s it had not been issued yet."),
}


@dataclass(frozen=True)
class Check:
    """One thing that was looked at: what, whether it is well (None: not looked at), and why."""

    what: Words
    well: bool | None
    why: Words = ""


@dataclass(frozen=True)
class Answer:
    """What a verifier is told."""

    state: State
    checks: tuple[Check, ...] = ()
    causes: tuple[Cause, ...] = ()
    credential: Credential | None = None
    facts: Facts | None = None
    superseded_by: Credential | None = None
    # A renewal that is issued and begins later.
    renewal: Credential | None = None
    ended_at: datetime | None = None
    from_file: bool = False
    meaning: Words = field(default="")

    @property
    def name_hidden(self) -> bool:
        """Whether the name was erased here, so that it can only be confirmed."""
        return self.facts is not None and self.facts.holder_name is None
