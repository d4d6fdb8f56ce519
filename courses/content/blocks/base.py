"""What all blocks of a lesson share: they freeze into plain data and show themselves from it."""

from __future__ import annotations

import re
from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import get_language
from wagtail import blocks
from wagtail.rich_text import expand_db_html

# What trainers may do with text. Headings start at the level below the lesson's own title.
TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link", "blockquote"]
SHORT_FEATURES = ["bold", "italic", "link"]


BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')


class FrozenPreview:
    """The picker's preview shows a block with the very template that learners will see."""

    def get_preview_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        from courses.content.rendering import render_block

        context = dict(parent_context or {})
        context["rendered"] = render_block(
            self.name,  # type: ignore[attr-defined]
            self.freeze(value),  # type: ignore[attr-defined]
            get_language() or "en",
        )
        return context

    def get_preview_template(self, value: Any, context: dict[str, Any] | None = None) -> str:
        return "content/block_preview.html"


def rich_html(value: Any) -> str:
    """Rich text as HTML with its links resolved. Takes Wagtail's RichText or its source.

    The editor writes an empty paragraph where nothing was typed; that is no text.
    """
    source = getattr(value, "source", value) or ""
    if not strip_tags(source).strip():
        return ""
    return str(expand_db_html(without_block_keys(source)))


def without_block_keys(html: str) -> str:
    """Without the editor's marks for comments: they differ from one saving to the next."""
    return BLOCK_KEY.sub("", html)


class TextBlock(FrozenPreview, blocks.RichTextBlock):
    """Headings, paragraphs, lists, links."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("features", TEXT_FEATURES)
        super().__init__(**kwargs)

    def freeze(self, value: Any) -> dict[str, Any]:
        return {"html": rich_html(value)}
