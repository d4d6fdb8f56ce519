"""Han characters in a Japanese name are drawn as they are written in Japan."""

from __future__ import annotations

import pytest

from certification.pdf.fitting import Fitter
from certification.press import fonts


def faces(text: str, language: str, width: float = 500) -> set[str]:
    lines = Fitter(fonts(), False, language).lines(text, "display", 30, width)
    return {run.font for line in lines for run in line.runs}


def test_kana_in_a_name_tell() -> None:
    assert faces("さくら 渡辺", "en") == {"NotoSansJP"}


def test_kana_on_another_line_of_the_name_tell_too() -> None:
    assert faces("さくら 直角海", "en", width=60) == {"NotoSansJP"}


@pytest.mark.parametrize("language", ["ja", "ja-JP"])
def test_a_japanese_certificate_tells(language: str) -> None:
    assert faces("渡辺直海", language) == {"NotoSansJP"}


@pytest.mark.parametrize("language", ["en", "zh-hans", "ko"])
def test_a_name_without_kana_keeps_the_chinese_forms(language: str) -> None:
    assert faces("欧阳直海", language) == {"NotoSansSC"}


def test_a_character_that_the_japanese_font_lacks_is_drawn_all_the_same() -> None:
    """A simplified form, which Japan does not write."""
    assert faces("さ骆", "en") == {"NotoSansJP", "NotoSansSC"}
