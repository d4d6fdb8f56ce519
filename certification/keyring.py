"""The keys that this process signs and checks with; made once, since reading them is slow."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from certification.models import Issuer, SigningKey
from certification.signers.authority import Authority
from certification.signers.base import KeyMissing, KeyStore, Signer, Use
from certification.signers.certificates import digest
from certification.signers.files import KeyFolder
from certification.verify.json_file import KeyFound, KeyLookup

_lock = threading.Lock()
_signers: dict[tuple[str, str], Signer] = {}


def folder() -> KeyStore:
    return KeyFolder(Path(settings.KEYS_DIR))


def authority() -> Authority:
    return Authority(Path(settings.KEYS_DIR))


@dataclass(frozen=True)
class Active:
    """The key row that signs for a use now, and its signer."""

    row: SigningKey
    signer: Signer


def active(use: Use) -> Active:
    """The key that signs now. Raises KeyMissing."""
    return actives(use)[use]


def actives(*uses: Use) -> dict[Use, Active]:
    """The keys that sign now for several uses, in one query. Raises KeyMissing."""
    wanted = [use.value for use in uses]
    rows = SigningKey.objects.filter(use__in=wanted, state=SigningKey.State.ACTIVE)
    newest = {row.use: row for row in rows}
    for use in uses:
        if use.value not in newest:
            raise KeyMissing(f"There is no key for “{use.value}”: run manage.py keys make.")
    return {use: _with_signer(newest[use.value]) for use in uses}


def _with_signer(row: SigningKey) -> Active:
    place = (str(settings.KEYS_DIR), row.key_id)
    with _lock:
        if place not in _signers:
            _signers[place] = folder().signer(row.key_id)
        return Active(row, _signers[place])


def roots() -> list[bytes]:
    """The root certificates of all PDF keys that are trusted, PEM."""
    rows = SigningKey.objects.filter(use=Use.PDF.value).exclude(state=SigningKey.State.COMPROMISED)
    return list(dict.fromkeys(row.certificates()[-1] for row in rows))


def pdf_trust(registered: bool) -> tuple[list[bytes], set[str]]:
    """For reading PDFs: roots (PEM), and the SHA-256 of certificates whose keys are compromised.

    Bytes that the register knows are read with every root that we ever had; a root under which no
    key is trusted any more may itself be in the wrong hands, and vouches for nothing else.
    """
    rows = list(SigningKey.objects.filter(use=Use.PDF.value))
    trusted = [row.certificates()[-1] for row in rows if registered or row.trusted]
    stolen = {digest(row.certificates()[0]) for row in rows if not row.trusted}
    return list(dict.fromkeys(trusted)), stolen


def key_lookup(issuer: Issuer, use: Use = Use.CREDENTIAL) -> KeyLookup:
    """A function from a verification method to our key, for `examine_json` and `examine_jwt`."""
    dids = set(issuer.dids())
    keys = {row.key_id: row for row in SigningKey.objects.filter(use=use.value)}

    def lookup(method: str) -> KeyFound | None:
        did, _, key_id = method.partition("#")
        row = keys.get(key_id)
        if did not in dids or row is None:
            return None
        return KeyFound(row.public_key(), row.trusted)

    return lookup
