"""Names in every script, long names, the paper as readers and screen readers get it."""

from __future__ import annotations

import importlib.util
import io
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from bidi import get_display
from hypothesis import given
from hypothesis import strategies as st

from certification.facts import CreditLine, Facts
from certification.names import clean_name, comparable
from certification.pdf.drawing import draw
from certification.pdf.fitting import Fitter
from certification.pdf.fonts import Fonts, FontsMissing, MissingGlyph
from certification.pdf.shaping import _levels, _seen_order, reads_right_to_left, shape
from certification.press import fonts
from certification.wording import credit_words, paper, rows

NAMES = {
    "latin": "Ágnes Őrsi-Łukaszewicz Nguyễn Thị Ánh Ħal Ġużè İpek Žižek Ðorđe Søren",
    "cyrillic": "Екатерина Їжакевич Ђорђевић Қасым",
    "greek": "Αλέξανδρος Παπαδόπουλος",
    "arabic": "فاطمة الزهراء بنت محمد",
    "hebrew": "דָּוִד בן־גוריון",
    "devanagari": "श्रीमती लक्ष्मी विश्वनाथन",
    "bengali": "রবীন্দ্রনাথ ঠাকুর",
    "thai": "สมชาย ใจดี",
    "chinese": "欧阳娜娜",
    "japanese": "さくら 渡辺",
    "korean": "김민준",
    "mixed": "Maria محمد 王小明",
}
LEFT_TO_RIGHT = [name for name in NAMES if name not in {"arabic", "hebrew", "mixed"}]


def _script() -> Any:
    place = Path(__file__).resolve().parents[2] / "docs" / "verify_certificate.py"
    spec = importlib.util.spec_from_file_location("verify_certificate_here", place)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def tool(name: str) -> str:
    """Tools of others read our PDFs, whatever made them; make test installs them where it can."""
    found = shutil.which(name)
    assert found, f"{name} is missing: install poppler-utils and zbar-tools"
    return found


def text_of(pdf: bytes, tmp_path: Path) -> str:
    path = tmp_path / "certificate.pdf"
    path.write_bytes(pdf)
    return subprocess.run(
        [tool("pdftotext"), "-raw", str(path), "-"], capture_output=True, text=True, check=True
    ).stdout


@pytest.mark.parametrize("script", LEFT_TO_RIGHT)
def test_a_name_is_drawn_and_read_back(
    named: Callable[[str], Any], script: str, tmp_path: Path
) -> None:
    text = text_of(named(NAMES[script]).pdf, tmp_path)
    assert clean_name(NAMES[script]) in " ".join(text.split())


@pytest.mark.parametrize("script", ["arabic", "hebrew", "mixed"])
def test_a_name_from_right_to_left_is_kept_in_its_own_order(
    named: Callable[[str], Any], script: str
) -> None:
    """Poppler turns such a text around when it extracts it; what is tagged is in order."""
    pdf = pikepdf.open(io.BytesIO(named(NAMES[script]).pdf))
    content = pdf.pages[0].Contents.read_bytes()
    assert clean_name(NAMES[script]).encode("utf-16-be").hex().upper().encode() in content


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("דוד Smith-Levi (Jr.)", "Smith-Levi (Jr.) דוד"),
        ("דוד Smith (Jr.) לוי", "יול Smith (Jr.) דוד"),
        ("דוד לוי (Dave)", "(Dave) יול דוד"),
        ("Smith (דוד)", "Smith (דוד)"),
    ],
)
def test_brackets_belong_to_what_is_in_them(name: str, seen: str) -> None:
    """The Latin end of a Hebrew name was drawn as "(.Smith-Levi (Jr"."""
    drawn = "".join(str(run.glyphs) for run in shape(name, fonts(), "display", 30).runs)
    assert drawn == seen


