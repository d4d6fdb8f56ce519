"""What sign-up asks beside e-mail and password. allauth puts it under all its sign-up forms.

This module may not import allauth's forms: they are built on top of it.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.people import Profession, User
from accounts.roles import LEARNER


def shared_computer_field() -> forms.BooleanField:
    return forms.BooleanField(
        label=_("This is a shared computer"),
        required=False,
        help_text=_(
            "You are signed out after 20 minutes without use and when the browser closes, "
            "and your name is not shown on the screen."
        ),
    )


def profession_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Your field of work (optional)"),
        choices=[("", _("I would rather not say")), *Profession.choices],
        required=False,
        help_text=_("So that courses for your work come first."),
    )


class SignupDetails(forms.Form):
    display_name = forms.CharField(
        label=_("What shall we call you?"),
        max_length=150,
        help_text=_("A first name or a nickname is enough."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    certificate_name = forms.CharField(
        label=_("Name for certificates (optional)"),
        max_length=150,
        required=False,
        help_text=User._meta.get_field("certificate_name").help_text,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    profession = profession_field()
    shared_computer = shared_computer_field()

    def signup(self, request: HttpRequest, user: Any) -> None:
        """Called by allauth when the person has been saved with e-mail and password."""
        user.display_name = self.cleaned_data["display_name"]
        user.certificate_name = self.cleaned_data["certificate_name"]
        user.profession = self.cleaned_data["profession"]
        user.save(update_fields=["display_name", "certificate_name", "profession"])
        user.groups.add(Group.objects.get(name=LEARNER))
