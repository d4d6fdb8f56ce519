"""Lists on the course page: credit lines and sources."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from accounts.people import Profession


class CreditLineBlock(blocks.StructBlock):
    type = blocks.CharBlock(
        label=_("Kind of credit"), max_length=60, help_text=_("For instance: CPD hours.")
    )
    amount = blocks.DecimalBlock(label=_("Amount"), min_value=0, max_digits=6, decimal_places=2)
    unit = blocks.CharBlock(label=_("Unit"), max_length=40, default="hours")
    accreditor = blocks.CharBlock(label=_("Accredited by"), max_length=200)
    approval_number = blocks.CharBlock(label=_("Approval number"), max_length=80, required=False)
    profession = blocks.ChoiceBlock(
        choices=Profession.choices, required=False, label=_("For which profession")
    )

    class Meta:
        icon = "tag"
        label = _("Credit line")


class SourceBlock(blocks.StructBlock):
    key = blocks.CharBlock(
        label=_("Short name"), max_length=40, help_text=_("How lessons refer to it.")
    )
    title = blocks.CharBlock(label=_("Title"), max_length=300)
    publisher = blocks.CharBlock(label=_("Published by"), max_length=200, required=False)
    year = blocks.CharBlock(label=_("Year"), max_length=20, required=False)
    url = blocks.URLBlock(label=_("Address"), required=False)

    class Meta:
        icon = "doc-full"
        label = _("Source")
