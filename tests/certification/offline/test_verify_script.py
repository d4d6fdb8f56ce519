"""The script with which anyone verifies without us: each genuine file, then its tampered twin."""

from __future__ import annotations

import base64
import importlib.util
import json
import re
import socket
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.test import Client
from segno import make as make_code

from accounts.models import User
from certification import keyring
from certification.actions.make_keys import make_keys
from certification.actions.revoke_credential import revoke_credential
from certification.models import Credential, SigningKey
from certification.offline.printed import Place, fragment
from certification.register.writing import write_register
from certification.signers.base import Use
from certification.signers.files import FileSigner, new_private_key

SCRIPT = Path(__file__).resolve().parents[3] / "docs" / "verify_certificate.py"
GOOD, BAD, UNTOLD = 0, 1, 2


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("verify_certificate", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["verify_certificate"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: Any, **_options: Any) -> None:
        raise AssertionError("the script went to the network")

    monkeypatch.setattr(socket, "create_connection", refuse)


class Desk:
    """A verifier with files on a disk and the script."""

    def __init__(self, folder: Path, script: ModuleType, issued: Any, client: Client) -> None:
        self.folder, self.script, self.client = folder, script, client
        for row in issued.credential.files.all():
            (folder / f"own.{row.kind}").write_bytes(read(row))
        self.facts = issued.credential.facts()
        entry = issued.credential.status_entry
        self.place = Place(entry.list.number, entry.index)
        self.save()

    def save(self) -> None:
        """What a verifier saves beforehand."""
        for name, address in {
            "data.json": "/verify/offline/data.json",
            "did.json": "/.well-known/did.json",
            "jwks.json": "/.well-known/jwks.json",
            "chain.pem": "/credentials/chain.pem",
            "list.json": "/credentials/status/1",
        }.items():
            (self.folder / name).write_bytes(self.client.get(address).content)

    def check(self, what: str | bytes, *more: str, trust: tuple[str, ...] = ("data.json",)) -> int:
        if isinstance(what, bytes):
            path = self.folder / "given"
            path.write_bytes(what)
            what = str(path)
        elif (self.folder / what).is_file():
            what = str(self.folder / what)
        named = [word for name in trust for word in ("--trust", str(self.folder / name))]
        return int(self.script.main([what, *named, *more]))

    def bytes(self, kind: str) -> bytes:
        return (self.folder / f"own.{kind}").read_bytes()

    def printed(self, signer: Any = None, **changes: Any) -> str:
        facts = replace(self.facts, **changes)
        signed = fragment(facts, self.place, signer or keyring.active(Use.JWT).signer)
        return f"{facts.issuer_url}/verify/{facts.code}/#{signed}"


def read(row: Any) -> bytes:
    from certification import vault

    return vault.get(row.path, bytes(row.wrapped_key), row.sha256)


@pytest.fixture
def desk(tmp_path: Path, script: ModuleType, issued: Any, client: Client) -> Desk:
    folder = tmp_path / "desk"
    folder.mkdir()
    return Desk(folder, script, issued, client)


@pytest.mark.parametrize("kind", ["pdf", "json", "jwt", "png"])
def test_every_issued_file_is_found_good(
    desk: Desk, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert desk.check(f"own.{kind}", trust=("data.json", "chain.pem")) == GOOD
    said = capsys.readouterr().out
    assert "VALID" in said
    assert "Amal Haddad" in said
    assert "not withdrawn" in said
    if kind == "pdf":
        assert "own signature is the issuer's" in said


def test_the_printed_code_and_its_picture_are_found_good(desk: Desk) -> None:
    text = desk.printed()
    assert desk.check(text) == GOOD
    make_code(text, error="m").save(str(desk.folder / "code.png"), scale=4)
    assert desk.check("code.png") == GOOD


@pytest.mark.parametrize(
    "trust",
    [("did.json", "jwks.json", "list.json"), ("data.json",)],
    ids=["published apart", "in one file"],
)
def test_keys_may_come_from_any_published_file(desk: Desk, trust: tuple[str, ...]) -> None:
    assert desk.check("own.json", trust=trust) == GOOD
    assert desk.check("own.jwt", trust=trust) == GOOD
    assert desk.check(desk.printed(), trust=trust) == GOOD


TWINS: dict[str, Callable[[Desk], bytes]] = {
    "json, other name": lambda desk: desk.bytes("json").replace(b"Amal Haddad", b"Eve Haddad"),
    "json, no proof": lambda desk: json.dumps(
        {key: value for key, value in json.loads(desk.bytes("json")).items() if key != "proof"}
    ).encode(),
    "json, twice": lambda desk: desk.bytes("json").replace(
        b'"name":"First', b'"name":"Eve","name":"First', 1
    ),
    "json, unsigned part": lambda desk: desk.bytes("json").replace(b"{", b'{"nick":"x",', 1),
    "pdf, credential changed": lambda desk: (
        desk.bytes("pdf").replace(b"stream", b"strean", 1)[:9]
        + desk.bytes("pdf")[9:].replace(b"/Title", b"/Tytle", 1)
    ),
    "pdf, something after its end": lambda desk: desk.bytes("pdf") + b"1 0 obj\n<<>>\nendobj\n",
}


@pytest.mark.parametrize("name", TWINS)
def test_each_tampered_twin_is_found_out(desk: Desk, name: str) -> None:
    kind = name.split(",")[0]
    trust = ("data.json", "chain.pem")
    assert desk.check(f"own.{kind}", trust=trust) == GOOD
    assert desk.check(TWINS[name](desk), trust=trust) == BAD


def test_a_changed_token_is_found_out(desk: Desk) -> None:
    first, second, third = desk.bytes("jwt").decode().split(".")
    said = json.loads(base64.urlsafe_b64decode(second + "=" * (-len(second) % 4)))
    said["credentialSubject"]["name"] = "Eve"
    other = base64.urlsafe_b64encode(json.dumps(said).encode()).rstrip(b"=").decode()
    assert desk.check(f"{first}.{second}.{third}".encode()) == GOOD
    assert desk.check(f"{first}.{other}.{third}".encode()) == BAD
    none = base64.urlsafe_b64encode(b'{"alg":"none"}').rstrip(b"=").decode()
    assert desk.check(f"{none}.{second}.{third}".encode()) == UNTOLD


def test_a_changed_printed_code_is_found_out(desk: Desk) -> None:
    text = desk.printed()
    at = len(text) - 130
    assert desk.check(text[:at] + ("C" if text[at] != "C" else "D") + text[at + 1 :]) == BAD
    assert desk.check(text[:-30]) == BAD
    assert desk.check(text.replace("/verify/", "/verify/").replace("testserver", "other")) == BAD
    forger = FileSigner(keyring.active(Use.JWT).signer.key_id, new_private_key("ES256"))
    assert desk.check(desk.printed(forger)) == BAD
    assert desk.check(desk.printed(FileSigner("jwt-0000", new_private_key("ES256")))) == UNTOLD
    assert desk.check(text.partition("#")[0]) == UNTOLD


def test_a_genuine_credential_in_a_foreign_pdf_is_found_out(desk: Desk) -> None:
    import io

    import pikepdf

    pdf = pikepdf.open(io.BytesIO(desk.bytes("pdf")))
    pdf.docinfo["/Title"] = "Doctor of everything"
    changed = io.BytesIO()
    pdf.save(changed)
    assert desk.check(changed.getvalue(), trust=("data.json", "chain.pem")) == BAD


def test_without_pyhanko_it_says_that_the_pdf_s_signature_was_not_checked(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "pyhanko.pdf_utils.reader", None)
    assert desk.check("own.pdf", trust=("data.json", "chain.pem")) == GOOD
    assert re.search(r"– .*signature was not checked.*pyHanko", capsys.readouterr().out)


def test_without_pyld_codes_and_tokens_are_checked_and_json_is_not(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = desk.printed()
    monkeypatch.setitem(sys.modules, "pyld", None)
    assert desk.check(text) == GOOD
    assert desk.check("own.jwt") == GOOD
    assert "own proof was not checked" in capsys.readouterr().out
    assert desk.check("own.json") == UNTOLD
    assert "PyLD" in capsys.readouterr().out


def test_revoked_since_is_told_by_the_list_that_was_saved(desk: Desk, admin: User) -> None:
    credential = Credential.objects.get()
    revoke_credential(credential, admin, Credential.Reason.ERROR, "A test.")
    assert desk.check("own.json") == GOOD
    desk.save()
    assert desk.check("own.json") == BAD
    assert desk.check(desk.printed()) == BAD


def test_without_a_list_or_with_an_old_one_it_does_not_say_valid(
    desk: Desk, script: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert desk.check("own.json", trust=("did.json",)) == UNTOLD
    assert desk.check("own.json", trust=("did.json", "list.json")) == GOOD
    document = json.loads((desk.folder / "list.json").read_text())
    later = datetime.now(UTC) + timedelta(days=31)
    monkeypatch.setattr(script, "datetime", type("Later", (datetime,), {"now": lambda zone: later}))
    assert later > script.instant(document["validFrom"]) + script.LONGEST_AGE
    assert desk.check("own.json", trust=("did.json", "list.json")) == UNTOLD


def test_an_exported_register_is_enough_for_years(
    desk: Desk, script: ModuleType, admin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = desk.printed()
    write_register(desk.folder / "register")
    later = datetime.now(UTC) + timedelta(days=1500)
    monkeypatch.setattr(script, "datetime", type("Later", (datetime,), {"now": lambda zone: later}))
    assert desk.check("own.pdf", trust=("register",)) == GOOD
    assert desk.check(text, trust=("register",)) == GOOD
    monkeypatch.undo()
    revoke_credential(Credential.objects.get(), admin, Credential.Reason.ERROR, "A test.")
    write_register(desk.folder / "again")
    assert desk.check(text, trust=("again",)) == BAD


def test_a_list_that_was_changed_is_found_out(desk: Desk) -> None:
    said = json.loads((desk.folder / "list.json").read_text())
    said["validUntil"] = "2099-01-01T00:00:00Z"
    (desk.folder / "list.json").write_text(json.dumps(said))
    assert desk.check("own.json", trust=("did.json", "list.json")) == BAD


def test_expired_early_and_another_day(desk: Desk) -> None:
    today = datetime.now(UTC).date()
    ended = desk.printed(valid_until=today - timedelta(days=1))
    assert desk.check(ended) == BAD
    assert desk.check(ended, "--on", str(today - timedelta(days=1))) == GOOD
    assert desk.check(desk.printed(valid_until=today)) == GOOD
    assert desk.check(desk.printed(valid_from=today + timedelta(days=3))) == BAD


def test_old_papers_hold_after_two_rotations_and_not_after_a_compromise(desk: Desk) -> None:
    text = desk.printed()
    for _turn in range(2):
        SigningKey.objects.filter(use__in=["jwt", "credential"]).update(state="retired")
        make_keys()
    desk.save()
    assert desk.check(text) == GOOD
    assert desk.check("own.json") == GOOD
    SigningKey.objects.exclude(state="active").update(state="compromised")
    desk.save()
    assert desk.check(text) == UNTOLD
    assert desk.check("own.json") == UNTOLD


def test_a_long_name_is_compared_whole(desk: Desk) -> None:
    name = (
        "Maximiliana von und zu Hohenlohe-Waldenburg-Schillingsfürst geborene von Österreich-Este"
    )
    text = desk.printed(holder_name=f"{name} und Toskana")
    assert desk.check(text) == GOOD
    assert desk.check(text, "--name", f"{name} und Toskana") == GOOD
    assert desk.check(text, "--name", f"{name} und Parma") == BAD
    assert desk.check(desk.printed(), "--name", "Amal Haddad") == GOOD


@pytest.mark.parametrize(
    "given", [b"", b"%PDF-1.7", b"{", b"hello", b"\x89PNG\r\n\x1a\n", b"a.b.c"]
)
def test_what_is_no_certificate_is_told_in_words(desk: Desk, given: bytes) -> None:
    assert desk.check(given) in {BAD, UNTOLD}


def test_trust_that_cannot_be_read_is_told_in_words(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    (desk.folder / "data.json").write_text("<html>")
    assert desk.check("own.json") == UNTOLD
    assert "no keys" in capsys.readouterr().out
    assert desk.check("own.json", trust=()) == UNTOLD


@pytest.fixture
def receipt(issued: Any, client: Client) -> dict[str, Any]:
    from certification.bulk.answers import answer_entries
    from certification.bulk.entries import Entry
    from certification.bulk.receipts import Input, make_receipt

    entries = [
        Entry(1, "x", issued.credential.code, "Amal «Ünï» \u2028\x7f"),
        Entry(2, "né\t", None),
    ]
    lines = answer_entries(entries, lambda _credential: True)
    return make_receipt(lines, Input("00" * 32, 7), datetime.now(UTC))


def test_the_receipt_of_a_list(desk: Desk, receipt: dict[str, Any], capsys: Any) -> None:
    assert desk.check(json.dumps(receipt, indent=1).encode()) == GOOD
    said = capsys.readouterr().out
    assert "GENUINE receipt" in said
    assert "valid: 1" in said
    # Any order of its parts says the same.
    assert desk.check(json.dumps(receipt, sort_keys=True).encode()) == GOOD


@pytest.mark.parametrize(
    ("spoil", "ends"),
    [
        (lambda it: it["receipt"]["answers"][0].update(state="revoked"), BAD),
        (lambda it: it["receipt"].update(checked_at="2020-01-01T00:00:00Z"), BAD),
        (lambda it: it["receipt"].update(counts={"valid": 2}), BAD),
        (lambda it: it["receipt"].pop("input"), BAD),
        (lambda it: it.update(signature=it["signature"].replace("..", ".e30.")), BAD),
        (lambda it: it.update(signature="x"), BAD),
        (lambda it: it.update(signature=None), BAD),
        (lambda it: it.update(signature=resigned(it, kid="did:web:testserver#jwt-other")), UNTOLD),
        (lambda it: it.update(signature=resigned(it, kid="did:web:evil#jwt")), UNTOLD),
        (lambda it: it.update(signature=resigned(it, alg="none")), BAD),
    ],
)
def test_an_altered_receipt(desk: Desk, receipt: dict[str, Any], spoil: Any, ends: int) -> None:
    spoil(receipt)
    assert desk.check(json.dumps(receipt).encode()) == ends


def resigned(receipt: dict[str, Any], **changes: str) -> str:
    """The signature with another header."""
    first, rest = receipt["signature"].split(".", 1)
    header = json.loads(base64.urlsafe_b64decode(first + "=" * (-len(first) % 4))) | changes
    made = base64.urlsafe_b64encode(json.dumps(header).encode()).rstrip(b"=").decode()
    return f"{made}.{rest}"
