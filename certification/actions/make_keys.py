from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.db import transaction

from accounts.audit import record
from certification import vault
from certification.keyring import folder
from certification.models import Issuer, SigningKey
from certification.open_badges.did import did_for
from certification.signers.base import PublicKey, Use
from certification.signers.certificates import root_certificate, signer_certificate
from certification.signers.files import (
    new_private_key,
    private_pem,
    read_private_key,
    write_secret,
)


def make_keys() -> list[str]:
    """Make what is missing of issuer, master key, root and one active key for each use.

    Safe to repeat: what is there stays. A key file without a row (a new database beside old
    files) is taken up again. Gives the names of what was made.
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
            key_id = _key(use, issuer.name)
            if key_id:
                made.append(key_id)
        if made:
            record(None, "make keys", issuer, made=made)
    return made


def _key(use: Use, organisation: str) -> str | None:
    keys = folder()
    rows = SigningKey.objects.filter(use=use.value)
    if any(keys.has(row.key_id) for row in rows.filter(state=SigningKey.State.ACTIVE)):
        return None
    known = set(rows.values_list("key_id", flat=True))
    kept = [key_id for kept_use, key_id in keys.kept() if kept_use == use and key_id not in known]
    signer = keys.signer(kept[-1]) if kept else keys.make(use)
    SigningKey.objects.create(
        key_id=signer.key_id,
        use=use.value,
        public_pem=_pem(signer.public_key),
        chain_pem=_chain(signer.key_id, signer.public_key, organisation) if use == Use.PDF else "",
    )
    return signer.key_id


def _pem(key: PublicKey) -> str:
    return key.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    ).decode()


def _chain(key_id: str, key: PublicKey, organisation: str) -> str:
    """The certificates of a PDF key: those kept beside it, or new ones."""
    home = Path(settings.KEYS_DIR)
    root_file, root_key_file = home / "root.cert.pem", home / "root.key.pem"
    if not root_key_file.is_file():
        write_secret(root_key_file, private_pem(new_private_key("ES256")))
    root_key = read_private_key(root_key_file)
    if not isinstance(root_key, ec.EllipticCurvePrivateKey) or not isinstance(
        key, ec.EllipticCurvePublicKey
    ):
        raise TypeError("PDFs are signed with P-256 keys.")
    if not root_file.is_file():
        write_secret(root_file, root_certificate(organisation, root_key))
    root = root_file.read_bytes()
    certificate_file = home / f"{key_id}.cert.pem"
    if not certificate_file.is_file():
        write_secret(certificate_file, signer_certificate(organisation, key, root, root_key))
    return (certificate_file.read_bytes() + root).decode()
