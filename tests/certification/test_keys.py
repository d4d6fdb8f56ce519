"""Keys come and go; what they signed is judged by what became of each."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any
from unittest.mock import patch

import pytest
from cryptography import x509
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from accounts.audit import AuditEntry
from accounts.models import User
from certification import revocations
from certification.actions.compromise_key import compromise_key
from certification.actions.issue_credential import issue_credential
from certification.actions.make_keys import make_keys
from certification.actions.move_issuer import move_issuer
from certification.actions.retire_key import KeyRefused, retire_key
from certification.actions.rotate_key import rotate_key
from certification.models import CredentialFile, Issuer, Reissue, RevocationList, SigningKey
from certification.signers.base import KeyMissing, Use
from certification.verify.answer import State
from certification.verify.answering import answer_file
from certification.verify.causes import Cause

pytestmark = pytest.mark.django_db
Run = Callable[..., str]


@pytest.fixture
def run(django_capture_on_commit_callbacks: Any) -> Run:
    """`manage.py keys …`, with what it says."""

    def called(*arguments: str) -> str:
        said = StringIO()
        with django_capture_on_commit_callbacks(execute=True):
            call_command("keys", *arguments, stdout=said)
        return said.getvalue()

    return called


def active(use: str) -> SigningKey:
    return SigningKey.objects.get(use=use, state="active")


def unregister() -> None:
    """As for somebody who has the file and our published keys only."""
    CredentialFile.objects.all().delete()


# Rotating


def test_every_file_verifies_after_two_rotations(issued: Any, run: Run, client: Client) -> None:
    for _ in range(2):
        run("rotate", "--yes")
    assert SigningKey.objects.count() == 9
    unregister()
    # Re-spaced, so that the proof decides and not the register's hash.
    spaced = json.dumps(json.loads(issued.json), indent=1).encode()
    for data in (spaced, issued.jwt):
        assert answer_file(data).state == State.VALID
    from certification import keyring
    from certification.verify.pdf_file import examine_pdf
    from certification.verify.png_file import examine_png

    trust, stolen = keyring.pdf_trust(registered=False)
    assert examine_pdf(issued.pdf, trust, timezone.now(), stolen).authentic
    assert examine_png(issued.png).credential == issued.json
    document = client.get("/.well-known/did.json").json()
    assert len(document["verificationMethod"]) == 6
    assert len(document["assertionMethod"]) == 6


def test_a_new_certificate_is_signed_by_the_new_keys(
    issued: Any, run: Run, named: Callable[[str], Any]
) -> None:
    before = {use: active(use) for use in ("pdf", "credential", "jwt")}
    run("rotate", "credential", "--yes")
    newer = named("Bela Nagy").credential
    assert newer.credential_key == active("credential") != before["credential"]
    assert newer.pdf_key == before["pdf"]
    assert AuditEntry.objects.filter(verb="rotate key").count() == 1


def test_a_rotation_without_the_roots_key_changes_nothing(keys: Any, settings: Any) -> None:
    (settings.KEYS_DIR / "root.key.pem").unlink()
    with pytest.raises(KeyMissing, match=r"root\.key\.pem"):
        rotate_key(Use.PDF)
    assert active("pdf")
    rotate_key(Use.JWT)


# Retiring


def test_the_only_key_cannot_be_retired(keys: Any, run: Run) -> None:
    key = active("jwt")
    with pytest.raises(CommandError, match="keys rotate jwt"):
        run("retire", key.key_id, "--yes")
    assert active("jwt") == key


def test_one_of_two_is_retired_once(keys: Any, run: Run) -> None:
    old = active("jwt")
    SigningKey.objects.filter(pk=rotate_key(Use.JWT).pk)
    SigningKey.objects.filter(pk=old.pk).update(state="active")
    run("retire", old.key_id, "--yes")
    assert active("jwt") != old
    with pytest.raises(KeyRefused, match="does not sign"):
        retire_key(old.key_id)
    with pytest.raises(KeyRefused, match="no key jwt-x"):
        retire_key("jwt-x")


# Compromised


def test_a_compromised_credential_key_leaves_what_is_published(
    issued: Any, run: Run, client: Client, settings: Any
) -> None:
    key = active("credential")
    first = client.get("/credentials/status/1").content
    said = run("compromise", key.key_id, "--reason", "A laptop was stolen.", "--yes")
    assert "Issue its 1 certificate(s) anew" in said
    document = client.get("/.well-known/did.json").json()
    assert not any(key.key_id in each["id"] for each in document["verificationMethod"])
    assert key.key_id not in client.get("/.well-known/jwks.json").content.decode()
    assert active("credential") != key
    # What the key signed for others to read is signed anew.
    second = json.loads(client.get("/credentials/status/1").content)
    assert second["proof"]["verificationMethod"].endswith(active("credential").key_id)
    assert json.loads(first)["proof"]["verificationMethod"].endswith(key.key_id)
    assert not (settings.KEYS_DIR / f"{key.key_id}.key.pem").exists()
    entry = AuditEntry.objects.get(verb="compromise key")
    assert entry.details["reason"] == "A laptop was stolen."
    unregister()
    spaced = json.dumps(json.loads(issued.json), indent=1).encode()
    answer = answer_file(spaced)
    assert (answer.state, answer.causes) == (State.ALTERED, (Cause.KEY_COMPROMISED,))


def test_what_it_signed_is_issued_anew_when_asked(issued: Any, run: Run) -> None:
    key = active("credential")
    said = run("compromise", key.key_id, "--reason", "Lost", "--reissue", "--yes")
    assert "1 certificate(s) are being issued anew" in said
    assert "Issue its" not in said
    begun = Reissue.objects.get()
    assert (begun.key, begun.total, begun.started_by) == (key, 1, None)


def test_the_other_uses_stay_trusted(issued: Any, run: Run) -> None:
    run("compromise", active("jwt").key_id, "--reason", "Lost", "--yes")
    unregister()
    assert answer_file(json.dumps(json.loads(issued.json), indent=1).encode()).state == State.VALID
    assert answer_file(issued.jwt).causes == (Cause.KEY_COMPROMISED,)


def test_a_compromised_pdf_key_stands_on_the_revocation_list(
    issued: Any, run: Run, client: Client
) -> None:
    key = active("pdf")
    root = x509.load_pem_x509_certificate(key.certificates()[-1])
    certificate = x509.load_pem_x509_certificate(key.certificates()[0])
    points = certificate.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    address = points[0].full_name[0].value
    assert address == "http://testserver/credentials/revoked.crl"

    before = client.get("/credentials/revoked.crl")
    assert before["Content-Type"] == "application/pkix-crl"
    assert len(x509.load_der_x509_crl(before.content)) == 0
    run("compromise", key.key_id, "--reason", "Lost", "--yes")
    found = x509.load_der_x509_crl(client.get("/credentials/revoked.crl").content)
    assert found.is_signature_valid(root.public_key())  # type: ignore[arg-type]
    assert found.issuer == root.subject
    entry = found.get_revoked_certificate_by_serial_number(certificate.serial_number)
    assert entry is not None
    reason = entry.extensions.get_extension_for_class(x509.CRLReason).value.reason
    assert reason == x509.ReasonFlags.key_compromise
    # Lists from before stay at their own addresses.
    assert client.get("/credentials/revoked/1.crl").content == before.content
    assert client.get("/credentials/revoked/2.crl").status_code == 200
    assert client.get("/credentials/revoked/9.crl").status_code == 404
    assert certificate.serial_number not in {
        x509.load_pem_x509_certificate(row.certificates()[0]).serial_number
        for row in SigningKey.objects.filter(use="pdf", state="active")
    }


def test_pyhanko_refuses_what_the_list_names(issued: Any, run: Run, client: Client) -> None:
    import io

    from asn1crypto import crl as asn1_crl
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    from certification.signers.certificates import load_certificate

    key = active("pdf")
    root = load_certificate(key.certificates()[-1])

    def judged(crl: bytes) -> bool:
        context = ValidationContext(
            trust_roots=[root],
            crls=[asn1_crl.CertificateList.load(crl)],
            revocation_mode="require",
            allow_fetching=False,
        )
        signature = PdfFileReader(io.BytesIO(issued.pdf)).embedded_signatures[0]
        status: Any = validate_pdf_signature(signature, signer_validation_context=context)
        return bool(status.trusted)

    assert judged(client.get("/credentials/revoked.crl").content)
    run("compromise", key.key_id, "--reason", "Lost", "--yes")
    assert not judged(client.get("/credentials/revoked.crl").content)


def test_the_list_is_signed_anew_before_it_runs_out(keys: Any, settings: Any) -> None:
    first = revocations.current()
    assert revocations.current() == first
    soon = timezone.now() + timedelta(days=10)
    RevocationList.objects.update(next_at=soon)
    second = revocations.current()
    assert second.number == first.number + 1
    # With the root's key away, what there is goes on being served.
    RevocationList.objects.update(next_at=soon)
    (settings.KEYS_DIR / "root.key.pem").unlink()
    assert revocations.current() == second


def test_a_root_that_is_taken_away_is_followed_by_another(
    issued: Any, run: Run, settings: Any, client: Client
) -> None:
    old = active("pdf")
    for name in ("root.key.pem", "root.cert.pem"):
        (settings.KEYS_DIR / name).unlink()
    run("compromise", old.key_id, "--reason", "The whole folder was read.", "--yes")
    new = active("pdf")
    assert new.certificates()[-1] != old.certificates()[-1]
    root = x509.load_pem_x509_certificate(new.certificates()[-1])
    found = x509.load_der_x509_crl(client.get("/credentials/revoked.crl").content)
    assert found.is_signature_valid(root.public_key())  # type: ignore[arg-type]
    assert old.certificates()[-1] not in client.get("/credentials/chain.pem").content


def test_compromising_twice_and_without_a_reason(keys: Any, run: Run) -> None:
    key = active("jwt").key_id
    with pytest.raises(CommandError, match="reason"):
        run("compromise", key, "--reason", " ", "--yes")
    run("compromise", key, "--reason", "Lost", "--yes")
    with pytest.raises(CommandError, match="before"):
        run("compromise", key, "--reason", "Lost", "--yes")
    with pytest.raises(CommandError, match="There is no key nobody"):
        run("compromise", "nobody", "--reason", "Lost", "--yes")


def test_the_history_of_keys_is_published(issued: Any, run: Run, client: Client) -> None:
    lost = active("jwt").key_id
    run("rotate", "pdf", "--yes")
    run("compromise", lost, "--reason", "Lost", "--yes")
    found = client.get("/credentials/keys.json").json()["keys"]
    assert [each["state"] for each in found].count("compromised") == 1
    assert [each["state"] for each in found].count("retired") == 1
    assert "PRIVATE" not in json.dumps(found)
    assert all(each["until"] for each in found if each["state"] != "active")


# A database from before


def test_a_restored_database_learns_of_keys_made_since(keys: Any, run: Run) -> None:
    """Restored from last night's backup: what was signed this morning still verifies."""
    new = rotate_key(Use.CREDENTIAL)
    SigningKey.objects.filter(pk=new.pk).delete()
    SigningKey.objects.filter(use="credential").update(state="active", changed_at=None)
    assert new.key_id in run("make")
    assert SigningKey.objects.get(key_id=new.key_id).state == "retired"
    assert run("make").startswith("Nothing was missing")


