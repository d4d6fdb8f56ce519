"""Lists on the course page: credit lines and sources."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.coreutils import get_content_languages

from accounts.people import Profession


def languages() -> list[tuple[str, str]]:
    """Asked when the form is drawn: a migration does not hold the site's languages."""
    return list(get_content_languages().items())


class CreditLineBlock(blocks.StructBlock):
    type = blocks.CharBlock(
        label=_("Kind of credit"), max_length=60, help_text=_("For instance: CPD hours.")
    )
    amount = blocks.DecimalBlock(label=_("Amount"), min_value=0, max_digits=6, decimal_places=2)
    unit = blocks.CharBlock(label=_("Unit"), max_length=40, default="hours")
    accreditor = blocks.CharBlock(label=_("Accredited by"), max_length=200)
    approval_number = blocks.CharBlock(label=_("Approval number"), max_length=80, required=False)
    profession = blocks.ChoiceBlock(
        choices=Profession.choices,
        required=False,
        label=_("For which profession"),
        help_text=_("Left empty, everybody's certificate carries this line."),
    )
    language = blocks.ChoiceBlock(
        choices=languages,
        required=False,
        label=_("For which language"),
        help_text=_("Where it was approved for one language of the course only."),
    )
    valid_from = blocks.DateBlock(
        required=False,
        label=_("Approved from"),
        help_text=_("Certificates of those who completed the course earlier do not carry it."),
    )
    valid_to = blocks.DateBlock(
        required=False, label=_("Approved until"), help_text=_("The last day counts.")
    )

    def clean(self, value: Any) -> Any:
        result = super().clean(value)
        first, last = result.get("valid_from"), result.get("valid_to")
        if first and last and last < first:
            late = ValidationError(_("This day lies before the one on which it begins."))
            raise StructBlockValidationError(block_errors={"valid_to": late})
        return result

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
