"""What a scenario says, in SugarCube's markup: words, conditions, changes of values."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html.parser import HTMLParser
from typing import Any

from courses.scenarios.twee.links import EXTERNAL

OPS = {"==": "is", "!=": "isnot", "<": "lt", "<=": "lte", ">": "gt", ">=": "gte"}
SIGNS = re.compile(
    r"<|>>|\[\[|\[img\[|//|/\*|/%|''|__|==|~~|\^\^|@@|\"\"\"|\$(?=[A-Za-z_])|\\|\((?=[\w-]+\s*:)",
    re.I,
)
AT_BEGINNING = re.compile(r"^(::|[!*#>]|-{4})")
UNSAFE_IN_LINK = re.compile(r"[|\[\]<>$\\]|->|''|//|\n")


def condition_text(condition: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """The engine's condition JSON as SugarCube writes it; `names` are id → SugarCube's name."""
    if "not" in condition:
        return f"not ({condition_text(condition['not'], names)})"
    for kind, word in (("all", " and "), ("any", " or ")):
        if kind in condition:
            parts = [condition_text(each, names) for each in condition[kind]]
            single = len(parts) == 1
            return (
                parts[0]
                if single
                else word.join(
                    f"({part})" if " and " in part or " or " in part else part for part in parts
                )
            )
    name = names.get(condition["variable"], condition["variable"])
    return f"${name} {OPS[condition['op']]} {_value(condition['value'])}"


def effects_text(effects: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> str:
    """What stands in a link's setter, or in `set`."""
    return ", ".join(_effect(each, names) for each in effects)


def _effect(effect: Mapping[str, Any], names: Mapping[str, str]) -> str:
    name, value = names.get(effect["variable"], effect["variable"]), effect["value"]
    if effect["op"] == "add":
        return f"${name} {'-=' if value < 0 else '+='} {abs(value)}"
    return f"${name} to {_value(value)}"


def _value(value: int | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def choice_text(choice: Mapping[str, Any], target: str, names: Mapping[str, str]) -> str:
    """A choice as a link, with its condition around it and its effects within."""
    words = " ".join(choice["text"].split()) or "…"
    effects = effects_text(choice["effects"], names)
    if UNSAFE_IN_LINK.search(words):
        quoted = words.replace("\\", "\\\\").replace('"', '\\"')
        inside = f"<<set {effects}>>" if effects else ""
        name = target.replace("\\", "\\\\").replace('"', '\\"')
        link = f'<<link "{quoted}" "{name}">>{inside}<</link>>'
    else:
        link = f"[[{words}|{target}]" + (f"[{effects}]]" if effects else "]")
    if choice["condition"] is None:
        return link
    return f"<<if {condition_text(choice['condition'], names)}>>{link}<</if>>"


def body_text(body: Sequence[Mapping[str, Any]]) -> str:
    """The parts of a scene's body as marked-up paragraphs."""
    return "\n\n".join(filter(None, (_part(part) for part in body)))


def _part(part: Mapping[str, Any]) -> str:
    if part.get("type") == "html":
        writer = _Writer()
        writer.feed(str(part.get("html") or ""))
        writer.close()
        return writer.text()
    if part.get("type") == "quote":
        who = str(part.get("who") or "")
        return _protected(f"“{part.get('text') or ''}”" + (f" {who}" if who else ""))
    words = part.get("alt") or part.get("title") or part.get("caption") or ""
    return _protected(f"({part.get('type')}: {words})")


def _protected(text: str) -> str:
    """Words in which nothing is markup."""
    text = " ".join(text.split())
    pieces = [
        SIGNS.sub(lambda match: "{{{" + match[0] + "}}}", piece) for piece in text.split("{{{")
    ]
    return '"""{{{"""'.join(pieces)


class _Writer(HTMLParser):
    """The few elements that Waymark's rich text has."""

    MARKS = {"b": "''", "strong": "''", "i": "//", "em": "//"}  # noqa: RUF012
    BEFORE = {"h2": "!", "h3": "!!", "blockquote": "> "}  # noqa: RUF012

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = [""]
        self.lists: list[str] = []
        self.links: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.MARKS:
            self.lines[-1] += self.MARKS[tag]
        elif tag == "br":
            self.lines.append("")
        elif tag in {"ul", "ol"}:
            self.lists.append(tag)
            self.lines += ["", ""]
        elif tag == "li":
            self.lines.append("# " if self.lists[-1:] == ["ol"] else "* ")
        elif tag in self.BEFORE:
            self.lines += ["", self.BEFORE[tag]]
        elif tag in {"p", "div"}:
            self.lines += ["", ""]
        elif tag == "a":
            self.links.append((dict(attrs).get("href") or "", len(self.lines[-1])))

    def handle_endtag(self, tag: str) -> None:
        if tag in self.MARKS:
            self.lines[-1] += self.MARKS[tag]
        elif tag in {"ul", "ol"} and self.lists:
            self.lists.pop()
            self.lines += ["", ""]
        elif tag in {"p", "div", *self.BEFORE}:
            self.lines += ["", ""]
        elif tag == "a" and self.links:
            href, begin = self.links.pop()
            words = self.lines[-1][begin:]
            if EXTERNAL.match(href) and not UNSAFE_IN_LINK.search(words + href):
                self.lines[-1] = f"{self.lines[-1][:begin]}[[{words}|{href}]]"

    def handle_data(self, data: str) -> None:
        words = _protected(data)
        before = " " if data[:1].isspace() else ""
        after = " " if data[-1:].isspace() and words else ""
        line = self.lines[-1]
        if not line:
            before = ""
            words = AT_BEGINNING.sub(r"{{{\1}}}", words)
        self.lines[-1] = line + (before if not line.endswith(" ") else "") + words + after

    def text(self) -> str:
        return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in self.lines)).strip()
