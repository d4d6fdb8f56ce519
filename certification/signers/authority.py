"""The root that vouches for the keys of PDFs: its key and certificate lie in the keys folder.

An operator may take `root.key.pem` away from the server: it is needed to make a new PDF key and to
sign the list of revoked certificates anew, for nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec

from certification.signers.base import KeyMissing, PublicKey
from certification.signers.certificates import (
    revocation_list,
    root_certificate,
    signer_certificate,
)
from certification.signers.files import (
    new_private_key,
    private_pem,
    read_private_key,
    write_secret,
)


class Authority:
    """The root in a folder."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._root_file = home / "root.cert.pem"
        self._key_file = home / "root.key.pem"

    def root(self) -> bytes:
        """The root certificate, PEM. Raises KeyMissing."""
        try:
            return self._root_file.read_bytes()
        except OSError as error:
            raise KeyMissing("The root certificate is missing from the keys folder.") from error

    def make(self, organisation: str) -> None:
        """Make what is missing of the root. Raises KeyMissing where only its key is gone."""
        if not self._key_file.is_file():
            if self._root_file.is_file():
                raise KeyMissing("The root's key is away: put root.key.pem back for this step.")
            write_secret(self._key_file, private_pem(new_private_key("ES256")))
        if not self._root_file.is_file():
            write_secret(self._root_file, root_certificate(organisation, self._key()))

    def chain(self, key_id: str, key: PublicKey, organisation: str, list_address: str) -> str:
        """The certificates of a PDF key, PEM: those kept beside it, or new ones."""
        if not isinstance(key, ec.EllipticCurvePublicKey):
            raise TypeError("PDFs are signed with P-256 keys.")
        kept = self._home / f"{key_id}.cert.pem"
        if not kept.is_file():
            self.make(organisation)
            made = signer_certificate(organisation, key, self.root(), self._key(), list_address)
            write_secret(kept, made)
        return (kept.read_bytes() + self.root()).decode()

    def revocation_list(
        self, revoked: Iterable[tuple[bytes, datetime]], number: int, at: datetime, until: datetime
    ) -> bytes:
        """The signed list of certificates (PEM, with when) that are revoked, DER."""
        return revocation_list(revoked, self.root(), self._key(), number, at, until)

    def _key(self) -> ec.EllipticCurvePrivateKey:
        key = read_private_key(self._key_file)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise KeyMissing("The root's key file holds a kind of key that is not used here.")
        return key
