"""Answers codes and files from the register and from what the files themselves prove."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification import keyring, vault
from certification.codes import read_code
from certification.facts import Facts
from certification.models import Credential, CredentialFile, Issuer
from certification.open_badges.baking import SIGNATURE
from certification.signers.base import KeyMissing, Use
from certification.standing.reading import standing_of
from certification.standing.rule import is_within
from certification.verify.answer import MEANINGS, Answer, Check, State
from certification.verify.causes import Cause
from certification.verify.compare import compare
from certification.verify.json_file import JsonFindings, examine_json
from certification.verify.jwt_file import examine_jwt, looks_like_token
from certification.verify.png_file import examine_png

if TYPE_CHECKING:
    from certification.verify.pdf_file import PdfFindings

logger = logging.getLogger(__name__)
_RELATED = ("credential_key", "pdf_key", "jwt_key")


def find(code: str | None) -> Credential | None:
    """The issued certificate with a code. One in preparation is not there yet."""
    if code is None:
        return None
    return (
        Credential.objects.exclude(standing=Credential.Standing.PREPARING)
        .select_related(*_RELATED)
        .filter(code=code)
        .first()
    )


def answer_code(text: str) -> Answer:
    """The answer to a code as somebody typed it."""
    credential = find(read_code(text))
    if credential is None:
        return unknown((Cause.NOT_IN_REGISTER,))
    return _standing(credential, (_registered(True), _keys_trusted(credential)))


def answer_file(data: bytes) -> Answer:
    """The answer to a file, whose kind its first bytes tell. The file is kept nowhere."""
    if data[:1024].lstrip().startswith(b"%PDF-") or b"%PDF-" in data[:1024]:
        return _answer_pdf(data)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        found = examine_json(data, keyring.key_lookup(Issuer.current()))
        return _answer_proven(data, found, CredentialFile.Kind.JSON)
    if data.startswith(SIGNATURE):
        return _answer_png(data)
    if looks_like_token(data):
        found = examine_jwt(data, keyring.key_lookup(Issuer.current(), Use.JWT))
        return _answer_proven(data, found, CredentialFile.Kind.JWT)
    return unknown((Cause.NOT_OURS,), from_file=True)


def unknown(causes: tuple[Cause, ...], from_file: bool = False) -> Answer:
    return Answer(
        State.UNKNOWN, causes=causes, from_file=from_file, meaning=MEANINGS[State.UNKNOWN]
    )


def _registered(known: bool) -> Check:
    return Check(_("The code is in our register of certificates issued"), known)


def _keys_trusted(credential: Credential) -> Check:
    keys = (credential.credential_key, credential.pdf_key, credential.jwt_key)
    trusted = all(key.trusted for key in keys if key is not None)
    why = "" if trusted else _("The register confirms it. Its files no longer prove it alone.")
    return Check(_("The key that signed it is still trusted"), trusted, why)


def _standing(credential: Credential, checks: tuple[Check, ...], from_file: bool = False) -> Answer:
    """The answer for a certificate that is what it says it is: how it stands today."""
    standing = standing_of(credential)
    state = standing.state
    return Answer(
        state,
        (
            *checks,
            Check(
                _("It was neither revoked nor suspended"),
                state not in {State.REVOKED, State.SUSPENDED},
            ),
            Check(_("No newer certificate has taken its place"), state != State.SUPERSEDED),
            Check(_("Today is within its validity"), is_within(standing.life, timezone.now())),
        ),
        credential=credential,
        facts=credential.facts(),
        superseded_by=standing.newer,
        renewal=standing.renewal,
        ended_at=standing.since,
        from_file=from_file,
        meaning=MEANINGS[state],
    )


def _altered(
    credential: Credential, checks: tuple[Check, ...], causes: tuple[Cause, ...]
) -> Answer:
    """The answer for a file that claims to be a certificate of ours and is not."""
    return Answer(
        State.ALTERED,
        checks,
        causes,
        credential,
        credential.facts(),
        from_file=True,
        meaning=MEANINGS[State.ALTERED],
    )


def _issued_file(data: bytes, kind: str) -> CredentialFile | None:
    return (
        CredentialFile.objects.select_related("credential")
        .filter(sha256=hashlib.sha256(data).hexdigest(), kind=kind)
        .first()
    )


def _original(credential: Credential, kind: str) -> bytes | None:
    """The issued bytes; None where they were erased or cannot be read."""
    row = credential.files.filter(kind=kind).exclude(path="").order_by("revision").last()
    if row is None:
        return None
    try:
        return vault.get(row.path, bytes(row.wrapped_key), row.sha256)
    except (OSError, KeyMissing, vault.Damaged):
        logger.error("The stored %s of certificate %s cannot be read.", kind, credential.pk)
        return None


def _named(answer: Answer, json_found: JsonFindings) -> Answer:
    """With the name that the holder's own, proven copy gives where ours was erased."""
    if not answer.name_hidden or answer.facts is None or not json_found.authentic:
        return answer
    subject = (json_found.document or {}).get("credentialSubject")
    name = subject.get("name") if isinstance(subject, dict) else None
    facts: Facts = answer.facts
    return replace(answer, facts=replace(facts, holder_name=name)) if name else answer


