"""Slows guessing at names that were erased here: by address, by certificate, and by list."""

from __future__ import annotations

from certification.models import Credential
from certification.rate_limits import take

TRIES, SECONDS = 10, 600
# So many erased names one list may have compared: each costs a few queries.
A_LIST = 50


class NameTries:
    """What one question may have compared. Names that the register shows do not pass here."""

    def __init__(self, who: str, by_who: int = 200) -> None:
        self._who = who
        self._by_who = by_who
        self._left = A_LIST

    def may_compare(self, credential: Credential) -> bool:
        """Whether one more erased name may be compared; takes a try if so."""
        if self._left == 0:
            return False
        self._left -= 1
        span = take(f"names:{self._who}", 1, self._by_who, SECONDS)
        return span.allowed and take(f"name:{credential.pk}", 1, TRIES, SECONDS).allowed
