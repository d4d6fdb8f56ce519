"""Data Integrity proofs of the cryptosuite eddsa-rdfc-2022.

Source: https://www.w3.org/TR/vc-di-eddsa/#eddsa-rdfc-2022. What is signed is the SHA-256 of the
canonical proof options followed by the SHA-256 of the canonical document.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from certification.open_badges.linked_data import LinkedDataError, canonical
from certification.open_badges.multibase import base58, read_base58
from certification.signers.base import Signer

SUITE = "eddsa-rdfc-2022"
_SOME_TIME = "2000-01-01T00:00:00Z"


def instant(moment: datetime) -> str:
    """A moment as XML Schema writes it, in UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _hash(options: bytes, document: dict[str, Any]) -> bytes:
    return hashlib.sha256(options).digest() + hashlib.sha256(canonical(document)).digest()


def _options(method: str, created: str) -> dict[str, Any]:
    return {
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "created": created,
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
    }


@lru_cache(maxsize=64)
def _canonical_options(contexts: tuple[str, ...], method: str) -> bytes:
    """The canonical options of proofs that differ in nothing but when they were made."""
    return canonical({"@context": list(contexts), **_options(method, _SOME_TIME)})


def prove(document: dict[str, Any], signer: Signer, method: str, at: datetime) -> dict[str, Any]:
    """The document with its proof. Raises LinkedDataError for terms that would not be signed."""
    options = _options(method, instant(at))
    alike = _canonical_options(tuple(document["@context"]), method)
    said = alike.replace(_SOME_TIME.encode(), options["created"].encode())
    signature = signer.sign(_hash(said, document))
    return {**document, "proof": {**options, "proofValue": base58(signature)}}


def proof_holds(document: dict[str, Any], key: Ed25519PublicKey) -> bool:
    """Whether the document's one proof was made with the private half of `key`.

    Raises LinkedDataError where it is not a document of the kind that we sign.
    """
    proof = document.get("proof")
    if not isinstance(proof, dict):
        raise LinkedDataError("There is not exactly one proof.")
    if proof.get("type") != "DataIntegrityProof" or proof.get("cryptosuite") != SUITE:
        raise LinkedDataError("The proof is of another kind than ours.")
    if proof.get("proofPurpose") != "assertionMethod":
        raise LinkedDataError("The proof was made for another purpose.")
    unsigned = {name: value for name, value in document.items() if name != "proof"}
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    options["@context"] = document["@context"]
    try:
        signature = read_base58(str(proof.get("proofValue")))
        key.verify(signature, _hash(canonical(options), unsigned))
    except (ValueError, InvalidSignature):
        return False
    return True
