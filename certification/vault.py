"""Issued files at rest: each encrypted with a key of its own, which a master key wraps.

AES-256-GCM, the nonce before the ciphertext. Losing a file's key loses the file for good, which is
how erasing a person reaches backups of the storage too.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from certification.names import comparable
from certification.signers.base import KeyMissing
from certification.signers.files import write_secret

_NONCE = 12


class Damaged(Exception):
    """Stored bytes are not what was stored."""


def master_key_path() -> Path:
    return Path(settings.KEYS_DIR) / "master.key"


def make_master_key() -> bool:
    """Make the master key file unless there is one, or the settings give the key."""
    if settings.MASTER_KEY or master_key_path().is_file():
        return False
    write_secret(master_key_path(), base64.b64encode(os.urandom(32)))
    return True


def master_key_present() -> bool:
    return bool(settings.MASTER_KEY) or master_key_path().is_file()


def _master_text() -> str:
    if settings.MASTER_KEY:
        return str(settings.MASTER_KEY)
    try:
        return master_key_path().read_text(encoding="ascii")
    except OSError as error:
        raise KeyMissing("The master key is missing: run manage.py keys make.") from error


@lru_cache(maxsize=4)
def _derived(text: str) -> tuple[bytes, bytes]:
    """The wrapping key and the key for matching names, from the one master key."""
    master = base64.b64decode(text, validate=True)
    if len(master) != 32:
        raise KeyMissing("The master key is not 32 bytes long.")
    made = HKDF(hashes.SHA256(), 64, None, b"waymark certificates").derive(master)
    return made[:32], made[32:]


def _wrapping_key() -> bytes:
    return _derived(_master_text())[0]


def name_match(code: str, name: str) -> str:
    """A keyed hash of the comparable name, other for each certificate."""
    text = f"{code}\n{comparable(name)}".encode()
    return hmac.new(_derived(_master_text())[1], text, hashlib.sha256).hexdigest()


def storage() -> Storage:
    return storages["private"]


def put(path: str, data: bytes) -> tuple[str, bytes]:
    """Encrypt and store; gives the path used and the wrapped key. Leaves nothing on failure."""
    key = AESGCM.generate_key(256)
    sealed = _seal(key, data, b"file")
    where = storage()
    try:
        used = where.save(path, ContentFile(sealed))
    except OSError:
        _forget(where, path)
        raise
    return used, _seal(_wrapping_key(), key, b"key")


def _forget(where: Storage, path: str) -> None:
    """Take away what a full disk left of a file."""
    try:
        where.delete(path)
    except OSError:
        return


def get(path: str, wrapped_key: bytes, sha256: str) -> bytes:
    """The bytes as they were stored. Raises Damaged, KeyMissing, OSError."""
    key = _open(_wrapping_key(), wrapped_key, b"key")
    with storage().open(path) as file:
        data = _open(key, file.read(), b"file")
    if hashlib.sha256(data).hexdigest() != sha256:
        raise Damaged("A stored file has another hash than the one issued.")
    return data


def seal_text(text: str) -> bytes:
    """A short text for the database, encrypted with the master key."""
    return _seal(_wrapping_key(), text.encode(), b"text")


def unseal_text(sealed: bytes) -> str:
    """What `seal_text` took. Raises Damaged, KeyMissing."""
    return _open(_wrapping_key(), sealed, b"text").decode()


def _seal(key: bytes, data: bytes, bound: bytes) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, data, bound)


def _open(key: bytes, sealed: bytes, bound: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], bound)
    except (InvalidTag, ValueError) as error:
        raise Damaged("A stored file or its key was changed or cut.") from error
