"""Files made to harm or to mislead: each is answered in bounded time, and says nothing wrong."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pikepdf
import pytest
from django.utils import timezone

from certification import keyring, press
from certification.models import SigningKey
from certification.signers.base import Use
from certification.verify import answering
from certification.verify.answer import State
from certification.verify.answering import answer_file
from certification.verify.causes import Cause

pytestmark = pytest.mark.django_db


def saved(document: pikepdf.Pdf, **options: Any) -> bytes:
    output = io.BytesIO()
    document.save(output, **options)
    return output.getvalue()


def many_pages(number: int, start: bytes | None = None) -> bytes:
    document = pikepdf.new() if start is None else pikepdf.open(io.BytesIO(start))
    for _page in range(number):
        document.add_blank_page()
    return saved(document, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def test_ten_thousand_pages_are_nothing_of_ours(issued: Any) -> None:
    data = many_pages(10_000)
    assert len(data) < 2_000_000
    answer = answer_file(data)
    assert answer.state == State.UNKNOWN
    assert Cause.NOT_OURS in answer.causes


def test_ten_thousand_pages_behind_a_genuine_one_are_altered(issued: Any) -> None:
    assert answer_file(issued.pdf).state == State.VALID
    answer = answer_file(many_pages(10_000, issued.pdf))
    assert answer.state == State.ALTERED
    assert answer.causes


def test_a_page_tree_that_leads_back_to_itself(issued: Any) -> None:
    document = pikepdf.new()
    document.add_blank_page()
    tree = document.Root.Pages
    tree.Kids.append(tree)
    assert answer_file(saved(document)).state == State.UNKNOWN


def test_attachments_that_lead_back_to_themselves(issued: Any) -> None:
    document = pikepdf.new()
    document.add_blank_page()
    tree = document.make_indirect(pikepdf.Dictionary(Kids=pikepdf.Array()))
    tree.Kids.append(tree)
    document.Root.Names = pikepdf.Dictionary(EmbeddedFiles=tree)
    assert answer_file(saved(document)).state == State.UNKNOWN


def test_a_stream_that_unpacks_to_a_hundred_megabytes(issued: Any) -> None:
    document = pikepdf.open(io.BytesIO(issued.pdf))
    for name in list(document.attachments):
        del document.attachments[name]
    document.attachments["credential.json"] = b"{" + b" " * 100_000_000 + b"}"
    data = saved(document, compress_streams=True, recompress_flate=True)
    assert len(data) < 2_000_000
    assert answer_file(data).state == State.ALTERED


@pytest.mark.parametrize("hours", [-26, -1, 1, 26])
def test_a_clock_that_goes_wrong_does_not_make_a_genuine_file_altered(
    issued: Any, hours: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the server here, or of the one that signed: the signature is judged at its own moment."""
    assert answer_file(issued.pdf).state == State.VALID
    wrong = timezone.now() + timedelta(hours=hours)
    monkeypatch.setattr(answering.timezone, "now", lambda: wrong)
    for data in (issued.pdf, issued.json):
        answer = answer_file(data)
        assert answer.state == State.VALID
        assert all(check.well for check in answer.checks)


def doubts(answer: Any) -> list[str]:
    return [str(check.what) for check in answer.checks if not check.well]


@pytest.mark.parametrize("use", [Use.PDF, Use.CREDENTIAL])
def test_a_registered_file_whose_key_was_compromised(issued: Any, use: Use) -> None:
    """The register vouches for these very bytes; the page says what is the matter with the key."""
    data = issued.pdf if use == Use.PDF else issued.json
    assert doubts(answer_file(data)) == []
    SigningKey.objects.filter(use=use.value).update(state="compromised")
    answer = answer_file(data)
    assert answer.state == State.VALID
    assert doubts(answer) == ["The key that signed it is still trusted"]


def test_a_file_made_with_a_stolen_key_is_refused(issued: Any, other: Any) -> None:
    """The thief signs under the same root that our other keys stand under."""
    with pikepdf.open(io.BytesIO(issued.pdf)) as document:
        for name in ("/AcroForm", "/Perms"):
            del document.Root[name]
        del document.pages[0]["/Annots"]
        bare = saved(document)
    sealer = press.sealer(keyring.active(Use.PDF))
    forged = sealer.seal(bare, "Waymark", "Forged")
    stolen = SigningKey.objects.get(use=Use.PDF.value)
    assert Cause.KEY_COMPROMISED not in answer_file(forged).causes
    SigningKey.objects.create(
        key_id="pdf-next", use="pdf", public_pem=stolen.public_pem, chain_pem=stolen.chain_pem
    )
    SigningKey.objects.filter(pk=stolen.pk).update(state="compromised")
    answer = answer_file(forged)
    assert answer.state == State.ALTERED
    assert Cause.KEY_COMPROMISED in answer.causes
