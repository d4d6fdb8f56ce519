"""The facts of a paper in short, signed, as they stand behind the # of its printed address.

What stands behind # never reaches a server: an ordinary camera opens the page of the certificate
as before, and only a page that looks for them reads the facts. Whoever holds the paper reads the
same facts in clear on it, the name included.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Any
from urllib.parse import urlsplit

from certification import codes
from certification.facts import CreditLine, Facts
from certification.offline import cbor, cose
from certification.signers.base import Signer

FORMAT = 1
# In bytes of UTF-8. Longer texts are cut, and the hash of the whole goes with them.
LONGEST_NAME, LONGEST_TITLE, LONGEST_CREDIT = 90, 130, 60
MARK = "…"
_EPOCH = date(1970, 1, 1)
_HASH = 16


class Claim(IntEnum):
    """The keys of the signed map. A number is never given to another thing."""

    FORMAT = 0
    CODE = 1
    NAME = 2
    TITLE = 3
    ISSUED = 4
    VALID_UNTIL = 5
    LIST = 6
    INDEX = 7
    HOST = 8
    ACHIEVED = 9
    COMPLETED = 10
    CREDIT = 11
    NAME_HASH = 12
    TITLE_HASH = 13
    VALID_FROM = 14


@dataclass(frozen=True)
class Place:
    """Where a certificate's bit stands."""

    list_number: int
    index: int


def day_number(day: date) -> int:
    """Days since 1 January 1970, as RFC 8943 counts them."""
    return (day - _EPOCH).days


def shortened(text: str, longest: int) -> tuple[str, bytes | None]:
    """The text, or as much of it as `longest` bytes hold with a mark, and the hash of the whole."""
    whole = text.encode()
    if len(whole) <= longest:
        return text, None
    kept = whole[: longest - len(MARK.encode())].decode(errors="ignore")
    # A letter is not parted from the marks on it.
    if unicodedata.category(text[len(kept)])[0] == "M":
        while kept and unicodedata.category(kept[-1])[0] == "M":
            kept = kept[:-1]
        kept = kept[:-1]
    return kept.rstrip() + MARK, hashlib.sha256(whole).digest()[:_HASH]


def _credit(line: CreditLine) -> str:
    return " ".join(filter(None, [line.amount, line.unit, line.type]))


def claims(facts: Facts, place: Place) -> dict[int, Any]:
    """The map that is signed. Length never keeps a certificate from being issued."""
    name, name_hash = shortened(facts.holder_name or "", LONGEST_NAME)
    title, title_hash = shortened(facts.course_title, LONGEST_TITLE)
    credit, _cut = shortened("; ".join(map(_credit, facts.credit_lines)), LONGEST_CREDIT)
    values: dict[int, Any] = {
        Claim.FORMAT: FORMAT,
        Claim.CODE: codes.decode(facts.code).to_bytes(16),
        Claim.NAME: name,
        Claim.TITLE: title,
        Claim.ISSUED: day_number(facts.issued_on),
        Claim.VALID_UNTIL: facts.valid_until and day_number(facts.valid_until),
        Claim.VALID_FROM: facts.valid_from and day_number(facts.valid_from),
        Claim.LIST: place.list_number,
        Claim.INDEX: place.index,
        Claim.HOST: urlsplit(facts.issuer_url).netloc,
        Claim.ACHIEVED: int(facts.kind != "attendance"),
        Claim.COMPLETED: day_number(facts.completed_on),
        Claim.CREDIT: credit or None,
        Claim.NAME_HASH: name_hash,
        Claim.TITLE_HASH: title_hash,
    }
    return {int(key): value for key, value in values.items() if value is not None}


def fragment(facts: Facts, place: Place, signer: Signer) -> str:
    """What stands behind #: base 32 (RFC 4648 §6) without padding, the QR code's cheap letters."""
    message = cose.sign(cbor.encode(claims(facts, place)), signer)
    return base64.b32encode(message).rstrip(b"=").decode()


def read_fragment(text: str) -> cose.Sign1:
    """The message behind #. Raises ValueError."""
    try:
        data = base64.b32decode(text + "=" * (-len(text) % 8))
    except binascii.Error as error:
        raise ValueError("not base 32") from error
    if base64.b32encode(data).rstrip(b"=").decode() != text:
        raise ValueError("not base 32 in its one form")
    return cose.read(data)
