"""The pages that people of the site write: the front page, and plain pages such as About."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]


class HomePage(Page):
    """The front page; catalogue, scenarios and plain pages hang under it."""

    introduction = RichTextField(
        _("introduction"),
        blank=True,
        features=["bold", "link"],
        help_text=_("Two or three sentences below the heading. Empty: the text that comes with"),
    )
    body = RichTextField(
        _("further text"),
        blank=True,
        features=_FEATURES,
        help_text=_("Stands at the end of the page: who you are, whom to ask."),
    )

    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("body"),
    ]
    template = "home/home_page.html"
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front pages")


class StandardPage(Page):
    """A page of plain text."""

    lead = RichTextField(
        _("in short"),
        blank=True,
        features=["bold", "link"],
        help_text=_("One or two sentences that say what the page is about."),
    )
    body = RichTextField(_("text"), features=_FEATURES)

    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("body"),
    ]
    template = "home/standard_page.html"
    parent_page_types: ClassVar[list[str]] = ["home.HomePage", "home.StandardPage"]
    subpage_types: ClassVar[list[str]] = ["home.StandardPage"]

    class Meta:
        verbose_name = _("plain page")
        verbose_name_plural = _("plain pages")
