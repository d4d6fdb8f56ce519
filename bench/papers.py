"""What a certificate is measured by: a page by reportlab alone and a signature by pyHanko alone.

The bare page carries the same texts in the same typefaces and the same squares of a QR code; it
knows nothing of scripts, tags, attachments or credentials. The bare signature is pyHanko's own
signer with a P-256 key in memory, PAdES and certifying, over the bare page.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from asn1crypto import keys as asn1_keys
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko_certvalidator.registry import SimpleCertificateStore
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from certification.models import Credential
from certification.pdf.paper import Paper
from certification.pdf.symbol import squares
from certification.signers.certificates import (
    load_certificate,
    root_certificate,
    signer_certificate,
)
from certification.signers.files import new_private_key
from certification.wording import paper

# Typefaces that issuing has loaded by then.
TEXT, LABEL, DISPLAY = "NotoSans", "NotoSansSemiBold", "NotoSerif"


class Bare:
    """A page and a signature without anything of ours around them."""

    def __init__(self, like: Credential) -> None:
        self._paper: Paper = paper(like.facts(), "A" * 400)
        self._squares = squares(self._paper.qr_address)
        self._unsigned = self.page()
        self._signer = _own_signer()

    def page(self) -> bytes:
        """One landscape page."""
        buffer = io.BytesIO()
        canvas = Canvas(buffer, pagesize=landscape(A4), pageCompression=1)
        y = 540.0
        for font, size, text in self._texts():
            canvas.setFont(font, size)
            canvas.drawString(60, y, text)
            y -= size * 1.25
        step = 98 / len(self._squares)
        path = canvas.beginPath()
        for line, row in enumerate(self._squares):
            column = 0
            for dark, run in groupby(row):
                width = len(list(run))
                if dark:
                    path.rect(700 + column * step, 126 - line * step, width * step, step)
                column += width
        canvas.drawPath(path, stroke=0, fill=1)
        canvas.showPage()
        canvas.save()
        return buffer.getvalue()

    def _texts(self) -> Iterator[tuple[str, float, str]]:
        it = self._paper
        yield LABEL, 11, it.issuer
        yield LABEL, 15, it.heading
        yield TEXT, 11, it.lead
        yield DISPLAY, 34, it.holder_name
        yield TEXT, 11, it.completed
        yield DISPLAY, 20, it.course_title
        for label, value in it.details:
            yield TEXT, 8, label
            yield LABEL, 9, value
        for text in (it.check_heading, it.check_text, it.check_address, it.code):
            yield TEXT, 8, text
        yield TEXT, 7, it.signature_note

    def signature(self) -> bytes:
        """The page signed."""
        metadata: Any = signers.PdfSignatureMetadata(
            field_name="Signature",
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
        )
        output = io.BytesIO()
        signers.PdfSigner(metadata, signer=self._signer).sign_pdf(
            IncrementalPdfFileWriter(io.BytesIO(self._unsigned)), output=output
        )
        return output.getvalue()


def _own_signer() -> signers.SimpleSigner:
    root_key, key = new_private_key("ES256"), new_private_key("ES256")
    root = root_certificate("Bare", root_key)  # type: ignore[arg-type]
    certificate = signer_certificate("Bare", key.public_key(), root, root_key)  # type: ignore[arg-type]
    raw = key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    store = SimpleCertificateStore()
    store.register(load_certificate(root))
    return signers.SimpleSigner(
        signing_cert=load_certificate(certificate),
        signing_key=asn1_keys.PrivateKeyInfo.load(raw),
        cert_registry=store,
    )
