"""Reads a token (VC-JWT) without trusting it, and checks its signature.

One algorithm is taken, ours; a token that names another, `none` among them, is refused whatever
its signature says (RFC 8725 §3.1). Base64url is read strictly, so that no changed character goes
unnoticed.
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from certification.open_badges import jwt
from certification.verify.causes import Cause
from certification.verify.json_file import (
    LARGEST,
    JsonFindings,
    KeyLookup,
    Refused,
    code_in,
    parse,
)

_TOKEN = re.compile(rb"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]*){2}")
_HEADER = {"alg", "typ", "kid"}


def looks_like_token(data: bytes) -> bool:
    """Whether the first bytes are those of a JSON object in base64url, as a token begins."""
    return data[:64].lstrip().startswith((b"eyJ", b"ew"))


def _decoded(part: bytes) -> bytes:
    try:
        data = base64.urlsafe_b64decode(part + b"=" * (-len(part) % 4))
    except (ValueError, binascii.Error):
        raise Refused(Cause.NOT_A_TOKEN) from None
    if jwt.encode_part(data).encode() != part:
        raise Refused(Cause.NOT_A_TOKEN)
    return data


def examine_jwt(data: bytes, key_for: KeyLookup) -> JsonFindings:
    """Look at a token. `key_for` gives our public key for a `kid`, or None.

    `document` is the payload: the credential with the registered claims beside it.
    """
    token = data.strip()
    if len(token) > LARGEST:
        return JsonFindings(causes=(Cause.TOO_LARGE,))
    if not _TOKEN.fullmatch(token):
        return JsonFindings(causes=(Cause.NOT_A_TOKEN,))
    first, second, third = token.split(b".")
    try:
        document = parse(_decoded(second))
    except Refused as refused:
        return JsonFindings(causes=(refused.cause,))
    try:
        cause = _cause(parse(_decoded(first)), document, first + b"." + second, third, key_for)
    except Refused as refused:
        cause = refused.cause
    return JsonFindings(code_in(document), document, (cause,) if cause else ())


def _cause(
    header: dict[str, Any],
    document: dict[str, Any],
    signed: bytes,
    third: bytes,
    key_for: KeyLookup,
) -> Cause | None:
    if header.get("alg") != jwt.ALGORITHM:
        return Cause.ALGORITHM
    if set(header) != _HEADER or header["typ"] != jwt.TYPE:
        return Cause.NOT_A_TOKEN
    method, issuer = header["kid"], document.get("issuer")
    named = issuer.get("id") if isinstance(issuer, dict) else issuer
    found = key_for(method) if isinstance(method, str) else None
    if found is None or method.partition("#")[0] != named:
        return Cause.FOREIGN_PROOF
    signature = _decoded(third)
    if not isinstance(found.key, ec.EllipticCurvePublicKey) or len(signature) != 64:
        return Cause.PROOF_BROKEN
    pair = (int.from_bytes(signature[:32]), int.from_bytes(signature[32:]))
    try:
        found.key.verify(encode_dss_signature(*pair), signed, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return Cause.PROOF_BROKEN
    if not _claims_agree(document):
        return Cause.CLAIMS_DIFFER
    return None if found.trusted else Cause.KEY_COMPROMISED


def _claims_agree(document: dict[str, Any]) -> bool:
    """Whether the registered claims say what the credential says (Open Badges 3.0 §8.2)."""
    try:
        wanted = jwt.claims(document)
    except (KeyError, TypeError, ValueError, AttributeError):
        return False
    return {name: document[name] for name in jwt.CLAIMS if name in document} == wanted