def _our_code(found: JsonFindings, issuer: Issuer) -> str | None:
    """The code in a credential that names our site, now or before a move."""
    address = str((found.document or {}).get("id", ""))
    bases = [issuer.base_url, *(each["base_url"] for each in issuer.former)]
    return found.code if any(address.startswith(f"{base}/") for base in bases) else None


def _answer_proven(data: bytes, found: JsonFindings, kind: str) -> Answer:
    """The answer to a credential that proves itself: JSON, or a token."""
    issuer = Issuer.current()
    row = _issued_file(data, kind)
    credential = row.credential if row else find(_our_code(found, issuer))
    if credential is None:
        if found.authentic:
            return unknown((Cause.SIGNED_NOT_REGISTERED,), from_file=True)
        causes = found.causes
        foreign = not found.document or Cause.FOREIGN_PROOF in causes
        return unknown((Cause.NOT_OURS, *causes) if foreign else causes, from_file=True)
    nobody = {Cause.FOREIGN_PROOF, Cause.NO_PROOF, Cause.ALGORITHM, Cause.NOT_A_TOKEN}
    by_us = not nobody & set(found.causes)
    stolen = found.causes == (Cause.KEY_COMPROMISED,)
    checks = (
        _registered(True),
        Check(_("The proof was made by our key"), by_us),
        Check(
            _("The content is what was proven, with nothing changed"),
            found.authentic or stolen,
            found.causes[0].label if found.causes and not stolen else "",
        ),
        _key_trusted(found.causes),
    )
    if row is None and not found.authentic:
        return _altered(credential, checks, found.causes)
    return _named(_standing(credential, checks, from_file=True), found)


def _answer_png(data: bytes) -> Answer:
    issuer = Issuer.current()
    row = _issued_file(data, CredentialFile.Kind.PNG)
    found = examine_png(data)
    inside = (
        examine_json(found.credential, keyring.key_lookup(issuer))
        if found.credential is not None
        else JsonFindings()
    )
    credential = row.credential if row else find(_our_code(inside, issuer))
    if credential is None:
        ours = found.credential is not None and not found.causes and inside.authentic
        causes = (Cause.SIGNED_NOT_REGISTERED,) if ours else (Cause.NOT_OURS, *found.causes)
        return unknown(causes, from_file=True)
    causes = () if row else (*found.causes, *inside.causes) or (Cause.REBAKED,)
    stolen = {Cause.KEY_COMPROMISED}
    checks = (
        _registered(True),
        Check(
            _("The credential inside it carries our proof, which holds"),
            found.credential is not None and set(inside.causes) <= stolen,
        ),
        _key_trusted(inside.causes),
        Check(
            _("The file is, byte for byte, the one that was issued"),
            row is not None,
            causes[0].label if causes else "",
        ),
    )
    if row is None:
        return _altered(credential, checks, causes)
    return _named(_standing(credential, checks, from_file=True), inside)


