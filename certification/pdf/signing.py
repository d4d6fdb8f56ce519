"""Signs a PDF: PAdES B-B, certifying, no change allowed after it (DocMDP level 1).

Sources: ETSI EN 319 142-1; ISO 32000-2 §12.8. With a time-stamp authority it becomes B-T.
"""

from __future__ import annotations

import io
from typing import Any

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from certification.signers.base import Certified
from certification.signers.certificates import load_certificate

FIELD = "Issuer"


class _Delegating(signers.Signer):
    """Lets pyHanko sign with any `Signer` of ours."""

    def __init__(self, certified: Certified) -> None:
        store = SimpleCertificateStore()
        store.register_multiple([load_certificate(text) for text in certified.issuers])
        super().__init__(signing_cert=load_certificate(certified.certificate), cert_registry=store)
        self._certified = certified

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        if digest_algorithm != "sha256":
            raise ValueError("Our keys sign SHA-256 only.")
        # An ECDSA signature of P-256 in DER has 72 bytes at most.
        return bytes(72) if dry_run else self._certified.signer.sign(data)


class PdfSealer:
    """Signs PDFs with one key. Make it once a process: reading keys costs more than signing."""

    def __init__(self, certified: Certified) -> None:
        self.key_id = certified.signer.key_id
        self._signer = _Delegating(certified)
        # Known beforehand, it spares pyHanko a second signing only to measure one.
        self._room = 2 * (len(certified.certificate) + 1600)

    def seal(
        self, pdf: bytes, issuer: str, reason: str, stamper: TimeStamper | None = None
    ) -> bytes:
        """The signed PDF: the bytes given and one revision after them.

        With a stamper it is PAdES B-T; its OSError comes through where the authority is silent.
        """
        metadata: Any = signers.PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
            name=issuer,
            reason=reason,
        )
        sealer = signers.PdfSigner(metadata, signer=self._signer, timestamper=stamper)
        output = io.BytesIO()
        # How large a time-stamp is, only the authority knows: then pyHanko measures one.
        room = None if stamper else self._room
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        sealer.sign_pdf(writer, output=output, bytes_reserved=room)
        return output.getvalue()
