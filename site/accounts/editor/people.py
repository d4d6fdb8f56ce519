"""Wagtail's user administration for people who sign in by e-mail."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.models import EmailAddress
from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column, DateColumn
from wagtail.users.views.users import (
    CreateView,
    EditView,
    IndexView,
    UserColumn,
    UserFilterSet,
    UserViewSet,
)

from accounts.audit import record
from accounts.people import User

FIELDS = ["email", "display_name", "certificate_name", "profession", "locale", "groups"]


class PersonForm(forms.ModelForm[User]):
    """No password: it is the person's own business. Nor superuser: only the command line makes
    one, since who may edit people could else give themselves everything.
    """

    class Meta:
        model = User
        fields: ClassVar[list[str]] = FIELDS
        widgets: ClassVar[dict[str, Any]] = {"groups": forms.CheckboxSelectMultiple}

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("There is an account with this address already."))
        return email


def expect_confirmation(person: User) -> None:
    """An address that somebody else wrote down is the person's once they confirm it."""
    EmailAddress.objects.filter(user=person).delete()
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=False)


class NewPersonForm(PersonForm):
    def save(self, commit: bool = True) -> User:
        """The person sets a password by "forgotten password", which confirms the address."""
        self.instance.set_unusable_password()
        person = super().save(commit)
        expect_confirmation(person)
        return person


class EditPersonForm(PersonForm):
    class Meta(PersonForm.Meta):
        fields: ClassVar[list[str]] = [*FIELDS, "is_active"]

    def __init__(self, *args: Any, editing_self: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if editing_self:
            del self.fields["is_active"]

    def save(self, commit: bool = True) -> User:
        person = super().save(commit)
        if "email" in self.changed_data:
            expect_confirmation(person)
        return person


class NewPersonView(CreateView):
    def save_instance(self) -> User:
        person: User = super().save_instance()
        record(self.request.user, "create", person)
        return person


class EditPersonView(EditView):
    def save_instance(self) -> User:
        person: User = super().save_instance()
        record(
            self.request.user,
            "edit",
            person,
            fields=sorted(self.form.changed_data),
            roles=sorted(person.groups.values_list("name", flat=True)),
        )
        return person


class PeopleIndexView(IndexView):
    search_fields: ClassVar[list[str]] = ["email", "display_name"]

    @property
    def columns(self) -> list[Any]:
        name_column = self._get_title_column_class(UserColumn)
        return [
            BulkActionsCheckboxColumn("bulk_actions", obj_type="user"),
            name_column(
                "name",
                accessor="get_full_name",
                label=_("Name"),
                sort_key="display_name",
                get_url=self.get_edit_url,
                classname="name",
            ),
            Column("email", label=_("E-mail address"), sort_key="email"),
            Column("profession", accessor="get_profession_display", label=_("Profession")),
            DateColumn("last_login", label=_("Last sign-in"), sort_key="last_login"),
        ]


class PeopleViewSet(UserViewSet):
    filterset_class = UserFilterSet
    index_view_class = PeopleIndexView
    add_view_class = NewPersonView
    edit_view_class = EditPersonView
    # Wagtail's own templates ask for a first and a last name; the general ones show the form.
    template_prefix = ""

    def get_form_class(self, for_update: bool = False) -> type[PersonForm]:
        return EditPersonForm if for_update else NewPersonForm
