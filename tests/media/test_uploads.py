"""Images, recordings and documents: what is let in, and what a lesson still needs of them."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, CollectionViewRestriction

from media import published
from media.image_words import harmful_words
from media.limits import DOCUMENT_BYTES, within
from media.models import CourseDocument, CourseImage, Recording
from media.webvtt import MOST_BYTES, validate_webvtt

CAPTIONS = b"WEBVTT\n\n00:00.000 --> 00:02.000\nGood morning.\n"


def vtt(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("talk.vtt", data)


@pytest.mark.parametrize(
    "data",
    [
        CAPTIONS,
        b"\xef\xbb\xbf" + CAPTIONS,
        CAPTIONS.replace(b"\n", b"\r\n"),
        b"WEBVTT - a title\n\n01:00:00.000 --> 01:00:02.000\nLate\n",
    ],
)
def test_captions_that_a_browser_shows(data: bytes) -> None:
    validate_webvtt(vtt(data))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "captions-format"),
        (b"WEBVTT", "captions-empty"),
        (b"1\n00:00:00,000 --> 00:00:02,000\nSubRip\n", "captions-format"),
        (b"WEBVTTX\n\n00:00.000 --> 00:02.000\n", "captions-format"),
        (b"WEBVTT\n\n\xff\xfe", "captions-encoding"),
        (b"<script>alert(1)</script>", "captions-format"),
        (b"x" * (MOST_BYTES + 1), "captions-large"),
    ],
)
def test_captions_that_it_does_not(data: bytes, code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        validate_webvtt(vtt(data))
    assert caught.value.code == code
    assert caught.value.messages[0].endswith((".", "00:04.000."))


@given(st.binary(max_size=2000))
def test_no_file_breaks_the_reader(data: bytes) -> None:
    with suppress(ValidationError):
        validate_webvtt(vtt(data))


@pytest.mark.parametrize(
    ("kind", "speech", "transcript", "captions", "missing"),
    [
        ("video", True, "Said.", True, ""),
        ("video", True, "Said.", False, "captions"),
        ("video", False, "Seen.", False, ""),
        ("video", True, "  ", True, "transcript"),
        ("audio", True, "Said.", False, ""),
        ("audio", True, "", False, "transcript"),
    ],
)
def test_what_a_recording_still_needs(
    db: None, kind: str, speech: bool, transcript: str, captions: bool, missing: str
) -> None:
    recording = Recording(
        title="A talk",
        type=kind,
        has_speech=speech,
        transcript=transcript,
        captions="media/captions/talk.vtt" if captions else "",
    )
    assert missing in recording.missing_alternatives()
    assert bool(recording.missing_alternatives()) == bool(missing)


@pytest.mark.parametrize(
    ("words", "harmful"),
    [
        ("Two chairs at a table by a window", []),
        ("A chain of shops", ["chain"]),
        ("Hands tied up with ropes", ["ropes", "tied up"]),
        ("A woman COWERING behind bars", ["behind bars", "cowering"]),
        ("A bar where people dance", []),
    ],
)
def test_t21_words_of_images(words: str, harmful: list[str]) -> None:
    assert harmful_words(words) == harmful


def image(**fields: Any) -> CourseImage:
    return CourseImage(
        file=get_test_image_file(),
        width=640,
        height=480,
        collection=Collection.objects.first(),
        **fields,
    )


def test_t21_the_statement_and_the_words_must_agree(db: None) -> None:
    image(title="Hands in handcuffs").full_clean()  # without the statement it is used nowhere
    with pytest.raises(ValidationError) as caught:
        image(title="Hands in handcuffs", image_statement=True).full_clean()
    assert "handcuffs" in str(caught.value)
    image(title="Hands on a desk", image_statement=True).full_clean()


def test_a_file_that_is_too_large(db: None) -> None:
    document = CourseDocument(file=SimpleUploadedFile("x.pdf", b"x"))
    document.file.file.size = DOCUMENT_BYTES + 1
    with pytest.raises(ValidationError, match="can be uploaded"):
        within(document.file, DOCUMENT_BYTES)
    document.file.file.size = DOCUMENT_BYTES
    within(document.file, DOCUMENT_BYTES)


@pytest.mark.parametrize(
    ("name", "let_in"), [("card.pdf", True), ("page.html", False), ("x.svg", False)]
)
def test_documents_that_could_run_script_stay_out(db: None, name: str, let_in: bool) -> None:
    document = CourseDocument(
        title="A card",
        file=SimpleUploadedFile(name, b"x"),
        collection=Collection.objects.first(),
    )
    if let_in:
        document.full_clean()
    else:
        with pytest.raises(ValidationError):
            document.full_clean()


def test_a_published_file_is_not_replaced(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[int] = []
    monkeypatch.setattr(published, "_askers", [lambda item: item.pk in shown])
    document = CourseDocument.objects.create(
        title="A card", file=SimpleUploadedFile("card.pdf", b"one")
    )
    document.file = SimpleUploadedFile("card.pdf", b"two")
    document.full_clean()
    shown.append(document.pk)
    with pytest.raises(ValidationError) as caught:
        document.full_clean()
    assert "Upload the new file beside it" in str(caught.value)
    document.refresh_from_db()
    document.title = "A card, renamed"
    document.full_clean()


def test_captions_are_checked_in_the_form(trainer: Client) -> None:
    url = reverse("wagtailmedia:add", args=["video"])

    def send(captions: bytes) -> Any:
        return trainer.post(
            url,
            {
                "media-title": "A talk",
                "title": "A talk",
                "file": SimpleUploadedFile("talk.mp4", b"x"),
                "captions": vtt(captions),
                "has_speech": "on",
                "transcript": "Good morning.",
                "collection": Collection.objects.first().pk,
                "duration": "3",
            },
        )

    response = send(b"not captions")
    assert response.status_code == 200
    assert "This is no WebVTT file" in response.content.decode()
    assert "Good morning." in response.content.decode()
    assert not Recording.objects.exists()
    assert send(CAPTIONS).status_code == 302
    assert Recording.objects.get().transcript == "Good morning."


def test_a_document_is_asked_for_at_its_own_address_alone(db: None, client: Client) -> None:
    closed = Collection.get_first_root_node().add_child(name="For trainers")
    CollectionViewRestriction.objects.create(
        collection=closed, restriction_type=CollectionViewRestriction.LOGIN
    )
    card, notes = (
        CourseDocument.objects.create(
            title=name, file=SimpleUploadedFile(f"{name}.txt", b"For you"), collection=collection
        )
        for name, collection in (("card", Collection.get_first_root_node()), ("notes", closed))
    )
    assert b"".join(client.get(card.url).streaming_content) == b"For you"
    assert client.get(notes.url)["Location"].startswith("/accounts/login/")
    for document in (card, notes):
        for way in ("", "./", "x/../", "/"):
            assert client.get(f"/uploads/{way}{document.file.name}").status_code == 404
