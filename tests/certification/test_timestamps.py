"""With a time-stamp authority the PDF is PAdES B-T; without an answer it waits, then goes without.

The authority is one of our own, on this machine: nothing leaves it.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.utils import timezone
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from certification import timestamps
from certification.actions.issue_credential import issue_credential
from certification.actions.sweep import sweep
from certification.models import Credential, CredentialFile, SigningKey
from certification.signers.certificates import load_certificate
from certification.verify.answer import State
from certification.verify.answering import answer_file
from certification.verify.causes import Cause
from certification.verify.pdf_file import examine_pdf


class Authority:
    """A time-stamp authority that answers, or answers nonsense, or is silent."""

    def __init__(self) -> None:
        self.key = rsa.generate_private_key(65537, 2048)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Time")])
        now = datetime.now(UTC)
        self.certificate = load_certificate(
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(self.key.public_key())
            .serial_number(1)
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=900))
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), True)
            .sign(self.key, hashes.SHA256())
            .public_bytes(serialization.Encoding.PEM)
        )
        raw = self.key.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        self.stamper = DummyTimeStamper(self.certificate, asn1_keys.PrivateKeyInfo.load(raw))
        self.asked = 0
        self.says: bytes | None = None
        self.server: HTTPServer

    def answer(self, request: bytes) -> bytes:
        self.asked += 1
        if self.says is not None:
            return self.says
        import asyncio

        asked = tsp.TimeStampReq.load(request)
        found = asyncio.run(self.stamper.async_request_tsa_response(asked))
        return bytes(found.dump())


@pytest.fixture
def authority(settings: Any) -> Iterator[Authority]:
    made = Authority()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            data = made.answer(body)
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *arguments: Any) -> None:
            return

    made.server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=made.server.serve_forever, daemon=True)
    thread.start()
    settings.TIMESTAMP_URL = f"http://127.0.0.1:{made.server.server_port}/"
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join()


def signature(pdf: bytes) -> Any:
    return PdfFileReader(io.BytesIO(pdf)).embedded_signatures[0]


def is_stamped(pdf: bytes) -> bool:
    attributes = signature(pdf).signer_info["unsigned_attrs"]
    return any(each["type"].native == "signature_time_stamp_token" for each in attributes)


@pytest.fixture
def stamped(keys: Any, completion: Any, authority: Authority, read_issued: Any) -> bytes:
    pdf: bytes = read_issued(issue_credential(completion)).pdf
    return pdf


@pytest.fixture
def read_issued() -> Any:
    from certification import vault

    class Files:
        def __init__(self, credential: Credential) -> None:
            for row in credential.files.all():
                setattr(self, row.kind, vault.get(row.path, bytes(row.wrapped_key), row.sha256))

    return Files


def test_with_an_authority_the_signature_is_stamped(stamped: bytes, authority: Authority) -> None:
    found = signature(stamped)
    assert is_stamped(stamped)
    root = load_certificate(SigningKey.objects.get(use="pdf").certificates()[-1])
    status: Any = validate_pdf_signature(
        found,
        signer_validation_context=ValidationContext(trust_roots=[root], allow_fetching=False),
        ts_validation_context=ValidationContext(
            trust_roots=[authority.certificate], allow_fetching=False
        ),
    )
    assert status.bottom_line
    assert status.timestamp_validity.trusted
    assert status.timestamp_validity.intact
    assert abs(status.timestamp_validity.timestamp - timezone.now()) < timedelta(minutes=5)


def test_our_page_takes_it_and_refuses_a_changed_one(stamped: bytes, authority: Authority) -> None:
    asked = authority.asked
    assert answer_file(stamped).state == State.VALID
    CredentialFile.objects.all().delete()
    roots = [SigningKey.objects.get(use="pdf").certificates()[-1]]
    assert examine_pdf(stamped, roots, timezone.now()).authentic
    changed = bytearray(stamped)
    changed[len(stamped) // 3] ^= 1
    found = examine_pdf(bytes(changed), roots, timezone.now())
    assert Cause.BYTES_CHANGED in found.causes
    assert authority.asked == asked, "checking asks nobody"


def test_without_an_authority_nothing_is_asked(issued: Any, settings: Any) -> None:
    assert settings.TIMESTAMP_URL == ""
    assert not is_stamped(issued.pdf)


@pytest.mark.parametrize("says", [b"", b"nonsense", b"\x30\x03\x02\x01\x02"])
def test_while_it_gives_no_stamp_the_certificate_waits(
    keys: Any, completion: Any, authority: Authority, says: bytes
) -> None:
    authority.says = says
    with pytest.raises(timestamps.TimestampMissing):
        issue_credential(completion)
    assert not Credential.objects.get().is_issued
    # It is left alone for a minute: the next certificate does not wait for it to be silent.
    asked = authority.asked
    with pytest.raises(timestamps.TimestampMissing):
        issue_credential(completion)
    assert authority.asked == asked


def test_once_it_answers_again_the_sweep_issues_with_a_stamp(
    keys: Any, completion: Any, authority: Authority, read_issued: Any
) -> None:
    from unittest.mock import patch

    from django.core.cache import cache

    authority.says = b""
    with pytest.raises(timestamps.TimestampMissing):
        issue_credential(completion)
    authority.says = None
    cache.clear()
    with patch("certification.actions.sweep.PATIENCE", timedelta(0)):
        assert sweep()["issued"] == 1
    pdf = read_issued(Credential.objects.get()).pdf
    assert is_stamped(pdf)


@pytest.mark.parametrize("resting", [False, True])
def test_after_an_hour_it_is_issued_without_and_the_log_says_so(
    keys: Any,
    completion: Any,
    authority: Authority,
    read_issued: Any,
    caplog: pytest.LogCaptureFixture,
    resting: bool,
) -> None:
    authority.says = b""
    with pytest.raises(timestamps.TimestampMissing):
        issue_credential(completion)
    if not resting:
        from django.core.cache import cache

        cache.clear()
    Credential.objects.update(created_at=timezone.now() - timedelta(minutes=61))
    credential = issue_credential(completion)
    assert credential.is_issued
    assert f"Certificate {credential.pk} is issued without a time-stamp" in caplog.text
    pdf = read_issued(credential).pdf
    assert not is_stamped(pdf)
    assert answer_file(pdf).state == State.VALID


def test_an_authority_that_is_not_there(keys: Any, completion: Any, settings: Any) -> None:
    settings.TIMESTAMP_URL = "http://127.0.0.1:9/"
    with pytest.raises(timestamps.TimestampMissing):
        issue_credential(completion)
    assert not CredentialFile.objects.exists()
