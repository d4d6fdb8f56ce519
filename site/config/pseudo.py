"""A pseudo-language: every text that goes through gettext looks foreign, so that others show.

with pseudo_language():
    page = client.get("/verify/").content.decode()
assert untranslated(page) == []
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from html.parser import HTMLParser
from typing import Any
from unittest import mock

from django.utils import translation

FOREIGN = str.maketrans(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    "ÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽåƀçðéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýž",
)
# What a translator may not touch: placeholders, markup, entities.
KEPT = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}|<[^>]*>|&#?\w+;")
WORD = re.compile(r"[A-Za-z]{2,}")
SHOWN_ATTRIBUTES = {"alt", "aria-label", "aria-description", "placeholder", "title"}
SILENT = {"script", "style", "template"}


def pseudo(text: str) -> str:
    """`text` in foreign letters and brackets, a third longer; what it must keep is kept."""
    if not text.strip():
        return text
    parts, end = [], 0
    for kept in KEPT.finditer(text):
        parts += [text[end : kept.start()].translate(FOREIGN), kept[0]]
        end = kept.end()
    parts.append(text[end:].translate(FOREIGN))
    return f"[{''.join(parts)}{'·' * (len(text) // 3)}]"


def _singular(message: str) -> str:
    return pseudo(str(message))


def _plural(one: str, many: str, number: Any) -> str:
    return pseudo(str(one if number == 1 else many))


def _in_context(context: str, message: str) -> str:
    return pseudo(str(message))


def _plural_in_context(context: str, one: str, many: str, number: Any) -> str:
    return _plural(one, many, number)


# Where Django keeps the functions that answer; it has no public name.
TRANSLATORS: Any = vars(translation)["_trans"]
REPLACED: dict[str, Callable[..., str]] = {
    "gettext": _singular,
    "ngettext": _plural,
    "pgettext": _in_context,
    "npgettext": _plural_in_context,
}


@contextmanager
def pseudo_language() -> Iterator[None]:
    """Within, Django's gettext answers in the pseudo-language, lazy texts included."""
    with ExitStack() as stack:
        for name, function in REPLACED.items():
            stack.enter_context(mock.patch.object(TRANSLATORS, name, function, create=True))
        yield


class _Shown(HTMLParser):
    """Collects what a page shows or says aloud."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in SILENT
        given = dict(attrs)
        self.texts += [value for name, value in attrs if name in SHOWN_ATTRIBUTES and value]
        if tag == "input" and given.get("type") in {"submit", "button", "reset"}:
            self.texts.append(given.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.texts.append(data)


def untranslated(page: str, data: tuple[str, ...] = ()) -> list[str]:
    """Texts of `page` in which plain words are left; `data` are words that no one translates."""
    reader = _Shown()
    reader.feed(page)
    found = []
    for text in reader.texts:
        rest = text
        for word in data:
            rest = rest.replace(word, "")
        if WORD.search(rest):
            found.append(" ".join(text.split()))
    return found
