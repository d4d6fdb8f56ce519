"""The paper with signatories, notes and boards: one page, tagged, in reading order."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pikepdf
import pytest
from PIL import Image

from certification.achievements.pictures import LARGEST, PictureRefused, printable
from certification.facts import CreditLine, Facts, Signatory, Wording
from certification.pdf.drawing import Drawn, draw
from certification.pdf.page import HEIGHT, WIDTH
from certification.pdf.tagging import tag
from certification.press import fonts
from certification.wording import paper

TITLE = (
    "Recognising and responding to people who have been trafficked for labour, for domestic "
    "servitude and for sexual exploitation: first contact in emergency departments and clinics"
)


def picture(size: tuple[int, int] = (600, 200)) -> bytes:
    output = io.BytesIO()
    Image.new("RGBA", size, (0, 0, 90, 120)).save(output, "PNG")
    return output.getvalue()


PICTURES = {"p": printable(picture())}
TWO = (Signatory("Dr. Miriam Okafor", "Director of training", "p"), Signatory("Jan de Vries"))


@pytest.fixture
def facts(issued: Any) -> Facts:
    said: Facts = issued.credential.facts()
    return said


def drawn(facts: Facts, **more: Any) -> tuple[Drawn, pikepdf.Pdf]:
    texts = paper(facts, "", pictures=PICTURES, **more)
    made = draw(texts, fonts())
    tagged = tag(made, texts, facts.code, b"{}", facts.issued_at)
    return made, pikepdf.open(io.BytesIO(tagged))


def elements(pdf: pikepdf.Pdf) -> list[tuple[str, str]]:
    root: Any = pdf.Root
    return [
        (str(child.S), str(child.Alt) if "/Alt" in child else "")
        for child in root.StructTreeRoot.K[0].K
    ]


def spoken(pdf: pikepdf.Pdf) -> list[str]:
    parts = pdf.pages[0].Contents.read_bytes().split(b"/ActualText <FEFF")[1:]
    return [bytes.fromhex(each[: each.index(b">")].decode()).decode("utf-16-be") for each in parts]


def test_signatories_are_read_picture_name_role_before_the_check(facts: Facts) -> None:
    made, pdf = drawn(replace(facts, signatories=TWO))
    with pdf:
        figures = [alternative for name, alternative in elements(pdf) if name == "/Figure"]
        assert figures[0] == "Signature of Dr. Miriam Okafor"
        assert figures[1].startswith("QR code")
        assert len(figures) == 2
        said = spoken(pdf)
    order = ["Dr. Miriam Okafor", "Director of training", "Jan de Vries", "Check this certificate"]
    places = [said.index(text) for text in order]
    assert places == sorted(places)
    assert made.fits


def test_own_words_stand_in_place_of_ours(facts: Facts) -> None:
    wording = Wording("Diploma", "We confirm that", "took part in", "By agreement.")
    said = " ".join(spoken(drawn(replace(facts, wording=wording))[1]))
    for text in ("Diploma", "We confirm that", "took part in", "By agreement."):
        assert text in said
    for text in ("Certificate of", "This certifies that", "has completed the course"):
        assert text not in said


def test_the_plain_paper_has_no_filled_band(facts: Facts) -> None:
    way, plain = drawn(facts)[1], drawn(replace(facts, layout="plain"))[1]
    band = b"0 0 104 "
    assert band in way.pages[0].Contents.read_bytes()
    assert band not in plain.pages[0].Contents.read_bytes()
    # The columns are others, the words are the same.
    assert sorted(" ".join(spoken(way)).split()) == sorted(" ".join(spoken(plain)).split())


def test_a_sample_says_so_to_the_eye_and_is_no_text(facts: Facts) -> None:
    texts = paper(facts, sample=True)
    assert texts.sample == "Sample"
    made = draw(texts, fonts())
    assert len(made.pdf) > len(draw(replace(texts, sample=""), fonts()).pdf)
    assert [each.tag for each in made.structure] == [
        each.tag for each in draw(paper(facts), fonts()).structure
    ]


LINE = CreditLine("CNE", "1.5", "contact hours", "Board of Registered Nursing", "CEP 1", "health")
NURSES = {
    "board": "ca-brn",
    "board_fields": (
        ("provider_address", "1000 Long Street Name Boulevard, Suite 4000, Sacramento, CA 95814"),
        ("provider_name", "Waymark Training for Nurses, Midwives and Public Health Workers"),
        ("provider_number", "CEP 12345"),
    ),
}
LONG: dict[str, dict[str, Any]] = {
    "everything": {
        "course_title": TITLE,
        "signatories": TWO * 2,
        "credit_lines": (LINE,) * 6,
        "wording": Wording("Diploma " * 15, "We confirm " * 18, "took part " * 20, "Note. " * 50),
        **NURSES,
    },
    "right to left": {
        "language": "ar",
        "course_title": "اللقاء الأول مع الأشخاص الذين تعرضوا للاتجار " * 4,
        "holder_name": "فاطمة الزهراء بنت محمد " * 6,
        "signatories": (Signatory("د. مريم عبد الله " * 6, "مديرة التدريب " * 11, "p"),) * 4,
    },
    "one long word": {"course_title": "W" * 250, "holder_name": "M" * 150, **NURSES},
    "Chinese": {"course_title": "初" * 250, "holder_name": "欧" * 150, "signatories": TWO},
    "plain": {"layout": "plain", "course_title": TITLE, "credit_lines": (LINE,) * 8, **NURSES},
    "Thai": {"course_title": "การพบกันครั้งแรก" * 15, "holder_name": "สมชายใจดี" * 16},
}


@pytest.mark.parametrize("case", LONG)
def test_the_longest_texts_stay_on_one_page_and_apart(facts: Facts, case: str) -> None:
    made, pdf = drawn(replace(facts, **LONG[case]))
    assert made.fits
    with pdf:
        assert len(pdf.pages) == 1
        box = [float(each) for each in pdf.pages[0].mediabox]
        assert box == pytest.approx([0, 0, WIDTH, HEIGHT])


def test_what_cannot_fit_is_said(facts: Facts) -> None:
    made, _pdf = drawn(replace(facts, credit_lines=(LINE,) * 120))
    assert not made.fits


def test_a_picture_is_flattened_and_made_small() -> None:
    with Image.open(io.BytesIO(printable(picture((4000, 900))))) as made:
        assert made.format == "JPEG"
        assert made.mode == "RGB"
        assert made.width <= LARGEST[0]
        assert made.height <= LARGEST[1]
        assert not made.getexif()


@pytest.mark.parametrize("data", [b"", b"not a picture", b"\x89PNG\r\n\x1a\nbroken"])
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(PictureRefused):
        printable(data)
