"""SugarCube's markup cut into pieces, each with the place where it begins.

Every character is looked at a bounded number of times, whatever the text is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from courses.scenarios.twee.story import StoryError

BEGIN = re.compile(r"<<|\[\[|\[img\[|/\*|/%|<!--|\{\{\{|\"\"\"|<(?=/?[A-Za-z])", re.I)
MACRO = re.compile(
    r"<<(/?(?:[A-Za-z][\w-]*+|[=-]))"
    r"((?:[^>\"'`]|\"(?:[^\"\\]|\\.)*+\"|'(?:[^'\\]|\\.)*+'|`(?:[^`\\]|\\.)*+`|>(?!>))*+)>>",
    re.S,
)
SIMPLE_MACRO = re.compile(r"<<(/?(?:[A-Za-z][\w-]{0,60}|[=-]))((?:(?!>>|<<).){0,500})>>", re.S)
TAG = re.compile(r"<(/?)([A-Za-z][\w-]{0,60})([^<>]{0,2000})>")
MOST_PIECES = 20_000
LONGEST_LINK = 2_000
MOST_FAILURES = 20
COMMENTS = {"/*": "*/", "/%": "%/", "<!--": "-->"}
VERBATIM = {"{{{": "}}}", '"""': '"""'}
# What stands in these is a program, a style or another page, never words.
ACTIVE = frozenset(
    {
        "script",
        "style",
        "iframe",
        "object",
        "embed",
        "applet",
        "template",
        "svg",
        "math",
        "title",
        "xmp",
        "plaintext",
    }
)
EMPTY = frozenset({"embed"})


@dataclass(frozen=True)
class Piece:
    """`kind`: text, verbatim, macro, link, image, comment, tag, active, unclosed.

    `name` is that of a macro or tag (with `/` where it closes), `inside` what stands in it,
    `source` how it is written.
    """

    kind: str
    line: int
    source: str
    name: str = ""
    inside: str = ""


class _Cutter:
    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = [match.end() for match in re.finditer("\n", text)]
        self.gone: set[str] = set()
        self.failures = 0

    def line(self, place: int) -> int:
        return bisect_right(self.lines, place) + 1

    def find(self, words: str, place: int, end: int | None = None) -> int:
        """As `str.find`; what is nowhere behind is not looked for again."""
        if words in self.gone:
            return -1
        found = self.text.find(words, place, end)
        if found < 0 and end is None:
            self.gone.add(words)
        return found

    def closing(self, name: str, place: int) -> int:
        """Where the element closes, however it is spelled; the end of the text if nowhere."""
        found = None
        if f"</{name}" not in self.gone:
            found = re.compile(f"</{name}", re.I).search(self.text, place)
        if found is None:
            self.gone.add(f"</{name}")
            return len(self.text)
        return found.start()

    def pieces(self) -> Iterator[Piece]:
        place = start = 0
        while (begin := BEGIN.search(self.text, place)) is not None:
            found = self.piece(begin[0].lower(), begin.start())
            if found is None:
                place = begin.end()
                continue
            piece, end = found
            if begin.start() > start:
                yield self.plain(start, begin.start())
            yield piece
            place = start = end
        if start < len(self.text):
            yield self.plain(start, len(self.text))

    def plain(self, start: int, end: int) -> Piece:
        words = self.text[start:end]
        return Piece("text", self.line(start), words, inside=words)

    def make(self, kind: str, start: int, end: int, name: str, inside: str) -> tuple[Piece, int]:
        return Piece(kind, self.line(start), self.text[start:end], name, inside), end

    def piece(self, mark: str, start: int) -> tuple[Piece, int] | None:
        """The piece that begins with `mark` at `start`, and its end; None where it is text."""
        if mark == "<<":
            return self.macro(start)
        if mark in {"[[", "[img["}:
            return self.link(mark, start)
        if mark in COMMENTS or mark in VERBATIM:
            close = {**COMMENTS, **VERBATIM}[mark]
            end = self.find(close, start + len(mark))
            if end < 0:
                if mark != "<!--":
                    return None
                # A browser would hide all that follows, too.
                return self.make("comment", start, len(self.text), "", self.text[start + 4 :])
            inside = self.text[start + len(mark) : end]
            kind = "comment" if mark in COMMENTS else "verbatim"
            return self.make(kind, start, end + len(close), "", inside)
        return self.tag(start)

    def macro(self, start: int) -> tuple[Piece, int] | None:
        match = MACRO.match(self.text, start) if self.failures < MOST_FAILURES else None
        if match is None:
            self.failures += 1
            match = SIMPLE_MACRO.match(self.text, start)
        if match is None:
            return self.make("unclosed", start, start + 2, "<<", "<<")
        name, inside, end = match[1], match[2].strip(), match.end()
        if name == "script":
            close = self.find("<</script>>", end)
            stop = len(self.text) if close < 0 else close + len("<</script>>")
            return self.make("active", start, stop, "<<script>>", "")
        return self.make("macro", start, end, name, inside)

    def link(self, mark: str, start: int) -> tuple[Piece, int] | None:
        first = start + len(mark)
        end = self.find("]]", first, first + LONGEST_LINK)
        if end < 0:
            return self.make("unclosed", start, first, mark, mark)
        inside = self.text[first:end]
        kind = "link" if mark == "[[" else "image"
        return self.make(kind, start, end + 2, "", inside)

    def tag(self, start: int) -> tuple[Piece, int] | None:
        match = TAG.match(self.text, start)
        if match is None:
            # Half a tag: browsers and others disagree about it, so it does not stay half a tag.
            return None
        close, name, inside = match[1], match[2].lower(), match[3]
        if name == "nowiki" and not close:
            end = self.find("</nowiki>", match.end())
            if end >= 0:
                words = self.text[match.end() : end]
                return self.make("verbatim", start, end + len("</nowiki>"), "", words)
        if name in ACTIVE and not close and name not in EMPTY and not inside.endswith("/"):
            end = self.closing(name, match.end())
            stop = self.text.find(">", end)
            stop = len(self.text) if stop < 0 else stop + 1
            return self.make("active", start, stop, name, "")
        if name in ACTIVE:
            return self.make("active", start, match.end(), name, "")
        return self.make("tag", start, match.end(), close + name, inside)


def cut(text: str) -> list[Piece]:
    """The pieces of a passage's text, in order; together they are the whole text.

    Raises StoryError where they are more than any passage has.
    """
    found = list(islice(_Cutter(text).pieces(), MOST_PIECES + 1))
    if len(found) > MOST_PIECES:
        raise StoryError("tangled", most=MOST_PIECES)
    return found
