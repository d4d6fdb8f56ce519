"""Names in eleven scripts: drawn whole, and given back by two readers that are not ours."""

from __future__ import annotations

import importlib.util
import io
import shutil
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

ROOT = Path(__file__).parents[2]


def _tool() -> Any:
    spec = importlib.util.spec_from_file_location("draw_names", ROOT / "tools" / "draw_names.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


tool = _tool()
# docs/verifiers/names.md: both readers turn these around once more.
TURNED = {name for name in tool.NAMES if name.startswith(("Arabic", "Hebrew", "Mixed"))}


@pytest.fixture(scope="module")
def sheet() -> bytes:
    drawn: bytes = tool.sheet()
    return drawn


def test_the_picture_shows_every_script() -> None:
    wanted = {
        "Latin", "Arabic", "Hebrew", "Devanagari", "Bengali", "Thai", "Cyrillic", "Greek",
        "Chinese", "Japanese", "Korean",
    }  # fmt: skip
    assert wanted <= {name.split()[0].strip(",") for name in tool.NAMES}
    assert (ROOT / "docs" / "pictures" / "names.png").is_file()
    assert "names.png" in (ROOT / "docs" / "verifiers" / "names.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("script", sorted(set(tool.NAMES) - TURNED))
def test_two_readers_give_the_name_back(script: str, sheet: bytes) -> None:
    assert shutil.which("pdftotext"), "pdftotext is missing: install poppler-utils"
    document = pypdfium2.PdfDocument(sheet)
    pdfium = document[0].get_textpage().get_text_range()
    name = tool.NAMES[script]
    assert name in " ".join(pdfium.split())
    assert name in " ".join(tool.read_by_poppler(sheet).split())


@pytest.mark.parametrize("script", sorted(tool.NAMES))
def test_the_file_says_every_name_in_reading_order(script: str, sheet: bytes) -> None:
    with pikepdf.open(io.BytesIO(sheet)) as pdf:
        content = pdf.pages[0].Contents.read_bytes()
    assert tool.NAMES[script].encode("utf-16-be").hex().upper().encode() in content


@pytest.mark.parametrize("script", sorted(TURNED - {"Mixed"}))
def test_what_is_turned_around_has_lost_no_letter(script: str, sheet: bytes) -> None:
    """The documented exception, held fast: when a reader mends it, the page may say so."""
    document = pypdfium2.PdfDocument(sheet)
    lines = [line.strip() for line in document[0].get_textpage().get_text_range().splitlines()]
    given = lines[lines.index(script) + 1]
    assert given != tool.NAMES[script]
    assert sorted(given) == sorted(tool.NAMES[script])