@given(st.text("abאבم ()[]「」12.,-", min_size=1, max_size=16))
def test_the_order_is_that_of_another_program(text: str) -> None:
    """python-bidi's other half is written in Rust, by others; it tells no levels."""
    from_the_right = reads_right_to_left(text, False)
    levelled = [(each, level, "") for each, level in _levels(text, from_the_right)]
    seen = "".join(piece for piece, _level, _font in _seen_order(levelled))
    assert seen == get_display(text, base_dir="R" if from_the_right else "L")


@pytest.mark.parametrize("script", NAMES)
def test_a_shaped_name_has_no_empty_box(script: str) -> None:
    for use in ("text", "label", "display"):
        line = shape(NAMES[script], fonts(), use, 30)
        assert line.width > 30
        assert not any("\0" in run.glyphs for run in line.runs)


def test_arabic_is_joined_and_turned() -> None:
    (joined,) = shape("محمد", fonts(), "text", 30).runs
    apart = "".join(shape(letter, fonts(), "text", 30).runs[0].glyphs for letter in "دمحم")
    assert len(joined.glyphs) == 4
    assert str(joined.glyphs) != apart
    both = shape("A محمد", fonts(), "text", 30)
    assert [run.font for run in both.runs] == ["NotoSans", "NotoSansArabic"]
    turned = shape("محمد A", fonts(), "text", 30)
    assert [run.font for run in turned.runs][-1] == "NotoSansArabic"


@pytest.mark.parametrize("name", ["גוריון", "וויליאם", "יוסף", "חיים"])
def test_hebrew_letters_keep_their_places(name: str) -> None:
    """The font has ligatures of yod and vav, of which one draws them the other way round."""
    (run,) = shape(name, fonts(), "display", 30).runs
    assert str(run.glyphs) == name[::-1]


@pytest.mark.parametrize("character", ["𓀀", "🙂", "\ue000"])
def test_a_missing_glyph_is_named(character: str) -> None:
    with pytest.raises(MissingGlyph) as caught:
        shape(f"Ana {character}", fonts(), "text", 12)
    assert caught.value.code_point == f"U+{ord(character):04X}"


@pytest.mark.parametrize(
    "name",
    [
        "Maria del Carmen Fernández de Córdoba y Álvarez de Toledo Ruiz de la Prada "
        "y Sánchez-Montenegro de los Reyes Católicos y mas",
        "W" * 120,
        "欧" * 120,
        "م" * 120,
        "विश्वनाथन " * 12,
    ],
)
def test_a_name_of_120_characters_is_whole(
    named: Callable[[str], Any], name: str, tmp_path: Path
) -> None:
    issued = named(name[:150])
    assert issued.credential.is_issued
    assert len(pikepdf.open(io.BytesIO(issued.pdf)).pages) == 1


@given(st.text(alphabet="abc é欧 م", min_size=1, max_size=150))
def test_lines_lose_nothing_and_fit(text: str) -> None:
    cleaned = clean_name(text)
    if not cleaned:
        return
    lines = Fitter(fonts(), False).fitted(cleaned, "display", (30, 20, 14), 500, 2)
    assert "".join("".join(line.text for line in lines).split()) == "".join(cleaned.split())
    assert all(line.width <= 500.01 for line in lines)


def test_the_page_is_tagged_in_reading_order(issued: Any) -> None:
    pdf = pikepdf.open(io.BytesIO(issued.pdf))
    root: Any = pdf.Root
    assert root.MarkInfo.Marked
    assert str(root.Lang) == "en"
    document = root.StructTreeRoot.K[0]
    tags = [str(child.S) for child in document.K]
    assert tags[0] == "/P"
    assert "/H1" in tags
    assert tags[-1] == "/Figure"
    assert str(document.K[-1].Alt).startswith("QR code")
    numbers = [int(number) for child in document.K for number in child.K]
    assert sorted(numbers) == list(range(len(numbers)))


