"""Draws names in every script that certificates print, as certificates print them.

    .venv/bin/python tools/draw_names.py [docs/pictures/names.png]

Prints beside each name what readers of the PDF give back, for docs/verifiers/names.md.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]

import pypdfium2  # noqa: E402
from reportlab.pdfgen.canvas import Canvas  # noqa: E402

from certification.pdf.fitting import Fitter  # noqa: E402
from certification.pdf.fonts import Fonts  # noqa: E402
from certification.pdf.page import INK, QUIET, Page  # noqa: E402

NAMES = {
    "Latin": "Ágnes Őrsi-Łukaszewicz Nguyễn Thị Ánh",
    "Latin, more": "Ħal Ġużè İpek Žižek Ðorđe Søren Þóra Şirin Œuvrard",
    "Cyrillic": "Екатерина Їжакевич Ђорђевић Қасым",
    "Greek": "Αλέξανδρος Παπαδόπουλος",
    "Arabic": "فاطمة الزهراء بنت محمد",
    "Arabic letters, Persian and Urdu": "پگاه چگینی · ٹیپو سلطان",
    "Hebrew": "דָּוִד בן־גוריון",
    "Devanagari": "श्रीमती लक्ष्मी विश्वनाथन",
    "Bengali": "রবীন্দ্রনাথ ঠাকুর",
    "Thai": "สมชาย ใจดี ศรีสุวรรณ",
    "Chinese": "欧阳娜娜 · 歐陽修",
    "Japanese (with kana: Japanese forms)": "さくら 渡辺 直角 海 骨",
    "The same Han characters in Chinese forms": "渡辺 直角 海 骨",
    "Korean": "김민준 이서연",
    "Mixed": "Maria محمد 王小明 (דנה)",
}
WIDTH, ROW, TOP = 620.0, 46.0, 26.0


def sheet() -> bytes:
    """One page with a row for each script."""
    height = TOP * 2 + ROW * len(NAMES)
    output = io.BytesIO()
    canvas: Any = Canvas(output, pagesize=(WIDTH, height), pageCompression=1)
    fit = Fitter(Fonts([ROOT / "fonts", ROOT / "node_modules" / "@expo-google-fonts"]), False)
    page = Page(canvas, fit, False)
    y = height - TOP - 14
    for script, name in NAMES.items():
        page.lines("P", fit.lines(script, "text", 9, 400), 30, y, 1, QUIET)
        page.lines("P", fit.lines(name, "display", 21, WIDTH - 60), 30, y - 23, 1, INK)
        y -= ROW
    canvas.showPage()
    canvas.save()
    return output.getvalue()


def read_by_poppler(pdf: bytes) -> str:
    tool = shutil.which("pdftotext")
    if tool is None:
        return ""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        command = [tool, "-raw", file.name, "-"]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def main(target: Path) -> None:
    pdf = sheet()
    document = pypdfium2.PdfDocument(pdf)
    document[0].render(scale=2).to_pil().quantize(32).save(target, "PNG", optimize=True)
    pdfium = document[0].get_textpage().get_text_range()
    poppler = read_by_poppler(pdf)
    for script, name in NAMES.items():
        gives = [
            reader
            for reader, text in (("Poppler", poppler), ("PDFium", pdfium))
            if name in " ".join(text.split())
        ]
        print(f"{script}: {name}: {' and '.join(gives) or 'neither'}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures" / "names.png")
