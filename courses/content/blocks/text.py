"""Blocks that are made of words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.content.blocks import examples
from courses.content.blocks.base import TEXT_FEATURES, FrozenPreview, rich_html


class CalloutBlock(FrozenPreview, blocks.StructBlock):
    tone = blocks.ChoiceBlock(
        choices=[
            ("remember", _("To remember")),
            ("law", _("What the law says")),
            ("care", _("Care for yourself and others")),
        ],
        default="remember",
        label=_("What it is for"),
    )
    title = blocks.CharBlock(label=_("Heading"), max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES)

    def freeze(self, value: Any) -> dict[str, Any]:
        return {
            "tone": value["tone"],
            "title": value["title"],
            "html": rich_html(value["text"]),
        }

    class Meta:
        icon = "info-circle"
        label = _("Callout")
        description = _("A short point set apart from the text: one thing to remember.")
        preview_value = examples.CALLOUT


class IndicatorBlock(FrozenPreview, blocks.StructBlock):
    title = blocks.CharBlock(label=_("The sign"), max_length=160)
    text = blocks.RichTextBlock(label=_("What it can look like"), features=TEXT_FEATURES)
    source = blocks.CharBlock(
        label=_("Source"), max_length=250, help_text=_("Who names this as a sign, and where.")
    )

    def freeze(self, value: Any) -> dict[str, Any]:
        return {
            "title": value["title"],
            "html": rich_html(value["text"]),
            "source": value["source"],
        }

    class Meta:
        icon = "view"
        label = _("Indicator card")
        description = _("One sign of exploitation with its source. A sign is never proof.")
        preview_value = examples.INDICATOR


class ReflectionBlock(FrozenPreview, blocks.StructBlock):
    text = blocks.TextBlock(
        label=_("Question to think about"),
        help_text=_("There is no field for an answer, and nothing is stored."),
    )

    def freeze(self, value: Any) -> dict[str, Any]:
        return {"text": value["text"]}

    class Meta:
        icon = "help"
        label = _("Reflection")
        description = _("A question for the learner alone. No answer is asked for or kept.")
        preview_value = examples.REFLECTION


class QuoteBlock(FrozenPreview, blocks.StructBlock):
    text = blocks.TextBlock(label=_("Words"))
    who = blocks.CharBlock(label=_("Who says it"), required=False, max_length=120)

    def freeze(self, value: Any) -> dict[str, Any]:
        return {"text": value["text"], "who": value["who"] or ""}

    class Meta:
        icon = "openquote"
        label = _("What someone says")
        description = _("Words that a person in the scene speaks.")
        preview_value = examples.QUOTE


class CaseStudyBlock(FrozenPreview, blocks.StructBlock):
    title = blocks.CharBlock(label=_("Heading"), max_length=160)
    text = blocks.RichTextBlock(
        label=_("What happened"),
        features=TEXT_FEATURES,
        help_text=_("From the responder's seat, without graphic detail. No real names."),
    )
    sources = blocks.ListBlock(
        blocks.CharBlock(max_length=300, label=_("Source")),
        label=_("Sources"),
        min_num=1,
        help_text=_("Where the case comes from, or that it was composed for this course."),
    )

    def freeze(self, value: Any) -> dict[str, Any]:
        return {
            "title": value["title"],
            "html": rich_html(value["text"]),
            "sources": [str(source) for source in value["sources"]],
        }

    class Meta:
        icon = "doc-full"
        label = _("Case study")
        description = _("A short case with its sources, told from the responder's seat.")
        preview_value = examples.CASE


class ContactBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("Name"), max_length=160)
    phone = blocks.CharBlock(label=_("Telephone"), max_length=40, required=False)
    url = blocks.URLBlock(label=_("Web page"), required=False)
    hours = blocks.CharBlock(label=_("Hours, languages, cost"), max_length=200, required=False)
    confidentiality = blocks.CharBlock(
        label=_("What happens to what one says there"),
        max_length=300,
        help_text=_("For instance: nothing that names you goes to your force."),
    )
    source = blocks.CharBlock(label=_("Source"), max_length=250)
    checked_on = blocks.DateBlock(label=_("Checked on"))

    class Meta:
        icon = "group"
        label = _("Contact")


class SupportBlock(FrozenPreview, blocks.StructBlock):
    text = blocks.TextBlock(
        label=_("Words before the contacts"),
        required=False,
        help_text=_("Left empty, it points to the support link that is on every page."),
    )
    contacts = blocks.ListBlock(ContactBlock(), label=_("Contacts"), min_num=0, default=[])

    def freeze(self, value: Any) -> dict[str, Any]:
        return {
            "text": value["text"] or "",
            "contacts": [
                {
                    name: (part.isoformat() if hasattr(part, "isoformat") else part or "")
                    for name, part in contact.items()
                }
                for contact in value["contacts"]
            ],
        }

    class Meta:
        icon = "group"
        label = _("Support")
        description = _("Where the learner finds someone to talk to.")
        preview_value = examples.SUPPORT
