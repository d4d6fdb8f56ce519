"""did:web: the issuer's name made from its host, and the document that lists its keys.

Sources: https://w3c-ccg.github.io/did-method-web/ and https://www.w3.org/TR/did-core/. Retired
keys stay in the document, or what they signed would not verify any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from certification.open_badges.multibase import ed25519_multikey

CONTEXTS = [
    "https://www.w3.org/ns/did/v1",
    "https://w3id.org/security/multikey/v1",
    "https://w3id.org/security/jwk/v1",
]


def did_for(base_address: str) -> str:
    """The DID of an issuer whose site is at an address: host and port, no path."""
    host = urlsplit(base_address).netloc.rpartition("@")[2].lower()
    if not host:
        raise ValueError("an address with a host is needed")
    return f"did:web:{quote(host, safe='.-')}"


def method_id(did: str, key_id: str) -> str:
    return f"{did}#{key_id}"


def did_document(
    did: str,
    keys: Iterable[tuple[str, bytes]],
    token_keys: Iterable[tuple[str, Mapping[str, str]]] = (),
) -> dict[str, Any]:
    """The DID document.

    `keys` are (key id, raw Ed25519 public key), `token_keys` (key id, JSON Web Key).
    """
    methods: list[dict[str, Any]] = [
        {
            "id": method_id(did, key_id),
            "type": "Multikey",
            "controller": did,
            "publicKeyMultibase": ed25519_multikey(raw),
        }
        for key_id, raw in keys
    ]
    methods += [
        {
            "id": method_id(did, key_id),
            "type": "JsonWebKey",
            "controller": did,
            "publicKeyJwk": dict(public),
        }
        for key_id, public in token_keys
    ]
    return {
        "@context": list(CONTEXTS),
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [each["id"] for each in methods],
    }
