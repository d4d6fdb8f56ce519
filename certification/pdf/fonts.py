"""The typefaces of certificates: which file holds which script, registered once a process.

All are from the Noto family (SIL Open Font License 1.1), TrueType, which reportlab takes. A font
is read only when a text needs it: the Chinese one alone takes most of a second.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

Ranges = tuple[tuple[int, int], ...]


class FontsMissing(Exception):
    """A font file that is needed lies in none of the font folders."""


class MissingGlyph(Exception):
    """No font can draw this character. Issuing stops; an empty box is never printed."""

    def __init__(self, character: str) -> None:
        self.code_point = f"U+{ord(character):04X}"
        super().__init__(f"no font has a glyph for {self.code_point}")


_EVERYTHING: Ranges = ((0, 0x10FFFF),)
_HEBREW: Ranges = ((0x0590, 0x05FF), (0xFB1D, 0xFB4F))
_ARABIC: Ranges = ((0x0600, 0x06FF), (0x0750, 0x077F), (0x0870, 0x08FF), (0xFB50, 0xFDFF),
                   (0xFE70, 0xFEFF))  # fmt: skip
_HAN: Ranges = ((0x2E80, 0x312F), (0x31A0, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF),
                (0xFE30, 0xFE4F), (0xFF00, 0xFFEF), (0x20000, 0x323AF))  # fmt: skip
_HANGUL: Ranges = ((0x1100, 0x11FF), (0x3130, 0x318F), (0xA960, 0xA97F), (0xAC00, 0xD7FF))


@dataclass(frozen=True)
class FontFile:
    """One file, the weight it stands for and the code points that it may be asked for."""

    name: str
    file: str
    ranges: Ranges

    def may_draw(self, point: int) -> bool:
        return any(first <= point <= last for first, last in self.ranges)


def _sans(script: str, ranges: Ranges) -> FontFile:
    return FontFile(f"NotoSans{script}", f"NotoSans{script}_400Regular.ttf", ranges)


SCRIPTS: tuple[FontFile, ...] = (
    _sans("Hebrew", _HEBREW),
    _sans("Arabic", _ARABIC),
    _sans("Devanagari", ((0x0900, 0x097F), (0xA8E0, 0xA8FF), (0x1CD0, 0x1CFF))),
    _sans("Bengali", ((0x0980, 0x09FF),)),
    _sans("Thai", ((0x0E00, 0x0E7F),)),
    _sans("SC", _HAN),
    _sans("KR", _HANGUL),
)
# Han characters have other forms in Japan than in China.
JAPANESE = _sans("JP", _HAN)
_LATIN = {
    "text": FontFile("NotoSans", "NotoSans_400Regular.ttf", _EVERYTHING),
    "label": FontFile("NotoSansSemiBold", "NotoSans_600SemiBold.ttf", _EVERYTHING),
    "display": FontFile("NotoSerif", "NotoSerif_500Medium.ttf", _EVERYTHING),
}
# By use: the first font that has the character draws it.
CHAINS: dict[str, tuple[FontFile, ...]] = {
    **{use: (latin, *SCRIPTS) for use, latin in _LATIN.items()},
    **{f"{use}-ja": (latin, JAPANESE, *SCRIPTS) for use, latin in _LATIN.items()},
}
FILES = sorted({font.file for chain in CHAINS.values() for font in chain})


def in_japanese(use: str) -> str:
    """The same use, with the Japanese forms of Han characters."""
    return use if use.endswith("-ja") else f"{use}-ja"


class Fonts:
    """The fonts found in some folders (searched to any depth)."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)
        self._glyphs: dict[str, frozenset[int]] = {}

    @cached_property
    def _paths(self) -> dict[str, Path]:
        wanted = set(FILES)
        return {
            path.name: path
            for folder in reversed(self._folders)
            for path in sorted(folder.rglob("*.ttf"))
            if path.name in wanted
        }

    def missing(self) -> list[str]:
        """The names of font files that no folder holds."""
        return [file for file in FILES if file not in self._paths]

    def gather(self, target: Path) -> None:
        """Copy the font files, and beside each the licence of its package, into a folder.

        Raises FontsMissing where one is not installed.
        """
        if self.missing():
            raise FontsMissing(f"Fonts are missing: {', '.join(self.missing())}.")
        target.mkdir(parents=True, exist_ok=True)
        for name, path in self._paths.items():
            shutil.copyfile(path, target / name)
            licence = path.parents[1] / "LICENSE_FONT"
            if licence.is_file():
                shutil.copyfile(licence, target / f"{path.stem}-OFL.txt")

    def _load(self, font: FontFile) -> frozenset[int]:
        if font.name not in self._glyphs:
            try:
                path = self._paths[font.file]
            except KeyError:
                raise FontsMissing(f"The font file {font.file} is not installed.") from None
            face = TTFont(font.name, str(path), shapable=True)
            pdfmetrics.registerFont(face)
            self._glyphs[font.name] = frozenset(face.face.charToGlyph)
        return self._glyphs[font.name]

    def covering(self, character: str, use: str, before: str | None = None) -> str:
        """The name of the font that draws a character, `before` where that one can.

        Raises MissingGlyph where none can.
        """
        point = ord(character)
        chain = CHAINS[use]
        if before is not None:
            chain = (*(font for font in chain if font.name == before), *chain)
        for font in chain:
            if font.may_draw(point) and point in self._load(font):
                return font.name
        raise MissingGlyph(character)


if __name__ == "__main__":  # python -m certification.pdf.fonts FROM TO: for images without npm
    Fonts([Path(sys.argv[1])]).gather(Path(sys.argv[2]))
