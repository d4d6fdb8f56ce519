"""What holders ask for, and how administrators decide about certificates."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from certification.names import clean_name


class RequestForm(forms.Form):
    """What a holder asks of the administrators."""

    words = forms.CharField(
        label=_("What should we know?"),
        help_text=_("Only administrators of this site read it. They answer by mail."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
    )


class AppealForm(RequestForm):
    """Against a suspension or revocation."""


class CorrectionForm(RequestForm):
    """For the name to be corrected."""

    field_order = ("name", "words")
    name = forms.CharField(
        label=_("The right name"),
        help_text=_("As it should be printed, in any script."),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def clean_name(self) -> str:
        name = clean_name(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(_("Please write a name."))
        return name
