"""The whole register as signed files: complete, without names, and any change is found."""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import User
from certification.actions.compromise_key import compromise_key
from certification.actions.forget_holder import forget_holder
from certification.actions.move_issuer import move_issuer
from certification.actions.revoke_credential import revoke_credential
from certification.actions.rotate_key import rotate_key
from certification.codes import new_code
from certification.models import Credential, CredentialFile, SigningKey, StatusEntry, StatusList
from certification.register import rows as row_module
from certification.register.checking import check_register
from certification.register.rows import hidden, rows
from certification.register.writing import write_register
from certification.signers.base import Use
from certification.signers.files import FileSigner, new_private_key
from certification.status.bitstring import is_set

ROOT = Path(__file__).parents[2]


@pytest.fixture
def written(issued: Any, other: Any, admin: User, tmp_path: Path) -> Path:
    revoke_credential(other.credential, admin, Credential.Reason.ERROR, "Bela never came.")
    home = tmp_path / "out"
    assert write_register(home) == 2
    assert check_register(home).problems == ()
    return home


def lines(home: Path) -> dict[str, dict[str, Any]]:
    found = [
        json.loads(line)
        for path in sorted((home / "register").iterdir())
        for line in path.read_text().splitlines()
    ]
    return {each["codeSha256"]: each for each in found}


def test_it_holds_every_certificate_and_every_file(written: Path, issued: Any, other: Any) -> None:
    found = lines(written)
    one = found[hidden(issued.credential.code)]
    assert one["state"] == "valid"
    assert one["facts"]["course_title"] == "First contact"
    assert {each["kind"]: each["sha256"] for each in one["files"]} == {
        kind: hashlib.sha256(getattr(issued, kind)).hexdigest()
        for kind in ("pdf", "json", "jwt", "png")
    }
    assert set(one["keys"]) == {"pdf", "credential", "jwt"}
    ended = found[hidden(other.credential.code)]
    assert (ended["state"], ended["reason"]) == ("revoked", "error")
    assert ended["since"]


