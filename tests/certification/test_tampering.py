"""The authentic file is accepted first; then each change is refused and its cause named."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pikepdf
import pytest
from django.utils import timezone
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers

from certification.actions.forget_holder import forget_holder
from certification.models import Credential, CredentialFile, Notice, SigningKey
from certification.open_badges.proof import prove
from certification.pdf.signing import PdfSealer
from certification.signers.base import Certified, Use
from certification.signers.certificates import root_certificate, signer_certificate
from certification.signers.files import FileSigner, new_private_key
from certification.verify.answer import State
from certification.verify.answering import answer_file
from certification.verify.causes import Cause


def incremental(pdf: bytes, change: Callable[[Any], None]) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def rotate(writer: Any) -> None:
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page["/Rotate"] = generic.NumberObject(180)
    writer.update_container(page)


def change_root(writer: Any) -> None:
    writer.root["/Waymark"] = generic.NameObject("/Changed")
    writer.update_root()


def add_script(writer: Any) -> None:
    writer.root["/OpenAction"] = writer.add_object(
        generic.DictionaryObject(
            {
                generic.NameObject("/S"): generic.NameObject("/JavaScript"),
                generic.NameObject("/JS"): generic.TextStringObject("app.alert(1)"),
            }
        )
    )
    writer.update_root()


def swap_attachment_after(pdf: bytes, data: bytes) -> bytes:
    def swap(writer: Any) -> None:
        spec = writer.root["/Names"]["/EmbeddedFiles"]
        while "/Kids" in spec:
            spec = spec["/Kids"][0]
        spec = spec["/Names"][1]
        spec["/EF"][generic.NameObject("/F")] = writer.add_object(
            generic.StreamObject(stream_data=data)
        )
        spec["/EF"][generic.NameObject("/UF")] = spec["/EF"].raw_get("/F")
        writer.update_container(spec["/EF"])

    return incremental(pdf, swap)


def resaved(pdf: bytes, change: Callable[[pikepdf.Pdf], None] = lambda pdf: None) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        change(document)
        output = io.BytesIO()
        document.save(output)
    return output.getvalue()


def attach(data: bytes) -> Callable[[pikepdf.Pdf], None]:
    def change(document: pikepdf.Pdf) -> None:
        for name in list(document.attachments):
            del document.attachments[name]
        document.attachments["credential.json"] = data

    return change


def flipped(data: bytes, position: int) -> bytes:
    changed = bytearray(data)
    changed[position] ^= 1
    return bytes(changed)


def unsigned(document: pikepdf.Pdf) -> None:
    for name in ("/AcroForm", "/Perms"):
        del document.Root[name]
    for page in document.pages:
        if "/Annots" in page:
            del page["/Annots"]


def foreign_sealer() -> PdfSealer:
    """Somebody else with the same software and the same name."""
    root_key, key = new_private_key("ES256"), new_private_key("ES256")
    root = root_certificate("Waymark", root_key)
    certificate = signer_certificate("Waymark", key.public_key(), root, root_key)
    return PdfSealer(Certified(FileSigner("pdf-x", key), certificate, (root,)))


def refused(data: bytes, cause: Cause, state: State = State.ALTERED) -> None:
    answer = answer_file(data)
    assert answer.state == state, (answer.state, answer.causes)
    assert cause in answer.causes


@pytest.fixture
def accepted(issued: Any) -> Any:
    assert answer_file(issued.pdf).state == State.VALID
    assert answer_file(issued.json).state == State.VALID
    return issued


def test_the_authentic_files_are_accepted_with_every_check(accepted: Any) -> None:
    for data in (accepted.pdf, accepted.json):
        answer = answer_file(data)
        assert answer.causes == ()
        assert all(check.well for check in answer.checks)
        assert answer.facts is not None
        assert answer.facts.holder_name == "Amal Haddad"


@pytest.mark.parametrize("place", [30, 1 / 8, 1 / 4, 1 / 2, 3 / 4, -3000, -650, -300, -20])
def test_a_flipped_bit(accepted: Any, place: float) -> None:
    position = int(place * len(accepted.pdf)) if isinstance(place, float) else place
    refused(flipped(accepted.pdf, position), Cause.BYTES_CHANGED)


def test_a_flipped_bit_in_the_room_behind_the_signature(accepted: Any) -> None:
    end = accepted.pdf.rfind(b">", 0, accepted.pdf.rfind(b"startxref"))
    start = accepted.pdf.find(b"/Contents <", len(accepted.pdf) // 2)
    position = accepted.pdf.find(b">", start) - 10
    assert accepted.pdf[position] == ord("0")
    assert end > 0
    refused(flipped(accepted.pdf, position), Cause.SIGNATURE_BROKEN)


@pytest.mark.parametrize("change", [rotate, change_root, add_script])
def test_edited_after_signing(accepted: Any, change: Callable[[Any], None]) -> None:
    refused(incremental(accepted.pdf, change), Cause.CHANGED_AFTER)


@pytest.mark.parametrize("tail", [b"x", b"\n%comment\n", b"\n<script>", b"\0" * 100])
def test_appended(accepted: Any, tail: bytes) -> None:
    refused(accepted.pdf + tail, Cause.APPENDED)


@pytest.mark.parametrize("less", [1, 7, 700, 20_000])
def test_cut(accepted: Any, less: int) -> None:
    refused(accepted.pdf[:-less], Cause.CUT)


def test_saved_anew(accepted: Any) -> None:
    answer = answer_file(resaved(accepted.pdf))
    assert answer.state == State.ALTERED
    assert answer.causes


def test_signature_taken_away(accepted: Any) -> None:
    refused(resaved(accepted.pdf, unsigned), Cause.NOT_SIGNED)


def test_signed_again_by_somebody_else(accepted: Any) -> None:
    bare = resaved(accepted.pdf, unsigned)
    refused(foreign_sealer().seal(bare, "Waymark", "Issued"), Cause.FOREIGN_SIGNER)


def test_a_second_signature(accepted: Any) -> None:
    output = io.BytesIO()
    metadata = signers.PdfSignatureMetadata(field_name="Second", md_algorithm="sha256")
    signer = signers.PdfSigner(metadata, signer=foreign_sealer()._signer)
    writer = IncrementalPdfFileWriter(io.BytesIO(accepted.pdf))
    # pyHanko keeps to what our signature forbids; whoever forges does not.
    with patch.object(signer, "_enforce_certification_constraints"):
        signer.sign_pdf(writer, output=output)
    refused(output.getvalue(), Cause.SECOND_SIGNATURE)


def test_credential_of_another_swapped_in_after_signing(accepted: Any, other: Any) -> None:
    changed = swap_attachment_after(accepted.pdf, other.json)
    refused(changed, Cause.ATTACHMENT_SWAPPED)
    refused(changed, Cause.CHANGED_AFTER)


def test_credential_of_another_swapped_in(accepted: Any, other: Any) -> None:
    refused(resaved(accepted.pdf, attach(other.json)), Cause.ATTACHMENT_SWAPPED)


def test_genuine_credential_attached_to_another_pdf(accepted: Any) -> None:
    made = pikepdf.new()
    made.add_blank_page()
    output = io.BytesIO()
    made.save(output)
    refused(resaved(output.getvalue(), attach(accepted.json)), Cause.REATTACHED)


def test_genuine_credential_attached_to_a_pdf_signed_by_another(accepted: Any) -> None:
    made = pikepdf.new()
    made.add_blank_page()
    output = io.BytesIO()
    made.save(output)
    bare = resaved(output.getvalue(), attach(accepted.json))
    data = foreign_sealer().seal(bare, "Waymark", "Issued")
    refused(data, Cause.REATTACHED)
    refused(data, Cause.FOREIGN_SIGNER)


def test_altered_credential_attached(accepted: Any) -> None:
    changed = accepted.json.replace(b"Amal Haddad", b"Amil Haddad")
    refused(resaved(accepted.pdf, attach(changed)), Cause.ATTACHMENT_CHANGED)


def test_attachment_taken_away(accepted: Any) -> None:
    def detach(document: pikepdf.Pdf) -> None:
        del document.attachments["credential.json"]

    refused(resaved(accepted.pdf, detach), Cause.ATTACHMENT_MISSING)


def test_a_second_attachment(accepted: Any) -> None:
    def add(document: pikepdf.Pdf) -> None:
        document.attachments["more.json"] = b"{}"

    answer = answer_file(resaved(accepted.pdf, add))
    assert answer.state == State.ALTERED


def test_locked_with_a_password(accepted: Any) -> None:
    with pikepdf.open(io.BytesIO(accepted.pdf)) as document:
        output = io.BytesIO()
        document.save(output, encryption=pikepdf.Encryption(owner="x", user="y"))
    answer = answer_file(output.getvalue())
    assert answer.state in {State.ALTERED, State.UNKNOWN}
    assert Cause.ENCRYPTED in answer.causes


def test_tampering_is_found_without_the_original_too(accepted: Any) -> None:
    """After the holder was erased no bytes are left here to compare with."""
    holder = accepted.credential.holder
    forget_holder(holder)
    assert answer_file(accepted.pdf).state == State.VALID
    for changed in (
        flipped(accepted.pdf, len(accepted.pdf) // 3),
        incremental(accepted.pdf, rotate),
        accepted.pdf + b"x",
        resaved(accepted.pdf),
    ):
        answer = answer_file(changed)
        assert answer.state == State.ALTERED
        assert answer.causes


def test_a_pdf_of_somebody_else_is_unknown(issued: Any) -> None:
    made = pikepdf.new()
    made.add_blank_page()
    output = io.BytesIO()
    made.save(output)
    refused(output.getvalue(), Cause.NOT_OURS, State.UNKNOWN)


@pytest.mark.parametrize("data", [b"", b"%PDF-", b"%PDF-1.7\n%%EOF", b"PK\3\4", b"\0" * 1000])
def test_what_is_no_certificate_is_unknown(keys: Any, data: bytes) -> None:
    assert answer_file(data).state == State.UNKNOWN


# JSON


def edited(data: bytes, change: Callable[[dict[str, Any]], Any]) -> bytes:
    document = json.loads(data)
    change(document)
    return json.dumps(document).encode()


JSON_CHANGES: dict[str, tuple[Callable[[dict[str, Any]], Any], Cause]] = {
    "name": (lambda d: d["credentialSubject"].update(name="Other"), Cause.PROOF_BROKEN),
    "hidden name": (
        lambda d: d["credentialSubject"]["identifier"][0].update(identityHash="Other"),
        Cause.PROOF_BROKEN,
    ),
    "course": (
        lambda d: d["credentialSubject"]["achievement"].update(name="Other"),
        Cause.PROOF_BROKEN,
    ),
    "credit": (lambda d: d["credentialSubject"]["result"][0].update(value="9"), Cause.PROOF_BROKEN),
    "validity": (lambda d: d.update(validUntil="2099-01-01T00:00:00Z"), Cause.PROOF_BROKEN),
    "no status": (lambda d: d.pop("credentialStatus"), Cause.PROOF_BROKEN),
    "undefined term": (lambda d: d.update(rank="first"), Cause.UNDEFINED_TERM),
    "foreign context": (
        lambda d: d["@context"].append("https://example.org/context"),
        Cause.UNDEFINED_TERM,
    ),
    "no proof": (lambda d: d.pop("proof"), Cause.NO_PROOF),
    "two proofs": (lambda d: d.update(proof=[d["proof"], d["proof"]]), Cause.SEVERAL_PROOFS),
    "foreign key": (
        lambda d: d["proof"].update(verificationMethod="did:web:example.org#k"),
        Cause.FOREIGN_PROOF,
    ),
    "purpose": (lambda d: d["proof"].update(proofPurpose="authentication"), Cause.UNDEFINED_TERM),
    "proof date": (
        lambda d: d["proof"].update(created="2020-01-01T00:00:00Z"),
        Cause.PROOF_BROKEN,
    ),
    "signature": (
        lambda d: d["proof"].update(proofValue="z" + "1" * 64),
        Cause.PROOF_BROKEN,
    ),
}


@pytest.mark.parametrize("name", JSON_CHANGES)
def test_altered_json(accepted: Any, name: str) -> None:
    change, cause = JSON_CHANGES[name]
    refused(edited(accepted.json, change), cause)


def test_proof_of_another_certificate(accepted: Any, other: Any) -> None:
    proof = json.loads(other.json)["proof"]
    refused(edited(accepted.json, lambda d: d.update(proof=proof)), Cause.PROOF_BROKEN)


def test_the_same_content_in_other_spacing_is_still_proven(accepted: Any) -> None:
    spaced = json.dumps(json.loads(accepted.json), indent=4).encode()
    assert answer_file(spaced).state == State.VALID


def test_a_key_written_twice(accepted: Any) -> None:
    twice = accepted.json[:-1] + b',"name":"Other"}'
    refused(twice, Cause.DUPLICATE_KEY, State.UNKNOWN)


@pytest.mark.parametrize(
    "data",
    [b"{", b"[]", b"{}", b'{"a":' * 3000, b'{"id":NaN}', b'\xef\xbb\xbf{"id": 1}', b"{\xff}"],
)
def test_json_that_is_no_certificate(keys: Any, data: bytes) -> None:
    assert answer_file(data).state == State.UNKNOWN


def test_ten_megabytes_of_json_are_refused_unread(keys: Any) -> None:
    refused(b'{"a":"' + b"x" * 10_000_000 + b'"}', Cause.TOO_LARGE, State.UNKNOWN)


def test_costly_graphs_are_refused(keys: Any) -> None:
    nodes = [{"type": ["Result"], "value": "1"} for _ in range(40)]
    data = json.dumps({"@context": [], "credentialSubject": {"result": nodes}}).encode()
    assert answer_file(data).state == State.UNKNOWN


def test_genuine_credential_of_another_issuer(accepted: Any, settings: Any) -> None:
    """Proven, but by nobody known here."""
    document = json.loads(accepted.json)
    del document["proof"]
    document["issuer"]["id"] = "did:web:other.example"
    document["id"] = "https://other.example/credentials/1.json"
    key = FileSigner("credential-x", new_private_key("Ed25519"))
    proven = prove(document, key, "did:web:other.example#credential-x", timezone.now())
    answer = answer_file(json.dumps(proven).encode())
    assert answer.state == State.UNKNOWN
    assert Cause.NOT_OURS in answer.causes
    assert answer.facts is None


def test_signed_by_us_but_not_in_the_register(accepted: Any) -> None:
    """A database restored from last night's backup does not know today's certificates."""
    CredentialFile.objects.all().delete()
    Notice.objects.all().delete()
    Credential.objects.all().delete()
    for data in (accepted.pdf, accepted.json, accepted.jwt, accepted.png):
        answer = answer_file(data)
        assert answer.state == State.UNKNOWN
        assert answer.causes == (Cause.SIGNED_NOT_REGISTERED,)


def test_compromised_key(accepted: Any) -> None:
    SigningKey.objects.filter(use=Use.CREDENTIAL.value).update(state="compromised")
    changed = json.dumps(json.loads(accepted.json), indent=1).encode()
    refused(changed, Cause.KEY_COMPROMISED)
