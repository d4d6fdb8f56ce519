"""Markdown as the limited HTML that trainers' rich text may hold."""

from __future__ import annotations

from typing import Any

import markdown
from bs4 import BeautifulSoup
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.whitelist import Whitelister, allow_without_attributes, attribute_rule, check_url

from courses.content.blocks.base import TEXT_FEATURES, without_block_keys

PLAIN = ("p", "h2", "h3", "b", "strong", "i", "em", "ol", "ul", "li", "blockquote", "br")


class _Allowed(Whitelister):
    element_rules = {  # noqa: RUF012 - Wagtail's own way of saying it
        "[document]": allow_without_attributes,
        **dict.fromkeys(PLAIN, allow_without_attributes),
        "a": attribute_rule({"href": check_url}),
    }


def rich_text(text: str | None) -> str:
    """Sanitised HTML. Headings start at level 2; anything that is not allowed loses its tags."""
    if not text or not text.strip():
        return ""
    html = markdown.markdown(text.strip(), extensions=["sane_lists"], output_format="html")
    return sanitised(html)


def sanitised(html: str) -> str:
    """HTML from anywhere, with no more in it than the editor's own text may have."""
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup(["script", "style", "iframe", "object", "template"]):
        tag.decompose()
    for tag in soup("h1"):
        tag.name = "h2"
    for tag in soup.select("blockquote p"):
        tag.unwrap()
    # The editor refuses to read an item without its list.
    for tag in soup("li"):
        if tag.parent is None or tag.parent.name not in {"ul", "ol"}:
            tag.name = "p"
    cleaned: Any = _Allowed().clean(str(soup))
    return as_the_editor_writes_it(str(cleaned).strip())


def as_the_editor_writes_it(html: str) -> str:
    """The editor's own spelling, so that opening and saving a page changes no published word."""
    converter = ContentstateConverter(features=TEXT_FEATURES)
    written: str = converter.to_database_format(converter.from_database_format(html))
    return without_block_keys(written)


def plain_text(text: str | None) -> str:
    """Paragraphs as single lines: line ends in the file are not line ends for the reader."""
    paragraphs = (text or "").strip().split("\n\n")
    return "\n\n".join(" ".join(part.split()) for part in paragraphs if part.strip())
