"""What lets a page keep state and report for one person, one registration and one version.

Signed by the server when the page is made, so that nobody can report for another's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.core import signing

SALT = "media.activity"
LIFE = timedelta(days=2)


class TicketRefused(Exception):
    """A ticket that is none of ours, or too old."""


@dataclass(frozen=True)
class Ticket:
    """`registration` names the enrolment or try; `person` is a primary key; `counts` is what the
    trainer chose to show as done: "viewed", "finished" or "score"."""

    registration: UUID
    version: int
    person: int
    language: str = "en"
    counts: str = "score"

    def write(self) -> str:
        value = [self.registration.hex, self.version, self.person, self.language, self.counts]
        return signing.dumps(value, salt=SALT)

    @classmethod
    def read(cls, text: str) -> Ticket:
        """Raises TicketRefused."""
        try:
            registration, version, person, language, counts = signing.loads(
                text[:500], salt=SALT, max_age=LIFE
            )
        except (signing.BadSignature, ValueError) as error:
            raise TicketRefused from error
        return cls(UUID(registration), version, person, language, counts)
