"""HTML within a passage: what Waymark uses becomes marks for the prose, the rest is listed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courses.scenarios.twee import prose
from courses.scenarios.twee.frames import Frame
from courses.scenarios.twee.links import EXTERNAL, Link
from courses.scenarios.twee.markup import Piece
from courses.scenarios.twee.read_html import tag_attributes

if TYPE_CHECKING:
    from courses.scenarios.twee.passage import PassageReader

INLINE = {"b": "b", "strong": "b", "i": "i", "em": "i"}
HEADINGS = {"h1": "!", "h2": "!", "h3": "!!", "h4": "!!", "h5": "!!", "h6": "!!"}
DIVIDING = frozenset({"p", "div", "section", "article", "header", "footer", "ul", "ol", "main"})
# What a file only points at: code of the reason why it is not taken over.
POINTED_AT = {
    **dict.fromkeys(("img", "picture", "svg"), "image"),
    **dict.fromkeys(("audio", "video", "source", "track"), "recording"),
}


class Tags:
    def __init__(self, reader: PassageReader) -> None:
        self.reader = reader
        self.lists: list[str] = []

    def tag(self, piece: Piece) -> None:
        closing = piece.name.startswith("/")
        name = piece.name.removeprefix("/")
        attributes, _end = tag_attributes(piece.inside + ">", 0)
        attributes.pop("/", None)
        out = self.reader.out
        if name == "a":
            self.anchor(piece, attributes, closing=closing)
            return
        if name in POINTED_AT:
            if not closing:
                self.reader.listed(POINTED_AT[name], piece.line, piece.source)
            return
        if attributes or not self.known(name):
            self.reader.listed("html", piece.line, piece.source)
        if name in INLINE:
            out.append(f"{prose.TAG}{'/' if closing else ''}{INLINE[name]}{prose.TAG_END}")
        elif name == "br":
            out.append("\n")
        elif name in HEADINGS:
            out.append("\n\n" if closing else f"\n\n{HEADINGS[name]}")
        elif name == "blockquote":
            out.append("\n\n" if closing else "\n\n>")
        elif name == "li":
            out.append("\n" if closing else f"\n{'#' if self.lists[-1:] == ['ol'] else '*'} ")
        elif name in DIVIDING:
            if name in {"ul", "ol"}:
                if not closing:
                    self.lists.append(name)
                elif self.lists:
                    self.lists.pop()
            out.append("\n\n")

    @staticmethod
    def known(name: str) -> bool:
        return (
            name in INLINE
            or name in HEADINGS
            or name in DIVIDING
            or name
            in {
                "br",
                "li",
                "blockquote",
                "span",
            }
        )

    def anchor(self, piece: Piece, attributes: dict[str, str], *, closing: bool) -> None:
        reader = self.reader
        if closing:
            if reader.skipped["a"]:
                reader.skipped["a"] -= 1
            elif reader.up_to("a") is not None:
                reader.close()
            else:
                reader.out.append(f"{prose.TAG}/a{prose.TAG_END}")
            return
        target = attributes.pop("data-passage", "")
        if target:
            frame = Frame("a", piece.line, piece.source, len(reader.out), reader.condition())
            frame.link = Link("", target, quoted=True)
            setter = attributes.pop("data-setter", "")
            frame.assigns = reader.assignments(setter, piece.line) if setter else []
            reader.open(frame)
            return
        href = attributes.get("href", "").strip()
        if EXTERNAL.match(href):
            reader.listed("external-link", piece.line, piece.source)
            href = prose.MARKS.sub("", href)
            reader.out.append(f"{prose.TAG}a {href}{prose.TAG_END}")
        else:
            reader.listed("html", piece.line, piece.source)
