"""What the rest of certification knows of a private key: what it is called and that it signs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

PublicKey = EllipticCurvePublicKey | Ed25519PublicKey


class Use(StrEnum):
    """One key has one use."""

    PDF = "pdf"
    CREDENTIAL = "credential"
    JWT = "jwt"


ALGORITHMS = {Use.PDF: "ES256", Use.CREDENTIAL: "Ed25519", Use.JWT: "ES256"}


class KeyMissing(Exception):
    """The private half of a key, or the master key, is not where it should be."""


class Signer(Protocol):
    """A private key wherever it lives."""

    @property
    def key_id(self) -> str: ...

    @property
    def public_key(self) -> PublicKey: ...

    def sign(self, data: bytes) -> bytes:
        """Sign the data. Ed25519: 64 bytes (RFC 8032). ES256: SHA-256, DER (RFC 3279)."""
        ...


class KeyStore(Protocol):
    """Where private keys live: a folder of files (`signers.files`), a token or a key service."""

    def make(self, use: Use) -> Signer:
        """A new key for a use, stored before it is given."""
        ...

    def signer(self, key_id: str) -> Signer:
        """The signer of a key. Raises KeyMissing."""
        ...

    def has(self, key_id: str) -> bool: ...

    def put_away(self, key_id: str) -> None:
        """See to it that a compromised key signs nothing more."""
        ...

    def put_away_before(self, key_id: str) -> bool:
        """Whether a key was put away: a database restored from before does not know it."""
        ...

    def kept(self) -> Iterator[tuple[Use, str]]:
        """Use and name of every key, oldest first; not those put away."""
        ...

    def open_to_others(self) -> list[str]:
        """The names of secrets that others on this machine can read."""
        ...


@dataclass(frozen=True)
class Certified:
    """A signer with its X.509 certificate and those above it, PEM, the root last."""

    signer: Signer
    certificate: bytes
    issuers: tuple[bytes, ...]
