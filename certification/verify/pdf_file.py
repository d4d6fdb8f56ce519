"""Looks at a PDF without trusting it: its one signature, what came after it, its attachment.

`pdfsig` alone calls an incrementally edited file valid. Here pyHanko's difference policy and
DocMDP apply, and besides: nothing after the last `%%EOF`, exactly the two revisions that issuing
makes (page, signature), one signature, certifying, by a key under our own root.
"""

from __future__ import annotations

import io
import logging
import re
import zlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.decode_limits import DecodeLimits, DocumentDecodeBudget, StreamDecodeLimits
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from certification.codes import read_code
from certification.pdf.marks import ATTACHMENT, CODE_MARK
from certification.signers.certificates import load_certificate
from certification.verify.causes import Cause

LARGEST = 2 * 1024 * 1024
REVISIONS = 2
_MARK = re.compile(re.escape(CODE_MARK).encode() + rb"([0-9A-Z]{26})")
_LIMITS = DecodeLimits(
    per_stream=StreamDecodeLimits(max_output_size=8 * 1024 * 1024),
    document_budget=DocumentDecodeBudget(base_allowance=32 * 1024 * 1024, max_ratio=16),
)
# A hostile file may trip its reader in many ways; each means that it is not one of ours.
_TRIPPED = (
    PdfError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    AssertionError,
    NotImplementedError,
    OverflowError,
    RecursionError,
    zlib.error,
)


@dataclass(frozen=True)
class PdfFindings:
    """What a PDF turned out to be. `causes` is empty when it is as we signed it."""

    code: str | None = None
    attachment: bytes | None = None
    causes: tuple[Cause, ...] = ()
    signed_by_us: bool = False

    @property
    def authentic(self) -> bool:
        return not self.causes


def _code_printed(data: bytes) -> str | None:
    found = _MARK.search(data)
    return read_code(found[1].decode()) if found else None


def examine_pdf(
    data: bytes,
    roots: Sequence[bytes],
    moment: datetime | None = None,
    distrusted: Collection[str] = (),
) -> PdfFindings:
    """Look at a PDF. `roots` are our root certificates (PEM); `moment` is when it was signed.

    `distrusted` are the SHA-256 of certificates (hex) whose keys are compromised: several keys
    may stand under one root, which goes on to be trusted for the others.
    """
    code = _code_printed(data)
    if len(data) > LARGEST:
        return PdfFindings(code, causes=(Cause.TOO_LARGE,))
    causes = []
    end = data.rfind(b"%%EOF")
    if end < 0:
        causes.append(Cause.CUT)
    elif after := data[end + 5 :].strip(b"\r\n"):
        causes.append(Cause.CUT if b" obj" in after else Cause.APPENDED)
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
    logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)
    try:
        reader = PdfFileReader(io.BytesIO(data), strict=False, decode_limits=_LIMITS)
        if reader.encrypted:
            return PdfFindings(code, causes=(*causes, Cause.ENCRYPTED))
        attachment, attached = _attachment(reader)
        cause, by_us = _signature(reader, roots, moment, distrusted)
    except _TRIPPED:
        return PdfFindings(code, causes=(*causes, Cause.UNREADABLE))
    if cause:
        causes.append(cause)
    if attached != 1:
        causes.append(Cause.ATTACHMENT_MISSING if not attached else Cause.ATTACHMENT_SWAPPED)
    return PdfFindings(code, attachment, tuple(dict.fromkeys(causes)), by_us)


def _resolved(value: Any) -> Any:
    return value.get_object() if isinstance(value, generic.IndirectObject) else value


def _attachment(reader: PdfFileReader) -> tuple[bytes | None, int]:
    """The attached credential and how many files are attached."""
    tree = _resolved(_resolved(reader.root.get("/Names", {})).get("/EmbeddedFiles"))
    if tree is None:
        return None, 0
    found: list[Any] = []
    waiting = [tree]
    for _step in range(64):
        if not waiting:
            break
        node = _resolved(waiting.pop())
        waiting += list(_resolved(node.get("/Kids", ())))
        found += [_resolved(value) for value in list(_resolved(node.get("/Names", ())))[1::2]]
    if len(found) != 1:
        return None, len(found)
    if str(found[0].get("/UF", found[0].get("/F"))) != ATTACHMENT:
        return None, 2
    data: bytes = found[0]["/EF"]["/F"].data
    return data, 1


def _padded_with_zeros(signature: Any) -> bool:
    """The room left behind the signature is covered by nothing: only zeros may stand there."""
    content: bytes = signature.pkcs7_content
    header = 2 if content[1] < 128 else 2 + (content[1] & 127)
    length = content[1] if header == 2 else int.from_bytes(content[2:header])
    return not content[header + length :].strip(b"\0")


def _signature(
    reader: PdfFileReader,
    roots: Sequence[bytes],
    moment: datetime | None,
    distrusted: Collection[str],
) -> tuple[Cause | None, bool]:
    """The first thing that is the matter with the signature; whether a key of ours made it."""
    signatures = reader.embedded_signatures
    if not signatures:
        return Cause.NOT_SIGNED, False
    if len(signatures) > 1:
        return Cause.SECOND_SIGNATURE, False
    context = ValidationContext(
        trust_roots=[load_certificate(root) for root in roots], allow_fetching=False, moment=moment
    )
    try:
        status: Any = validate_pdf_signature(
            signatures[0],
            signer_validation_context=context,
            key_usage_settings=KeyUsageConstraints(key_usage={"non_repudiation"}),
            skip_diff=reader.total_revisions > REVISIONS + 2,
        )
    except SignatureValidationError:
        return Cause.SIGNATURE_BROKEN, False
    by_us = bool(status.trusted)
    if not status.intact:
        return Cause.BYTES_CHANGED, by_us
    if not status.valid or not _padded_with_zeros(signatures[0]):
        return Cause.SIGNATURE_BROKEN, by_us
    if not by_us:
        return Cause.FOREIGN_SIGNER, False
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    if not whole or reader.total_revisions != REVISIONS or not status.docmdp_ok:
        return Cause.CHANGED_AFTER, True
    if signatures[0].docmdp_level != MDPPerm.NO_CHANGES:
        return Cause.NOT_CERTIFYING, True
    if status.signing_cert.sha256.hex() in distrusted:
        return Cause.KEY_COMPROMISED, True
    return None, True
