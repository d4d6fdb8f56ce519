"""What an agency's managers fill in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from certification.models import Invitation, Scope

DAYS = [(30, _("30 days")), (90, _("90 days")), (180, _("180 days")), (365, _("One year"))]


class KeyForm(forms.Form):
    """A new key."""

    name = forms.CharField(
        label=_("What is it for?"),
        help_text=_("So that you know it later, such as “Licence renewals, server 2”."),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What may it do?"),
        help_text=_("Give it no more than the program needs."),
        choices=Scope.choices,
        initial=[Scope.CHECK],
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.TypedChoiceField(
        label=_("It expires after"),
        choices=DAYS,
        coerce=int,
        initial=365,
        widget=forms.RadioSelect,
    )


class InviteForm(forms.Form):
    """Somebody to invite."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The invitation counts only for who signs in with this address."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=Invitation.Role.choices,
        initial=Invitation.Role.VERIFIER,
        widget=forms.RadioSelect,
    )
