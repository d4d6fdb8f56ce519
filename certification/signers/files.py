"""Private keys as files in one folder: `<key id>.key.pem`, readable by the owner alone.

A key's id begins with its use: `credential-0f3a9c41d2`.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from certification.signers.base import ALGORITHMS, KeyMissing, PublicKey, Use

PrivateKey = ec.EllipticCurvePrivateKey | Ed25519PrivateKey
_NAME = re.compile(r"(?P<id>(?P<use>pdf|credential|jwt)-[a-z0-9]+)\.key\.pem")


def write_secret(path: Path, data: bytes) -> None:
    """Write a file that only its owner reads; all of it or nothing, and never over another."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.link(beside, path)
    finally:
        beside.unlink()


def new_private_key(algorithm: str) -> PrivateKey:
    if algorithm == "Ed25519":
        return Ed25519PrivateKey.generate()
    if algorithm == "ES256":
        return ec.generate_private_key(ec.SECP256R1())
    raise ValueError(f"unknown algorithm {algorithm}")


def private_pem(key: PrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def read_private_key(path: Path) -> PrivateKey:
    """Read a PEM. Raises KeyMissing where there is no such file or it holds another thing."""
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError) as error:
        raise KeyMissing(f"The key file {path.name} cannot be read.") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey | Ed25519PrivateKey):
        raise KeyMissing(f"The key file {path.name} holds a kind of key that is not used here.")
    return key


class FileSigner:
    """Signs with a key read from a file once."""

    def __init__(self, key_id: str, key: PrivateKey) -> None:
        self._key_id = key_id
        self._key = key
        self._public = key.public_key()

    @property
    def key_id(self) -> str:
        return self._key_id

    @property
    def public_key(self) -> PublicKey:
        return self._public

    def sign(self, data: bytes) -> bytes:
        if isinstance(self._key, Ed25519PrivateKey):
            return self._key.sign(data)
        return self._key.sign(data, ec.ECDSA(hashes.SHA256()))


class KeyFolder:
    """The folder with the private keys."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, key_id: str) -> Path:
        return self._folder / f"{key_id}.key.pem"

    def has(self, key_id: str) -> bool:
        return self.path(key_id).is_file()

    def make(self, use: Use) -> FileSigner:
        """A new key for a use, stored before it is given."""
        key = new_private_key(ALGORITHMS[use])
        key_id = f"{use.value}-{secrets.token_hex(5)}"
        write_secret(self.path(key_id), private_pem(key))
        return FileSigner(key_id, key)

    def signer(self, key_id: str) -> FileSigner:
        """The signer of a key. Raises KeyMissing."""
        return FileSigner(key_id, read_private_key(self.path(key_id)))

    def put_away(self, key_id: str) -> None:
        """Give a compromised key's file a name under which nothing signs."""
        if self.has(key_id):
            self.path(key_id).rename(self._away(key_id))
        elif not self.put_away_before(key_id):
            # The key was not here; the mark is, for a database restored from before.
            write_secret(self._away(key_id), b"")

    def put_away_before(self, key_id: str) -> bool:
        return self._away(key_id).is_file()

    def _away(self, key_id: str) -> Path:
        return self._folder / f"{key_id}.compromised.pem"

    def open_to_others(self) -> list[str]:
        """The names of files in the folder that others on this machine can read."""
        if not self._folder.is_dir():
            return []
        return sorted(
            path.name
            for path in self._folder.iterdir()
            if path.is_file() and path.stat().st_mode & 0o077
        )

    def kept(self) -> Iterator[tuple[Use, str]]:
        """Use and name of every key in the folder, oldest first."""
        if self._folder.is_dir():
            for path in sorted(self._folder.iterdir(), key=lambda path: path.stat().st_mtime_ns):
                found = _NAME.fullmatch(path.name)
                if found:
                    yield Use(found["use"]), found["id"]
