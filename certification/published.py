"""Our public keys as everybody may fetch them. Retired keys stay, compromised ones are left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from certification import keyring
from certification.models import SigningKey
from certification.open_badges import did, jwks
from certification.open_badges.proof import instant
from certification.signers.base import Use
from courses.content.models import CourseVersion


def _trusted(use: Use) -> list[SigningKey]:
    return [row for row in SigningKey.objects.filter(use=use.value) if row.trusted]


def did_document(name: str) -> dict[str, Any]:
    """The DID document of a name of the issuer, present or former."""
    raw = [(row.key_id, jwks.raw_ed25519(row.public_key())) for row in _trusted(Use.CREDENTIAL)]  # type: ignore[arg-type]
    tokens = []
    for row in _trusted(Use.JWT):
        method = did.method_id(name, row.key_id)
        tokens.append((row.key_id, jwks.jwk(method, row.public_key())))
    return did.did_document(name, raw, tokens)


def key_set(names: Sequence[str]) -> dict[str, Any]:
    """The JWKS. A key for tokens stands in it under each `kid` that tokens name it by."""
    keys = [(row.key_id, row.public_key()) for row in _trusted(Use.CREDENTIAL)]
    for row in _trusted(Use.JWT):
        public = row.public_key()
        keys += [(did.method_id(name, row.key_id), public) for name in names]
    return jwks.jwks(keys)


def chain() -> bytes:
    """The certificates behind the signatures in our PDFs (PEM), the roots last."""
    own = [row.certificates()[0] for row in _trusted(Use.PDF)]
    return b"".join(dict.fromkeys([*own, *keyring.roots()]))


def key_history() -> dict[str, Any]:
    """Every key there ever was, compromised ones too, so that a verifier can say why."""
    return {
        "keys": [
            {
                "id": row.key_id,
                "use": row.use,
                "state": row.state,
                "from": instant(row.created_at),
                "until": instant(row.changed_at) if row.changed_at else None,
                "publicKeyPem": row.public_pem,
                "certificates": row.chain_pem,
            }
            for row in SigningKey.objects.all()
        ]
    }


def achievement(version: CourseVersion, address: str) -> dict[str, Any]:
    """What a credential's achievement address leads to."""
    return {
        "id": address,
        "type": ["Achievement"],
        "name": version.title,
        "description": version.summary or version.title,
        "inLanguage": version.language,
        "version": f"{version.number} {version.hash}",
    }
