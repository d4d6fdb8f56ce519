"""COSE_Sign1 with ES256: the signed envelope of the printed code.

Source: RFC 9052 §4.2 and §4.4, RFC 9053 §2.1. Tagged (18), algorithm and key id in the protected
header, an empty unprotected one, the payload inside.
"""

from __future__ import annotations

from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

from certification.offline import cbor
from certification.signers.base import Signer

TAG = b"\xd2"
ALGORITHM, KEY_ID = 1, 4
ES256 = -7
_HALF = 32


@dataclass(frozen=True)
class Sign1:
    """A message as it was read; whether its signature holds is another question."""

    protected: bytes
    key_id: str
    payload: bytes
    signature: bytes


def _signed_bytes(protected: bytes, payload: bytes) -> bytes:
    return cbor.encode(["Signature1", protected, b"", payload])


def sign(payload: bytes, signer: Signer) -> bytes:
    """The message with `payload`, signed by a P-256 signer."""
    protected = cbor.encode({ALGORITHM: ES256, KEY_ID: signer.key_id.encode()})
    r, s = decode_dss_signature(signer.sign(_signed_bytes(protected, payload)))
    return TAG + cbor.encode([protected, {}, payload, r.to_bytes(_HALF) + s.to_bytes(_HALF)])


def read(data: bytes) -> Sign1:
    """Take a message apart. Raises ValueError for what is not one of our kind."""
    if data[:1] != TAG:
        raise ValueError("not a COSE_Sign1 message")
    parts = cbor.decode(data[1:])
    if not isinstance(parts, list) or len(parts) != 4 or parts[1] != {}:
        raise ValueError("not a COSE_Sign1 message of our kind")
    protected, _empty, payload, signature = parts
    if not all(isinstance(part, bytes) for part in (protected, payload, signature)):
        raise ValueError("not a COSE_Sign1 message of our kind")
    header = cbor.decode(protected)
    if not isinstance(header, dict) or set(header) != {ALGORITHM, KEY_ID}:
        raise ValueError("a header that is not ours")
    if header[ALGORITHM] != ES256 or not isinstance(header[KEY_ID], bytes):
        raise ValueError("signed in another way than ours")
    return Sign1(protected, header[KEY_ID].decode(), payload, signature)


def holds(message: Sign1, key: ec.EllipticCurvePublicKey) -> bool:
    """Whether the private half of `key` made the signature."""
    if len(message.signature) != 2 * _HALF:
        return False
    r, s = (int.from_bytes(half) for half in (message.signature[:_HALF], message.signature[_HALF:]))
    try:
        key.verify(
            encode_dss_signature(r, s),
            _signed_bytes(message.protected, message.payload),
            ec.ECDSA(hashes.SHA256()),
        )
    except InvalidSignature:
        return False
    return True
