"""A passage's words with SugarCube's light markup → the few HTML elements that Waymark uses.

The reader of passages writes marks of its own among the words, as characters for private use,
which no story can hold (see `reading.FORBIDDEN`).
"""

from __future__ import annotations

import re
from html import escape

LINK, LINK_END = "\ue000", "\ue001"
TAG, TAG_END = "\ue002", "\ue003"
HOLD = "\ue004"
BREAK = f"{TAG}br{TAG_END}"
MARKS = re.compile("[\ue000-\ue00f]")
HELD = re.compile(r"(['/_=^~@!*#>$\\-])")
BOLD = re.compile(r"''(.+?)''")
ITALIC = re.compile(r"(?<!:)//(.+?)(?<!:)//")
OTHER = {
    "underline": re.compile(r"__(.+?)__"),
    "strike": re.compile(r"==(.+?)=="),
    "superscript": re.compile(r"\^\^(.+?)\^\^"),
    "subscript": re.compile(r"~~(.+?)~~"),
    "style": re.compile(r"@@(?:(?:[.#][\w.#-]++|[\w-]++\s*+:[^\n;@]*+);)*+(.*?)@@"),
}
WIDE_STYLE = re.compile(r"^@@(?:[.#][^\n@]*+|[\w-]++\s*+:[^\n@]*+)?$")
RULE = re.compile(r"^-{4,}\s*$")
HEADING = re.compile(r"^(!{1,6})(?=[^!])\s*(.*)$")
ITEM = re.compile(r"^([*#]+)\s*(.*)$")
QUOTE = re.compile(r"^>+\s*(.*)$")
VALUE = re.compile(r"\$[A-Za-z_]\w*")
HARLOWE = re.compile(
    r"\((?:set|put|if|else-if|else|elseif|unless|link|link-goto|link-reveal|goto|go-to|print|"
    r"display|either|random|live|event|click|replace|append|text-style|css|a|dm|history)\s*:",
    re.I,
)
LINK_SPAN = re.compile(f"{LINK}([^{LINK_END}]*){LINK_END}")
TAG_SPAN = re.compile(f"{TAG}([^{TAG_END}]*){TAG_END}")
# What may stand beside links on a line that is nothing but links.
BESIDE_LINKS = re.compile(r"^[\s*#>|•·,.;:/–—-]*+(?:or|and)?+[\s*#>|•·,.;:/–—-]*+$", re.I)
INLINE = frozenset({"b", "i", "a"})


def held(words: str) -> str:
    """Words whose signs are no markup."""
    return HELD.sub(rf"{HOLD}\1", words)


def plain_words(text: str) -> str:
    """`text` without marks, as one line."""
    return " ".join(MARKS.sub("", TAG_SPAN.sub("", text)).split())


def label(text: str) -> str:
    """The words of a link, which have no markup."""
    text = re.sub(r"</?[A-Za-z][^<>]{0,200}>", "", text)
    return plain_words(ITALIC.sub(r"\1", BOLD.sub(r"\1", text)))


def says_something(text: str) -> bool:
    """Whether there is more than links and what divides them."""
    words = TAG_SPAN.sub("", LINK_SPAN.sub("", text))
    return bool(re.search(r"\w", words.replace(HOLD, "")))


def to_html(text: str) -> tuple[str, list[tuple[str, int]]]:
    """HTML, and what of the formatting has no place in Waymark: pairs of name and line offset."""
    dropped: list[tuple[str, int]] = []
    blocks = _Blocks()
    text = re.sub(r"\\\n|\n\\", "", text)
    for number, line in enumerate(text.split("\n")):
        if WIDE_STYLE.match(line):
            dropped.append(("style", number))
            continue
        found, others = _line(line)
        dropped.extend((name, number) for name in others)
        if found is None:
            continue
        line = found
        if RULE.match(line):
            dropped.append(("rule", number))
            blocks.end()
            continue
        blocks.add(line)
    return blocks.finished(), dropped


def _line(line: str) -> tuple[str | None, list[str]]:
    """The line with its inline markup as marks; None where it was only links."""
    if LINK in line:
        if BESIDE_LINKS.match(TAG_SPAN.sub("", LINK_SPAN.sub("", line))):
            return None, []
        line = LINK_SPAN.sub(r"\1", line)
    line = BOLD.sub(rf"{TAG}b{TAG_END}\1{TAG}/b{TAG_END}", line)
    line = ITALIC.sub(rf"{TAG}i{TAG_END}\1{TAG}/i{TAG_END}", line)
    others = []
    for name, pattern in OTHER.items():
        line, times = pattern.subn(r"\1", line)
        others += [name] * bool(times)
    return line, others


class _Blocks:
    def __init__(self) -> None:
        self.html: list[str] = []
        self.lines: list[str] = []
        self.list: str = ""

    def add(self, line: str) -> None:
        if not plain_words(line):
            self.end()
            return
        for pattern, kind in ((HEADING, "h"), (ITEM, "li"), (QUOTE, "blockquote")):
            match = pattern.match(line)
            if match and (kind != "li" or len(match[1]) <= 6):
                self.block(kind, match)
                return
        self.close_list()
        self.lines.append(line.strip())

    def block(self, kind: str, match: re.Match[str]) -> None:
        if kind == "li":
            wanted = "ul" if match[1][-1] == "*" else "ol"
            self.close_lines()
            if self.list != wanted:
                self.close_list()
                self.html.append(f"<{wanted}>")
                self.list = wanted
            self.html.append(f"<li>{_inline(match[2])}</li>")
            return
        self.end()
        if kind == "h":
            level = min(len(match[1]) + 1, 3)
            self.html.append(f"<h{level}>{_inline(match[2])}</h{level}>")
        else:
            self.html.append(f"<blockquote>{_inline(match[1])}</blockquote>")

    def close_lines(self) -> None:
        if self.lines:
            self.html.append(f"<p>{_inline(BREAK.join(self.lines))}</p>")
            self.lines = []

    def close_list(self) -> None:
        if self.list:
            self.html.append(f"</{self.list}>")
            self.list = ""

    def end(self) -> None:
        self.close_lines()
        self.close_list()

    def finished(self) -> str:
        self.end()
        return "".join(self.html)


def _inline(line: str) -> str:
    """Escaped, with inline elements opened and closed in order."""
    out: list[str] = []
    stack: list[str] = []
    for number, part in enumerate(TAG_SPAN.split(line)):
        if number % 2 == 0:
            words = re.sub(r"\s+", " ", MARKS.sub("", part))
            out.append(escape(words, quote=False))
        elif part == "br":
            out.append("<br/>")
        elif part.startswith("/"):
            name = part[1:]
            while name in stack:
                closed = stack.pop()
                out.append(f"</{closed}>")
                if closed == name:
                    break
        else:
            name, _space, href = part.partition(" ")
            if name in INLINE and name not in stack:
                stack.append(name)
                out.append(f'<a href="{escape(href)}">' if name == "a" else f"<{name}>")
    out.extend(f"</{name}>" for name in reversed(stack))
    return "".join(out).strip()
