from __future__ import annotations

from cryptography.hazmat.primitives import serialization
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from certification import vault
from certification.keyring import authority, folder
from certification.models import Issuer, SigningKey
from certification.open_badges.did import did_for
from certification.revocations import list_address
from certification.signers.base import PublicKey, Signer, Use


def make_keys() -> list[str]:
    """Make what is missing of issuer, master key, root and one active key for each use.

    Safe to repeat: what is there stays. A key without a row (a database that is new, or was
    restored from before the key was made) is taken up again, and one that was put away since
    counts as compromised. Gives the names of what was made or changed.
    """
    made = []
    if vault.make_master_key():
        made.append("master key")
    with transaction.atomic():
        issuer, is_new = Issuer.objects.get_or_create(
            is_current=True,
            defaults={
                "name": settings.SITE_NAME,
                "base_url": settings.PUBLIC_URL,
                "did": did_for(settings.PUBLIC_URL),
                "time_zone": settings.TIME_ZONE,
            },
        )
        if is_new:
            made.append("issuer")
        for use in Use:
            made += [*_put_away_since(use), *_taken_up(use, issuer)]
            if not _active(use):
                made.append(add_key(use, issuer).key_id)
        if made:
            record(None, "make keys", issuer, made=made)
    return made


def add_key(use: Use, issuer: Issuer) -> SigningKey:
    """Make a key and its row, active from now on. Raises KeyMissing where the root is away."""
    return _row(use, folder().make(use), issuer, SigningKey.State.ACTIVE)


def _active(use: Use) -> bool:
    rows = SigningKey.objects.filter(use=use.value, state=SigningKey.State.ACTIVE)
    return any(folder().has(row.key_id) for row in rows)


def _put_away_since(use: Use) -> list[str]:
    """Keys that the database still trusts and somebody put away."""
    rows = SigningKey.objects.filter(use=use.value).exclude(state=SigningKey.State.COMPROMISED)
    stolen = [row.key_id for row in rows if folder().put_away_before(row.key_id)]
    rows.filter(key_id__in=stolen).update(
        state=SigningKey.State.COMPROMISED, changed_at=timezone.now()
    )
    return stolen


def _taken_up(use: Use, issuer: Issuer) -> list[str]:
    """Keys without a row: the newest signs where none does, the others verify what they signed."""
    known = set(SigningKey.objects.filter(use=use.value).values_list("key_id", flat=True))
    found = [key_id for of, key_id in folder().kept() if of == use and key_id not in known]
    newest = found[-1:] if found and not _active(use) else []
    for key_id in found:
        state = SigningKey.State.ACTIVE if key_id in newest else SigningKey.State.RETIRED
        _row(use, folder().signer(key_id), issuer, state)
    return found


def _row(use: Use, signer: Signer, issuer: Issuer, state: SigningKey.State) -> SigningKey:
    chain = ""
    if use == Use.PDF:
        address = list_address(issuer)
        chain = authority().chain(signer.key_id, signer.public_key, issuer.name, address)
    return SigningKey.objects.create(
        key_id=signer.key_id,
        use=use.value,
        state=state,
        public_pem=_pem(signer.public_key),
        chain_pem=chain,
        changed_at=None if state == SigningKey.State.ACTIVE else timezone.now(),
    )


def _pem(key: PublicKey) -> str:
    return key.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    ).decode()