def test_the_verifier_finds_it_as_the_readme_says(written: Path, issued: Any) -> None:
    said = subprocess.run(
        ["sh", "-c", f"printf %s {issued.credential.code} | sha256sum"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()[0]
    path = written / "register" / f"{said[:2]}.jsonl"
    assert said in path.read_text()
    assert "sha256sum" in (written / "README.md").read_text()


def test_what_machines_fetch_lies_at_the_same_addresses(
    written: Path, issued: Any, other: Any
) -> None:
    did = json.loads((written / ".well-known/did.json").read_text())
    assert did["id"] == "did:web:testserver"
    listed = json.loads((written / "credentials/status/1").read_text())
    encoded = listed["credentialSubject"]["encodedList"]
    assert is_set(encoded, other.credential.status_entry.index)
    assert not is_set(encoded, issued.credential.status_entry.index)
    assert int(listed["validUntil"][:4]) >= timezone.now().year + 9
    achievement = json.loads(issued.json)["credentialSubject"]["achievement"]["id"]
    kept = written / achievement.removeprefix("http://testserver/")
    assert json.loads(kept.read_text())["id"] == achievement
    assert (written / "credentials/chain.pem").read_bytes().count(b"BEGIN CERTIFICATE") == 2
    assert (written / "credentials/revoked.crl").is_file()


def test_it_holds_no_name_no_code_and_no_secret(
    written: Path, issued: Any, other: Any, settings: Any
) -> None:
    text = "".join(path.read_text("latin-1") for path in written.rglob("*") if path.is_file())
    for credential in (issued.credential, other.credential):
        assert credential.code not in text
        assert credential.name_match not in text
        assert credential.holder_name not in text
    for hint in ("Amal", "Haddad", "Bela", "Nagy", "example.org", "PRIVATE"):
        assert hint not in text, hint


def test_after_erasure_after_a_move_and_after_rotations(
    issued: Any, amal: User, tmp_path: Path
) -> None:
    forget_holder(amal)
    for use in (*Use, *Use):
        rotate_key(use)
    move_issuer("https://new.example.org")
    write_register(tmp_path / "out")
    found = lines(tmp_path / "out")[hidden(issued.credential.code)]
    assert found["nameErased"]
    former = json.loads((tmp_path / "out/former/testserver/.well-known/did.json").read_text())
    assert former["id"] == "did:web:testserver"
    assert len(former["verificationMethod"]) == 6
    call_command("register", "check", str(tmp_path / "out"), verbosity=0)


# Changed


def add_a_line(home: Path) -> None:
    with (home / "register/00.jsonl").open("a") as file:
        file.write("{}\n")


def change_a_state(home: Path) -> None:
    for path in (home / "register").iterdir():
        path.write_text(path.read_text().replace('"revoked"', '"valid"'))


def change_the_manifest(home: Path) -> None:
    path = home / "manifest.json"
    path.write_text(path.read_text().replace('"certificates": 2', '"certificates": 3'))


CHANGES: dict[str, Callable[[Path], Any]] = {
    "a line more": add_a_line,
    "a state changed": change_a_state,
    "the manifest changed": change_the_manifest,
    "a file more": lambda home: (home / "more.txt").write_text("x"),
    "a file less": lambda home: (home / "credentials/chain.pem").unlink(),
    "no signature": lambda home: (home / "manifest.jws").unlink(),
    "an empty signature": lambda home: (home / "manifest.jws").write_text(""),
    "no manifest": lambda home: (home / "manifest.json").unlink(),
    "a manifest of nonsense": lambda home: (home / "manifest.json").write_text("[]"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_changed_folder_is_refused(written: Path, name: str) -> None:
    CHANGES[name](written)
    assert check_register(written).problems
    with pytest.raises(CommandError):
        call_command("register", "check", str(written), verbosity=0)


def test_algorithm_none_is_refused(written: Path) -> None:
    header, _, _ = (written / "manifest.jws").read_text().partition("..")
    read = json.loads(base64.urlsafe_b64decode(header + "=="))
    made = base64.urlsafe_b64encode(json.dumps(read | {"alg": "none"}).encode()).rstrip(b"=")
    (written / "manifest.jws").write_text(f"{made.decode()}..\n")
    assert "another kind" in check_register(written).problems[0]


def test_signed_by_somebody_else_with_their_own_keys_beside_it(
    written: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is sound in itself, with another fingerprint; against this site's keys it is refused."""
    ours = check_register(written).fingerprint
    from certification.open_badges.did import did_document
    from certification.open_badges.jwks import raw_ed25519

    signer = FileSigner("credential-x", new_private_key("Ed25519"))
    did = did_document("did:web:testserver", [("credential-x", raw_ed25519(signer.public_key))])  # type: ignore[arg-type]
    path = written / ".well-known/did.json"
    path.write_text(json.dumps(did))
    manifest = json.loads((written / "manifest.json").read_text())
    for each in manifest["files"]:
        if each["path"] == ".well-known/did.json":
            each["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    text = json.dumps(manifest).encode()
    (written / "manifest.json").write_bytes(text)

    def part(data: bytes) -> str:
        return base64.urlsafe_b64encode(data).rstrip(b"=").decode()

    header = part(json.dumps({"alg": "EdDSA", "kid": "did:web:testserver#credential-x"}).encode())
    signature = part(signer.sign(f"{header}.{part(text)}".encode()))
    (written / "manifest.jws").write_text(f"{header}..{signature}\n")
    found = check_register(written)
    assert found.problems == ()
    assert found.fingerprint != ours
    with pytest.raises(CommandError, match="not known"):
        call_command("register", "check", str(written), verbosity=0)


def test_a_key_that_is_compromised_vouches_for_nothing(written: Path) -> None:
    compromise_key(SigningKey.objects.get(use="credential").key_id, "Lost")
    with pytest.raises(CommandError, match="not known"):
        call_command("register", "check", str(written), verbosity=0)


def test_it_is_checked_without_a_site(written: Path) -> None:
    def checked() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "certification.register.checking", str(written)],
            cwd=ROOT,
            env={"PATH": "/usr/bin"},
            capture_output=True,
            text=True,
            check=False,
        )

    found = checked()
    assert (found.returncode, "2 certificates" in found.stdout) == (0, True), found.stderr
    add_a_line(written)
    found = checked()
    assert (found.returncode, found.stdout) == (1, "register/00.jsonl was changed.\n")


# Where and how large


def test_a_folder_that_holds_something_is_left_alone(issued: Any, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(CommandError, match="not empty"):
        call_command("register", "export", str(tmp_path), verbosity=0)
    assert (tmp_path / "mine.txt").read_text() == "x"


@pytest.mark.django_db
def test_without_an_issuer_there_is_no_register(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="keys make"):
        call_command("register", "export", str(tmp_path / "out"), verbosity=0)


def many(like: Credential, number: int) -> None:
    """More rows like one that was issued."""
    listed = StatusList.objects.get()
    taken = set(StatusEntry.objects.values_list("index", flat=True))
    free = [index for index in range(number + len(taken)) if index not in taken][:number]
    places = StatusEntry.objects.bulk_create(
        [StatusEntry(list=listed, index=index) for index in free], batch_size=2000
    )
    made = Credential.objects.bulk_create(
        [
            Credential(
                code=new_code(),
                facts_json=like.facts_json,
                standing=like.standing,
                status_entry=place,
                credential_key=like.credential_key,
                pdf_key=like.pdf_key,
                jwt_key=like.jwt_key,
                issued_at=like.issued_at,
                name_match="0" * 64,
            )
            for place in places
        ],
        batch_size=500,
    )
    CredentialFile.objects.bulk_create(
        [CredentialFile(credential=each, kind="pdf", sha256="0" * 64, size=1) for each in made],
        batch_size=2000,
    )


def test_ten_thousand_rows_pass_in_flat_memory(
    issued: Any, django_assert_max_num_queries: Any
) -> None:
    many(issued.credential, 10_000)

    def peak(most: int) -> int:
        tracemalloc.start()
        for number, _row in enumerate(rows()):
            if number >= most:
                break
        _size, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return highest

    peak(10)
    few, all_of_them = peak(2 * row_module.AT_ONCE), peak(10_001)
    assert all_of_them < 1.5 * few
    # The same few queries for each five hundred.
    with django_assert_max_num_queries(21 * 6):
        assert sum(1 for _row in rows()) == 10_001


def test_ten_thousand_are_written_and_checked(issued: Any, tmp_path: Path) -> None:
    many(issued.credential, 10_000)
    home = tmp_path / "out"
    assert write_register(home) == 10_001
    assert check_register(home).certificates == 10_001
    assert len(list((home / "register").iterdir())) == 256
    shutil.rmtree(home)
