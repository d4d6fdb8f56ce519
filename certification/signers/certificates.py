"""Our own small X.509 tree: one root, under it one certificate for each key that signs PDFs.

RFC 5280. Validity starts a day early, for readers whose clocks are slow.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import asn1crypto.pem
import asn1crypto.x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

ROOT_YEARS = 30
SIGNER_YEARS = 10


def _name(common_name: str, organisation: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation[:64]),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name[:64]),
        ]
    )


def _usage(signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=not signs_certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _certificate(
    subject: x509.Name,
    key: ec.EllipticCurvePublicKey,
    issuer: x509.Name,
    issuer_key: ec.EllipticCurvePrivateKey,
    years: int,
    list_address: str | None,
) -> bytes:
    authority = list_address is None
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=round(365.25 * years)))
        .add_extension(
            x509.BasicConstraints(ca=authority, path_length=0 if authority else None), True
        )
        .add_extension(_usage(authority), True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), False
        )
    )
    if list_address:
        place = x509.DistributionPoint(
            [x509.UniformResourceIdentifier(list_address)], None, None, None
        )
        builder = builder.add_extension(x509.CRLDistributionPoints([place]), False)
    certificate = builder.sign(issuer_key, hashes.SHA256())
    return certificate.public_bytes(serialization.Encoding.PEM)


def root_certificate(organisation: str, key: ec.EllipticCurvePrivateKey) -> bytes:
    """The self-signed certificate at the top, PEM."""
    name = _name(f"{organisation} certificate root", organisation)
    return _certificate(name, key.public_key(), name, key, ROOT_YEARS, None)


def signer_certificate(
    organisation: str,
    key: ec.EllipticCurvePublicKey,
    root: bytes,
    root_key: ec.EllipticCurvePrivateKey,
    list_address: str = "",
) -> bytes:
    """The certificate of a key that signs PDFs, PEM; `list_address` is where revoked ones are."""
    above = x509.load_pem_x509_certificate(root)
    name = _name(f"{organisation} certificates", organisation)
    return _certificate(name, key, above.subject, root_key, SIGNER_YEARS, list_address)


def revocation_list(
    revoked: Iterable[tuple[bytes, datetime]],
    root: bytes,
    root_key: ec.EllipticCurvePrivateKey,
    number: int,
    at: datetime,
    until: datetime,
) -> bytes:
    """The list of revoked certificates (PEM, with when) under a root, DER. RFC 5280 §5."""
    above = x509.load_pem_x509_certificate(root)
    authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key())
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(above.subject)
        .last_update(at)
        .next_update(until)
        .add_extension(x509.CRLNumber(number), False)
        .add_extension(authority, False)
    )
    for pem, when in revoked:
        builder = builder.add_revoked_certificate(
            x509.RevokedCertificateBuilder()
            .serial_number(x509.load_pem_x509_certificate(pem).serial_number)
            .revocation_date(when)
            .add_extension(x509.CRLReason(x509.ReasonFlags.key_compromise), False)
            .build()
        )
    return builder.sign(root_key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def load_certificate(text: bytes) -> asn1crypto.x509.Certificate:
    """A PEM certificate in the form that pyHanko takes."""
    _, _, der = asn1crypto.pem.unarmor(text)
    return asn1crypto.x509.Certificate.load(der)


def ends_at(pem: bytes) -> datetime:
    return x509.load_pem_x509_certificate(pem).not_valid_after_utc


@lru_cache(maxsize=64)
def digest(pem: bytes) -> str:
    """SHA-256 of a certificate in DER, hex."""
    return x509.load_pem_x509_certificate(pem).fingerprint(hashes.SHA256()).hex()


@lru_cache(maxsize=64)
def fingerprint(pem: bytes) -> str:
    """SHA-256 of a certificate, in pairs, as people compare it."""
    return x509.load_pem_x509_certificate(pem).fingerprint(hashes.SHA256()).hex(":").upper()
