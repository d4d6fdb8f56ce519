"""The content note: short, calm, and followed by a choice (T12 to T14)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.content.vocabulary import Form, Theme


class NoteBlock(blocks.StructBlock):
    themes = blocks.MultipleChoiceBlock(choices=Theme.choices, label=_("Themes"))
    form = blocks.ChoiceBlock(choices=Form.choices, default=Form.TEXT, label=_("Form"))
    where = blocks.CharBlock(
        label=_("Where"), max_length=120, help_text=_("For instance: in the second half.")
    )
    how_long = blocks.CharBlock(
        label=_("How long"), max_length=80, help_text=_("For instance: about two minutes.")
    )
    text = blocks.TextBlock(
        label=_("The note"),
        help_text=_("At most 60 words. Name the theme, do not retell it."),
    )

    class Meta:
        icon = "info-circle"
        label = _("Content note")
        description = _("What the learner may want to know before going on.")
