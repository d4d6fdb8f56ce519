"""What a link says, where it leads, and what it changes."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass

EXTERNAL = re.compile(r"^(?:https?://|mailto:|www\.)", re.I)
SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:\S", re.I)
COMPUTED = re.compile(r"^[$_][A-Za-z]|[\"'`(]")
ARGUMENT = re.compile(
    r"""\s*+(?:\[\[(?P<link>.{0,2000}?)\]\]|"(?P<double>(?:[^"\\]|\\.)*+)"|"""
    r"""'(?P<single>(?:[^'\\]|\\.)*+)'|(?P<image>\[img\[.{0,2000}?\]\])|(?P<bare>[^\s"']++))""",
    re.S | re.I,
)


@dataclass(frozen=True)
class Link:
    text: str
    target: str
    setter: str = ""
    # A string between quotes always names a passage; other words may be computed.
    quoted: bool = False

    def kind(self, names: Container[str]) -> str:
        """passage, external, computed or empty."""
        if not self.target:
            return "empty"
        if self.target in names:
            return "passage"
        if EXTERNAL.match(self.target):
            return "external"
        computed = SCHEME.match(self.target) or (not self.quoted and COMPUTED.search(self.target))
        return "computed" if computed else "passage"


def read_link(inside: str) -> Link:
    """What stands between `[[` and `]]`: a, a->b, b<-a, a|b, each with ][setter or without."""
    words, _divider, setter = inside.partition("][")
    places = [(words.find(sign), sign) for sign in ("|", "->", "<-") if sign in words]
    if not places:
        return Link(words.strip(), words.strip(), setter.strip())
    place, sign = min(places)
    before, after = words[:place].strip(), words[place + len(sign) :].strip()
    if sign == "<-":
        before, after = after, before
    return Link(before or after, after, setter.strip())


def read_image(inside: str) -> Link | None:
    """The link of `[img[title|source][target][setter]]`, if it has one."""
    parts = [part.strip() for part in inside.split("][")]
    if len(parts) < 2 or not parts[1]:
        return None
    title = parts[0].split("|")[0] if "|" in parts[0] else ""
    return Link(title or parts[1], parts[1], parts[2] if len(parts) > 2 else "")


def read_arguments(inside: str) -> list[tuple[str, str]]:
    """The arguments of a macro as pairs of kind (link, text, image or bare) and words."""
    found: list[tuple[str, str]] = []
    for match in ARGUMENT.finditer(inside):
        kind = match.lastgroup or "bare"
        words = match[kind]
        if kind in {"double", "single"}:
            kind, words = "text", re.sub(r"\\(.)", r"\1", words)
        found.append((kind, words))
    return found


def macro_link(inside: str) -> Link:
    """The link of `<<link "text" "passage">>` or `<<link [[text|passage]]>>`."""
    arguments = read_arguments(inside)
    if not arguments:
        return Link("", "")
    kind, words = arguments[0]
    if kind == "link":
        return read_link(words)
    if kind == "image":
        return read_image(words[len("[img[") : -2]) or Link("", "")
    if len(arguments) == 1:
        return Link(words.strip(), "")
    kind, target = arguments[1]
    if kind == "link":
        target = read_link(target).target
    return Link(words.strip(), target.strip(), quoted=kind == "text")


def macro_target(inside: str) -> Link:
    """The passage of `<<goto "passage">>`."""
    arguments = read_arguments(inside)
    if not arguments:
        return Link("", "")
    kind, words = arguments[0]
    if kind == "link":
        return read_link(words)
    return Link(words.strip(), words.strip(), quoted=kind == "text")