def test_a_restored_database_learns_of_keys_compromised_since(
    keys: Any, run: Run, settings: Any
) -> None:
    lost = active("credential").key_id
    run("compromise", lost, "--reason", "Lost", "--yes")
    SigningKey.objects.filter(key_id=lost).update(state="active", changed_at=None)
    SigningKey.objects.filter(use="credential").exclude(key_id=lost).delete()
    assert "certification.E003" in found_by_checks()
    assert lost in run("make")
    assert SigningKey.objects.get(key_id=lost).state == "compromised"
    assert active("credential").key_id != lost
    SigningKey.objects.all().delete()
    run("make")
    assert not SigningKey.objects.filter(key_id=lost).exists()


# Asking first


def test_a_script_must_say_yes(keys: Any, run: Run) -> None:
    before = list(SigningKey.objects.values_list("key_id", "state"))
    for arguments in (
        ["rotate"],
        ["retire", active("jwt").key_id],
        ["compromise", active("jwt").key_id, "--reason", "x"],
        ["move", "https://new.example.org"],
    ):
        with pytest.raises(CommandError, match="--yes"):
            run(*arguments)
    assert list(SigningKey.objects.values_list("key_id", "state")) == before


@pytest.mark.parametrize(("said", "done"), [("y", True), ("yes", True), ("n", False), ("", False)])
def test_a_person_is_asked(keys: Any, run: Run, said: str, done: bool) -> None:
    with (
        patch("sys.stdin.isatty", return_value=True, create=True),
        patch("builtins.input", return_value=said),
    ):
        if done:
            run("rotate", "jwt")
        else:
            with pytest.raises(CommandError, match="Nothing was changed"):
                run("rotate", "jwt")
    assert SigningKey.objects.filter(use="jwt").count() == (2 if done else 1)


