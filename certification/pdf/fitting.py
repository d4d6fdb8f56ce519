"""Makes a text of any length fit a box: smaller first, then on more lines. Never cut off."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from certification.pdf.fonts import Fonts, in_japanese
from certification.pdf.shaping import Line, shape


def _clusters(text: str) -> Iterator[str]:
    """Base characters with the marks and joiners that belong to them."""
    cluster = ""
    for character in text:
        joined = unicodedata.category(character)[0] == "M" or character in "\u200c\u200d"
        if cluster and not joined and cluster[-1] != "\u200d":
            yield cluster
            cluster = ""
        cluster += character
    if cluster:
        yield cluster


def _breaks_anywhere(text: str) -> bool:
    """Chinese and Japanese are written without spaces between words."""
    return any(
        "\u3040" <= each <= "\u30ff" or "\u3400" <= each <= "\u9fff" or each >= "\U00020000"
        for each in text
    )


def _has_kana(text: str) -> bool:
    """Only Japanese is written with them: Han characters beside them are Japanese too."""
    return any("\u3041" <= each <= "\u30ff" or "\uff66" <= each <= "\uff9d" for each in text)


def _pieces(text: str) -> list[str]:
    words = text.split(" ")
    result: list[str] = []
    for number, word in enumerate(words):
        lead = " " if number else ""
        if _breaks_anywhere(word):
            clusters = list(_clusters(word))
            result += [lead + clusters[0], *clusters[1:]]
        else:
            result.append(lead + word)
    return result


@lru_cache(maxsize=2000)
def _shaped_before(text: str, fonts: Fonts, use: str, size: float, right_to_left: bool) -> Line:
    """Labels and most values come again on the next certificate; names do not."""
    return shape(text, fonts, use, size, right_to_left)


class Fitter:
    """Breaks and shapes texts with one set of fonts, one language direction."""

    def __init__(self, fonts: Fonts, right_to_left: bool, language: str = "") -> None:
        self._fonts = fonts
        self._right_to_left = right_to_left
        self._japanese = language.partition("-")[0].lower() == "ja"

    def line(self, text: str, use: str, size: float) -> Line:
        if use.startswith("display"):
            return shape(text, self._fonts, use, size, self._right_to_left)
        return _shaped_before(text, self._fonts, use, size, self._right_to_left)

    def lines(self, text: str, use: str, size: float, width: float) -> list[Line]:
        """The text in as many lines of a width as it takes. A long word is broken."""
        if self._japanese or _has_kana(text):
            use = in_japanese(use)
        whole = self.line(text, use, size)
        if whole.width <= width:
            return [whole]
        done: list[Line] = []
        current = ""
        for piece in _pieces(text):
            tried = (current + piece).strip()
            if self.line(tried, use, size).width <= width:
                current = current + piece if current else piece.lstrip()
                continue
            if current:
                done.append(self.line(current.rstrip(), use, size))
            current = piece.lstrip()
            while self.line(current, use, size).width > width:
                part, current = self._broken(current, use, size, width)
                done.append(self.line(part, use, size))
                if not current:
                    break
        if current:
            done.append(self.line(current, use, size))
        return done

    def _broken(self, word: str, use: str, size: float, width: float) -> tuple[str, str]:
        clusters = list(_clusters(word))
        taken = len(clusters)
        while taken > 1 and self.line("".join(clusters[:taken]), use, size).width > width:
            taken = max(1, taken - max(1, taken // 8))
        return "".join(clusters[:taken]), "".join(clusters[taken:])

    def fitted(
        self, text: str, use: str, sizes: tuple[float, ...], width: float, most_lines: int
    ) -> list[Line]:
        """The lines at the greatest of the sizes that needs no more than `most_lines`.

        At the smallest size the text may take more lines than that: nothing is cut off.
        """
        for lines_allowed in range(1, most_lines + 1):
            # One more line only where the text would get less than two thirds of its size.
            smallest = sizes[0] * (0.66 / lines_allowed if lines_allowed < most_lines else 0)
            for size in sizes:
                if size < smallest:
                    break
                lines = self.lines(text, use, size, width)
                if len(lines) <= lines_allowed:
                    return lines
        return lines