def _answer_pdf(data: bytes) -> Answer:
    # Loaded with the first file: most processes never see one, and it takes memory and time.
    from certification.verify.pdf_file import examine_pdf

    issuer = Issuer.current()
    row = _issued_file(data, CredentialFile.Kind.PDF)
    credential = row.credential if row else None
    trust, distrusted = keyring.pdf_trust(registered=row is not None)
    found = examine_pdf(data, trust, _moment(credential), distrusted)
    inside = (
        examine_json(found.attachment, keyring.key_lookup(issuer))
        if found.attachment is not None
        else JsonFindings()
    )
    if credential is None:
        credential = find(found.code) or find(_our_code(inside, issuer))
        if credential is not None and found.signed_by_us:
            found = examine_pdf(data, trust, _moment(credential), distrusted)
    if credential is None:
        ours = found.signed_by_us and found.authentic
        causes = (Cause.SIGNED_NOT_REGISTERED,) if ours else (Cause.NOT_OURS, *found.causes)
        return unknown(tuple(dict.fromkeys(causes)), from_file=True)
    causes = () if row else _pdf_causes(data, credential, found, inside)
    checks = _pdf_checks(row is not None, found, inside, causes)
    if row is None:
        return _altered(credential, checks, causes)
    return _named(_standing(credential, checks, from_file=True), inside)


def _moment(credential: Credential | None) -> datetime | None:
    """When a certificate was signed: the signer's own certificate need only be valid then."""
    if credential is None or credential.issued_at is None:
        return None
    return credential.issued_at + timedelta(minutes=10)


def _pdf_causes(
    data: bytes, credential: Credential, found: PdfFindings, inside: JsonFindings
) -> tuple[Cause, ...]:
    """Why a PDF that names one of our certificates is not the file that was issued."""
    causes: list[Cause] = []
    original = _original(credential, CredentialFile.Kind.PDF)
    if original is not None and (seen := compare(original, data)):
        causes.append(seen)
    if found.attachment is not None:
        digest = hashlib.sha256(found.attachment).hexdigest()
        issued = CredentialFile.objects.filter(kind=CredentialFile.Kind.JSON, sha256=digest).first()
        if issued is None:
            if inside.causes:
                causes.append(Cause.ATTACHMENT_CHANGED)
        elif issued.credential_id != credential.pk:
            causes.append(Cause.ATTACHMENT_SWAPPED)
        elif not found.signed_by_us and Cause.BYTES_CHANGED not in found.causes:
            causes.append(Cause.REATTACHED)
    causes += found.causes
    return tuple(dict.fromkeys(causes)) or (Cause.NOT_AS_ISSUED,)


def _key_trusted(causes: tuple[Cause, ...]) -> Check:
    stolen = Cause.KEY_COMPROMISED in causes
    why = Cause.KEY_COMPROMISED.label if stolen else ""
    return Check(_("The key that signed it is still trusted"), not stolen, why)


def _pdf_checks(
    as_issued: bool, found: PdfFindings, inside: JsonFindings, causes: tuple[Cause, ...]
) -> tuple[Check, ...]:
    foreign = {Cause.FOREIGN_SIGNER, Cause.NOT_SIGNED, Cause.UNREADABLE, Cause.SIGNATURE_BROKEN}
    why = causes[0].label if causes else ""
    stolen = {Cause.KEY_COMPROMISED}
    proven = found.attachment is not None and set(inside.causes) <= stolen
    return (
        _registered(True),
        Check(
            _("The PDF carries our signature"),
            found.signed_by_us and not foreign & set(found.causes),
        ),
        Check(_("Nothing was changed or added since it was signed"), set(found.causes) <= stolen),
        Check(_("The credential inside it carries our proof, which holds"), proven),
        _key_trusted((*found.causes, *inside.causes)),
        Check(_("The file is, byte for byte, the one that was issued"), as_issued, why),
    )