def test_without_an_issuer_there_is_nothing_to_rotate(run: Run) -> None:
    with pytest.raises(CommandError, match="keys make"):
        run("rotate", "--yes")
    with pytest.raises(CommandError, match="keys make"):
        run("move", "https://new.example.org", "--yes")


def test_a_move_to_no_address_is_refused(keys: Any, run: Run) -> None:
    with pytest.raises(CommandError, match="not moved"):
        run("move", "nonsense", "--yes")


# Secrets


def test_no_key_is_logged_or_said(
    keys: Any, run: Run, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    said = run("make") + run("list") + run("rotate", "--yes") + run("list")
    said += run("compromise", active("pdf").key_id, "--reason", "x", "--yes") + run("list")
    secrets = [
        line
        for path in settings.KEYS_DIR.iterdir()
        if ".cert." not in path.name
        for line in path.read_text().splitlines()
        if not line.startswith("-----") and len(line) > 20
    ]
    assert secrets
    for secret in secrets:
        assert secret not in said + caplog.text
    assert "PRIVATE KEY" not in said + caplog.text
    for path in settings.KEYS_DIR.iterdir():
        assert path.stat().st_mode & 0o077 == 0


def found_by_checks() -> set[str]:
    found = run_checks(tags=["database"], databases=["default"])
    return {str(each.id) for each in found if str(each.id).startswith("certification")}


def test_checks_name_what_is_the_matter_with_keys(
    issued: Any, run: Run, settings: Any, completion: Any
) -> None:
    assert found_by_checks() == set()
    path = settings.KEYS_DIR / f"{active('jwt').key_id}.key.pem"
    path.chmod(0o644)
    assert found_by_checks() == {"certification.W003"}
    path.chmod(0o600)
    late = timezone.now() + timedelta(days=89)
    with patch("certification.signers.certificates.ends_at", return_value=late):
        assert found_by_checks() == {"certification.W001"}
    with patch("certification.signers.certificates.ends_at", return_value=late + timedelta(days=3)):
        assert found_by_checks() == set()
    run("compromise", active("jwt").key_id, "--reason", "x", "--yes")
    assert found_by_checks() == {"certification.W004"}


# Moving


def test_a_former_host_that_still_leads_here_has_its_own_document(
    issued: Any, client: Client, settings: Any
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    move_issuer("https://new.example.org")
    former = client.get("/.well-known/did.json", headers={"host": "testserver"}).json()
    assert former["id"] == "did:web:testserver"
    assert all(
        each["id"].startswith("did:web:testserver#") for each in former["verificationMethod"]
    )
    for host in ("new.example.org", "evil.example"):
        found = client.get("/.well-known/did.json", headers={"host": host}).json()
        assert found["id"] == "did:web:new.example.org"
    # A token from before names a key that the key set still knows by that name.
    kids = {key["kid"] for key in client.get("/.well-known/jwks.json").json()["keys"]}
    key = active("jwt").key_id
    assert {f"did:web:testserver#{key}", f"did:web:new.example.org#{key}"} <= kids
    unregister()
    assert answer_file(issued.jwt).state == State.VALID


def test_the_issuer_is_locked_while_keys_change(keys: Any) -> None:
    """Two who rotate at once do it one after the other: the row of the issuer is the lock."""
    with patch.object(
        Issuer.objects, "select_for_update", wraps=Issuer.objects.select_for_update
    ) as lock:
        rotate_key(Use.JWT)
        compromise_key(active("jwt").key_id, "x")
    assert lock.call_count == 2


def test_issuing_goes_on_after_a_compromise(
    keys: Any, run: Run, completion: Any, amal: User
) -> None:
    for use in ("pdf", "credential", "jwt"):
        run("compromise", active(use).key_id, "--reason", "x", "--yes")
    assert issue_credential(completion).is_issued
    assert make_keys() == []
