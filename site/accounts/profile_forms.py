"""Forms of the personal pages."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.people import User
from accounts.signup_details import profession_field


class ProfileForm(forms.ModelForm[User]):
    display_name = forms.CharField(
        label=_("Name on the site"),
        max_length=150,
        help_text=_("How the site greets you. A first name or a nickname is enough."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname", "dir": "auto"}),
    )
    certificate_name = forms.CharField(
        label=_("Name for certificates"),
        max_length=150,
        required=False,
        help_text=_(
            "Printed on certificates exactly as you write it here, and shown nowhere else. "
            "Certificates that you already have keep the name that they were issued with."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    profession = profession_field()
    locale = forms.ChoiceField(label=_("Language"), required=False)

    class Meta:
        model = User
        fields: ClassVar[list[str]] = ["display_name", "certificate_name", "profession", "locale"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["locale"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101
        choice.choices = [("", _("As my browser asks")), *settings.LANGUAGES]
        if len(settings.LANGUAGES) < 2:
            del self.fields["locale"]


class EraseForm(forms.Form):
    """Confirms the erasure: by password, or by a tick where an identity provider signs in."""

    def __init__(self, person: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.by_password = person.has_usable_password()
        if self.by_password:
            self.fields["password"] = forms.CharField(
                label=_("Your password"),
                strip=False,
                widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
            )
        else:
            self.fields["sure"] = forms.BooleanField(label=_("Yes, delete my account"))

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not self.person.check_password(password):
            raise forms.ValidationError(_("This is not your present password."))
        return password
