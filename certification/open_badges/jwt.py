"""The same credential as a signed token (VC-JWT, ES256).

Sources: Open Badges 3.0 §8.2 (https://www.imsglobal.org/spec/ob/v3p0/), RFC 7515, RFC 7519 and
https://www.w3.org/TR/vc-jose-cose/. The payload is the credential itself; the registered claims
beside it repeat what it says, for readers that know tokens only.
"""

from __future__ import annotations

import base64
import json
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from certification.signers.base import Signer

ALGORITHM = "ES256"
TYPE = "JWT"
MEDIA_TYPE = "application/jwt"
CLAIMS = ("iss", "jti", "sub", "nbf", "exp")


def encode_part(data: bytes) -> str:
    """Base64url without padding (RFC 7515 §2)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def seconds(instant: str) -> int:
    """A moment of the credential as a NumericDate (RFC 7519 §2)."""
    return int(datetime.fromisoformat(instant).timestamp())


def claims(document: dict[str, Any]) -> dict[str, Any]:
    """The registered claims that a credential asks for: iss, jti, sub, nbf, and exp if it ends."""
    issuer, subject = document["issuer"], document["credentialSubject"]
    result: dict[str, Any] = {
        "iss": issuer["id"] if isinstance(issuer, dict) else issuer,
        "jti": document["id"],
        "sub": subject["id"],
        "nbf": seconds(document["validFrom"]),
    }
    if "validUntil" in document:
        result["exp"] = seconds(document["validUntil"])
    return result


def payload(document: dict[str, Any]) -> dict[str, Any]:
    """What is signed. The subject gets an address of this one certificate, for `sub` to name.

    It leads to nobody: two certificates of one person have two of them.
    """
    subject = {"id": f"{document['id']}#holder", **document["credentialSubject"]}
    whole = {**document, "credentialSubject": subject}
    return {**whole, **claims(whole)}


def sign(document: dict[str, Any], signer: Signer, method: str) -> bytes:
    """The token for a credential without proof; `method` is the key's address (`kid`)."""
    header = {"alg": ALGORITHM, "typ": TYPE, "kid": method}
    parts = [
        encode_part(json.dumps(each, ensure_ascii=False, separators=(",", ":")).encode())
        for each in (header, payload(document))
    ]
    signed = ".".join(parts)
    r, s = decode_dss_signature(signer.sign(signed.encode()))
    return f"{signed}.{encode_part(r.to_bytes(32) + s.to_bytes(32))}".encode()
