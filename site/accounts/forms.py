"""Sign-in and sign-up forms: allauth's, in our words and with the shared-computer box."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account import forms as allauth_forms
from django import forms
from django.contrib import messages
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from accounts.people import User
from accounts.sessions import SHARED_COMPUTER
from accounts.signup_details import shared_computer_field


def plain(fields: dict[str, forms.Field]) -> None:
    """Take away placeholders: they vanish while one types and repeat the label before."""
    for field in fields.values():
        field.widget.attrs.pop("placeholder", None)


def remember_computer(request: HttpRequest, shared: bool) -> None:
    """Note in the session whether others use this computer too."""
    if shared:
        request.session[SHARED_COMPUTER] = True
    else:
        request.session.pop(SHARED_COMPUTER, None)


class SignInForm(allauth_forms.LoginForm):
    shared_computer = shared_computer_field()
    field_order: ClassVar[list[str]] = ["login", "password", "shared_computer"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(self.field_order)
        self.fields["login"].label = _("E-mail address")
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        # The way to a new password is a link of the page, not a hint within the field.
        self.fields["password"].help_text = ""
        plain(self.fields)

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        shared = self.cleaned_data["shared_computer"]
        # Before signing in, which may need a second step in another request.
        remember_computer(request, shared)
        response: HttpResponse = super().login(request, redirect_url)
        if shared:
            request.session.set_expiry(0)
        return response


class SignUpForm(allauth_forms.SignupForm):
    field_order: ClassVar[list[str]] = [
        "email",
        "password1",
        "display_name",
        "certificate_name",
        "profession",
        "shared_computer",
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail address")
        self.fields["email"].help_text = _("We send a code there to see that it is yours.")
        self.fields["password1"].help_text = _(
            "At least 10 characters. Pasting from a password manager is welcome."
        )
        plain(self.fields)

    def try_save(self, request: HttpRequest) -> tuple[Any, HttpResponse | None]:
        if self.account_already_exists:
            # As much work as for a new account, so that the time does not tell them apart.
            make_password(self.cleaned_data["password1"])
        remember_computer(request, self.cleaned_data["shared_computer"])
        if self.cleaned_data["shared_computer"]:
            request.session.set_expiry(0)
        try:
            with transaction.atomic():
                result: tuple[Any, HttpResponse | None] = super().try_save(request)
        except IntegrityError:
            # Looked free a moment ago.
            result = self._sent_twice(request) or self._taken(request)
        return result

    def _sent_twice(self, request: HttpRequest) -> tuple[None, HttpResponse] | None:
        """The same form made the account a moment ago: to sign-in, which sends a code anew."""
        person = User.objects.filter(email__iexact=self.cleaned_data["email"]).first()
        if person is None or not person.check_password(self.cleaned_data["password1"]):
            return None
        messages.info(
            request, _("Your account is made. Use the code from your e-mail, or sign in here.")
        )
        return None, redirect("account_login")

    def _taken(self, request: HttpRequest) -> tuple[Any, HttpResponse | None]:
        """Somebody else took the address at the same moment."""
        self.account_already_exists = True
        result: tuple[Any, HttpResponse | None] = super().try_save(request)
        return result