def test_every_typeface_is_in_the_file(issued: Any) -> None:
    """A reader without them would take others, and archives refuse such a file."""
    with pikepdf.open(io.BytesIO(issued.pdf)) as pdf:
        fonts_named = pdf.pages[0].Resources.Font
        assert len(fonts_named) >= 3
        for each in fonts_named.values():
            assert "/FontFile2" in each.FontDescriptor, each.BaseFont


def test_every_fact_is_on_the_paper(issued: Any, tmp_path: Path) -> None:
    text = " ".join(text_of(issued.pdf, tmp_path).split())
    facts = issued.credential.facts()
    for label, value in rows(facts):
        assert label in text
        assert value in text, value
    assert issued.credential.shown_code in text
    assert "http://testserver/verify/" in text


def test_many_credit_lines_fit(issued: Any) -> None:
    line = CreditLine("CNE", "2.0", "contact hours", "Board of Nursing", "CEP-12345", "health")
    facts: Facts = replace(
        issued.credential.facts(), credit_lines=(line,) * 8, course_title="A title " * 20
    )
    assert draw(paper(facts), fonts()).pdf.startswith(b"%PDF")


def test_the_credit_line_says_everything() -> None:
    line = CreditLine("CNE", "2.0", "contact hours", "Board", "7", "health")
    assert credit_words(line) == "2.0 contact hours, CNE, Health, Board, approval number 7"


def test_direction_comes_from_the_first_letter() -> None:
    assert reads_right_to_left("12 محمد", False)
    assert not reads_right_to_left("12 Ana", True)
    assert reads_right_to_left("12 34", True)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Amal Haddad", "haddad AMAL"),
        ("José Ñandú", "Jose Nandu"),
        ("O'Brien-Smith Ana", "ana o brien smith"),
        ("Ana\u00a0 Maria", "Maria Ana"),
        ("Łukasz Strauß", "lukasz STRAUSS"),
        ("Søren Ægir Þór Đorđević", "soren aegir thor dordevic"),
        ("Işıl İnan", "ISIL INAN"),
        ("Мар\u02bcяна Їжакевич", "мар'яна їжакевич"),
        ("Αλέξανδρος Παπάς", "ΑΛΕΞΑΝΔΡΟΣ ΠΑΠΑΣ"),
        ("فاطمة على", "فاطمه علي"),
        ("محـــمد کریم", "محمد كريم"),
        ("דָּוִד", "דוד"),
        ("ＫＩＭ 민수", "kim 민수"),
    ],
)
def test_names_are_compared_tolerantly(one: str, two: str) -> None:
    assert comparable(one) == comparable(two)
    # The script for those who check without us compares alike.
    script = _script()
    assert script.comparable(one) == script.comparable(two) == comparable(one)


def test_other_names_differ() -> None:
    assert comparable("Amal Haddad") != comparable("Amal Hadad")
    assert comparable("Łukasz Nowak") != comparable("Lukas Nowak")
    assert comparable("王小明") != comparable("王小民")


def test_the_printed_code_leads_to_the_check(issued: Any, tmp_path: Path) -> None:
    path = tmp_path / "certificate.pdf"
    path.write_bytes(issued.pdf)
    subprocess.run(
        [tool("pdftoppm"), "-r", "150", "-png", str(path), str(tmp_path / "page")], check=True
    )
    read = subprocess.run(
        [tool("zbarimg"), "--raw", "-q", str(tmp_path / "page-1.png")],
        capture_output=True,
        text=True,
        check=True,
    )
    address, _, _signed = read.stdout.strip().partition("#")
    assert address == f"http://testserver/verify/{issued.credential.code}/"


def test_fonts_are_gathered_with_their_licences(tmp_path: Path) -> None:
    fonts().gather(tmp_path / "fonts")
    assert Fonts([tmp_path / "fonts"]).missing() == []
    assert (tmp_path / "fonts" / "NotoSans_400Regular-OFL.txt").is_file()
    with pytest.raises(FontsMissing):
        Fonts([tmp_path / "nothing"]).gather(tmp_path / "more")
