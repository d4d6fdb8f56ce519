"""Receipts: what was asked, when, and what was answered, signed so that a file can keep it.

A receipt is JSON that people can read. Beside it stands a JWS with detached content (RFC 7515,
Appendix F) over its canonical form (RFC 8785), made with the key for tokens (ES256), which
`/.well-known/jwks.json` publishes. It holds codes and answers, and no names.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

from certification import keyring
from certification.bulk.answers import Line
from certification.models import Issuer, SigningKey
from certification.open_badges.did import method_id
from certification.open_badges.proof import instant
from certification.signers.base import Signer, Use

FORMAT = "waymark-receipt-1"
TYPE = "waymark-receipt+jws"
LARGEST = 4 * 1024 * 1024


class NoReceipt(Exception):
    """Something that is not a receipt of ours, whole or altered."""


@dataclass(frozen=True)
class Input:
    """What was handed in: its SHA-256 and its length in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True)
class Judged:
    """A receipt that was read: what it says, and whether our signature over it holds."""

    receipt: dict[str, Any]
    genuine: bool
    key_trusted: bool = True


def make_receipt(
    lines: Iterable[Line], given: Input, at: datetime, day: date | None = None
) -> dict[str, Any]:
    """The signed receipt of one list, its answers in the order of the list. Raises KeyMissing."""
    issuer = Issuer.current()
    key = keyring.active(Use.JWT)
    answers = [_answer(line) for line in lines]
    receipt: dict[str, Any] = {
        "format": FORMAT,
        "checked_at": instant(at),
        "as_of": day.isoformat() if day else None,
        "issuer": {"name": issuer.name, "did": issuer.did, "url": issuer.base_url},
        "input": {"sha256": given.sha256, "bytes": given.size},
        "counts": dict(sorted(Counter(each["state"] for each in answers).items())),
        "answers": answers,
    }
    method = method_id(issuer.did, key.signer.key_id)
    return {"receipt": receipt, "signature": _sign(receipt, key.signer, method)}


def _answer(line: Line) -> dict[str, Any]:
    """One answer. What does not apply is left out."""
    answer: dict[str, Any] = {"row": line.entry.row, "state": line.state.value}
    if line.entry.code:
        answer["code"] = line.entry.code
    else:
        answer["given"] = line.entry.given
    if line.note:
        answer["note"] = line.note.value
    if line.same_as:
        answer["same_as_row"] = line.same_as
    if line.name:
        answer["name"] = line.name.value
    if line.found:
        facts, standing = line.found.facts, line.found.standing
        answer |= {"course": facts.course_title, "issued_on": facts.issued_on.isoformat()}
        if facts.valid_until:
            answer["valid_until"] = facts.valid_until.isoformat()
        if standing.since:
            answer["since"] = instant(standing.since)
        if standing.since and line.found.credential.ended_class:
            answer["reason"] = line.found.credential.ended_class
        if standing.newer:
            answer["newer"] = standing.newer.code
    return answer


def _part(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _read_part(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def _sign(receipt: dict[str, Any], signer: Signer, method: str) -> str:
    header = _part(rfc8785.dumps({"alg": "ES256", "kid": method, "typ": TYPE}))
    signed = f"{header}.{_part(rfc8785.dumps(receipt))}"
    r, s = decode_dss_signature(signer.sign(signed.encode()))
    return f"{header}..{_part(r.to_bytes(32) + s.to_bytes(32))}"


def looks_like_receipt(data: bytes) -> bool:
    """Whether a file says in its beginning or end that it is a receipt."""
    return FORMAT.encode() in data[:400]


def read_receipt(data: bytes) -> Judged:
    """Read a receipt and check its signature. Raises NoReceipt."""
    if len(data) > LARGEST:
        raise NoReceipt
    try:
        document = json.loads(data.decode("utf-8-sig"))
        receipt, signature = document["receipt"], document["signature"]
        if receipt["format"] != FORMAT or not isinstance(receipt["answers"], list):
            raise NoReceipt
        signed = _part(rfc8785.dumps(receipt))
    except (ValueError, KeyError, TypeError, RecursionError, rfc8785.CanonicalizationError):
        raise NoReceipt from None
    row = _key(signature)
    if row is None:
        return Judged(receipt, genuine=False)
    return Judged(receipt, _holds(signature, signed, row), row.trusted)


def _key(signature: Any) -> SigningKey | None:
    """The row of the key that a signature names, if it is one of ours for tokens."""
    try:
        header = json.loads(_read_part(signature.split(".")[0]))
        did, _, key_id = header["kid"].partition("#")
        if header["alg"] != "ES256" or header["typ"] != TYPE:
            return None
    except (AttributeError, ValueError, KeyError, TypeError):
        return None
    if did not in Issuer.current().dids():
        return None
    return SigningKey.objects.filter(use=Use.JWT.value, key_id=key_id).first()


def _holds(signature: str, signed: str, row: SigningKey) -> bool:
    try:
        header, content, end = signature.split(".")
        raw = _read_part(end)
    except (ValueError, binascii.Error):
        return False
    key = row.public_key()
    if content or len(raw) != 64 or not isinstance(key, ec.EllipticCurvePublicKey):
        return False
    try:
        key.verify(
            encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:])),
            f"{header}.{signed}".encode(),
            ec.ECDSA(hashes.SHA256()),
        )
    except InvalidSignature:
        return False
    return True


def pack(document: dict[str, Any]) -> str:
    """A signed receipt as one line of text, small enough for a hidden field of a page."""
    return base64.b64encode(zlib.compress(to_bytes(document), 6)).decode()


def unpack(text: str) -> bytes:
    """The bytes of a packed receipt. Raises NoReceipt."""
    try:
        packed = zlib.decompressobj()
        data = packed.decompress(base64.b64decode(text, validate=True), LARGEST)
    except (ValueError, zlib.error):
        raise NoReceipt from None
    if packed.unconsumed_tail or not packed.eof:
        raise NoReceipt
    return data


def to_bytes(document: dict[str, Any]) -> bytes:
    """A signed receipt as the file that people keep."""
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def checked_at(receipt: dict[str, Any]) -> datetime | None:
    """When the questions of a receipt were answered."""
    try:
        return datetime.fromisoformat(str(receipt["checked_at"])).astimezone(UTC)
    except (KeyError, ValueError):
        return None
