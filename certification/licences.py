"""Licence numbers: asked for where a board wants them, printed, sealed at rest, never public."""

from __future__ import annotations

import re

from accounts.people import User
from certification import vault
from certification.achievements.boards import wants_licence
from certification.models import Credential, LicenceNumber
from certification.names import clean_name
from certification.snapshot import Withheld

_NUMBER = re.compile(r"(?=.*[0-9])[A-Z0-9][A-Z0-9 ./-]{1,29}")


def clean_licence(text: str) -> str:
    """The number as it is printed. Raises ValueError where it cannot be one."""
    number = clean_name(text).upper()
    if not _NUMBER.fullmatch(number):
        raise ValueError("not a licence number")
    return number


def seal(number: str) -> bytes:
    return vault.seal_text(number)


def unseal(sealed: bytes) -> str:
    """The number, or nothing where none was sealed. Raises Damaged, KeyMissing."""
    return vault.unseal_text(bytes(sealed)) if sealed else ""


def sealed_for(person: User, board: str) -> bytes:
    """The sealed number that a board's certificate prints; empty where it wants none.

    Raises Withheld where it wants one and the person has given none.
    """
    if not wants_licence(board):
        return b""
    found = LicenceNumber.objects.filter(person=person, board=board).first()
    if found is None:
        raise Withheld(Credential.Problem.LICENCE, board)
    return bytes(found.sealed)
