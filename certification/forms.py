"""What verifiers, holders and administrators type."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from certification.codes import LENGTH, read_code, strangers, typed
from certification.licences import clean_licence
from certification.links import Link, find_link
from certification.names import LONGEST, clean_name
from certification.uploads import LIMIT


class CheckForm(forms.Form):
    """A code or a link to it, or a file; a file counts where both are given.

    Clean, `code` is canonical.
    """

    code = forms.CharField(
        label=_("Code on the certificate"),
        help_text=_("26 letters and digits. Dashes, spaces and small letters do not matter."),
        required=False,
        max_length=2000,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=_("Or the certificate as a file"),
        help_text=_(
            "PDF, JSON, token (JWT) or badge (PNG), up to 10 MB. It is looked at and kept nowhere."
        ),
        required=False,
        allow_empty_file=True,
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        code, file = given.get("code"), given.get("file")
        if file is not None:
            if file.size > LIMIT:
                self.add_error("file", _("This file is larger than 10 MB."))
            if file.size == 0:
                self.add_error("file", _("This file is empty."))
        elif not code and not self.errors:
            self.add_error("code", _("Type the code, or choose the file."))
        elif code:
            self._read(code, given)
        return given

    def _read(self, text: str, given: dict[str, Any]) -> None:
        link = find_link(text)
        if link is not None and not link.is_ours():
            self.add_error("code", _foreign(link))
            return
        code = read_code(link.code if link else text)
        if code is None:
            self.add_error("code", _slip(link.code if link else text))
        given["code"] = code


def _foreign(link: Link) -> str:
    return gettext(
        "This link leads to %(host)s. That is not an address of ours, so do not open it. Type the "
        "code that stands on the certificate instead."
    ) % {"host": link.host}


def _slip(text: str) -> str:
    """What is wrong with something that is no code, so that the slip can be found."""
    strange, number = strangers(text), len(typed(text))
    if strange and number <= 2 * LENGTH:
        return gettext(
            "“%(characters)s” stands in no code: codes have digits and letters, and never the "
            "letter U. Please look again."
        ) % {"characters": " ".join(strange[:5])}
    if number != LENGTH:
        return gettext(
            "This is not a whole code: it has %(number)s letters and digits, and a code has "
            "%(length)s, in groups of five and at the end one of six. Please look again."
        ) % {"number": number, "length": LENGTH}
    return gettext(
        "No code begins like this: the first sign is one from 0 to 7. Please look again."
    )


class NameForm(forms.Form):
    """A name that a verifier reads on the paper, where ours was erased."""

    name = forms.CharField(
        label=_("Name on the certificate"),
        help_text=_("Order, capitals and accents do not matter."),
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class DayForm(forms.Form):
    """The day that a verifier asks about."""

    on = forms.DateField(
        label=_("Day"),
        help_text=_(
            "The first and the last valid day count, whole. Where no calendar opens, write the day "
            "as 2026-03-01."
        ),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Write the day as year, month and day, such as 2026-03-01.")},
    )


class CertificateNameForm(forms.Form):
    """The name that a holder wants printed."""

    name = forms.CharField(
        label=_("Name on your certificate"),
        help_text=_(
            "As it should be printed, in any script. Please look twice: to change it later takes "
            "a new certificate."
        ),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def clean_name(self) -> str:
        name = clean_name(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(_("Please write a name."))
        return name


class LicenceForm(forms.Form):
    """The licence number that a board wants printed."""

    number = forms.CharField(
        label=_("Licence or other ID number"),
        help_text=_("As it stands on your licence, such as RN 123456."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_number(self) -> str:
        try:
            return clean_licence(self.cleaned_data["number"])
        except ValueError:
            raise forms.ValidationError(
                _("The number has letters and digits, up to 30, and a digit. Please look again.")
            ) from None
