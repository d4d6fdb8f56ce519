"""Public keys as JSON Web Keys (RFC 7517, RFC 8037)."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from certification.signers.base import PublicKey


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def raw_ed25519(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def jwk(key_id: str, key: PublicKey) -> dict[str, str]:
    """One public key."""
    common = {"kid": key_id, "use": "sig"}
    if isinstance(key, Ed25519PublicKey):
        return {
            "kty": "OKP",
            "crv": "Ed25519",
            "x": _text(raw_ed25519(key)),
            "alg": "EdDSA",
        } | common
    numbers = key.public_numbers()
    x, y = numbers.x.to_bytes(32), numbers.y.to_bytes(32)
    return {"kty": "EC", "crv": "P-256", "x": _text(x), "y": _text(y), "alg": "ES256"} | common


def jwks(keys: Iterable[tuple[str, PublicKey]]) -> dict[str, Any]:
    return {"keys": [jwk(key_id, key) for key_id, key in keys]}
