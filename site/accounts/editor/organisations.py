"""Organisations and memberships in the editor, for administrators."""

from __future__ import annotations

from typing import Any, ClassVar
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from accounts.actions.end_membership import end_membership
from accounts.actions.grant_membership import grant_membership
from accounts.audit import record
from accounts.organisations import Membership, Organisation
from accounts.permissions import require


class OrganisationForm(forms.ModelForm[Organisation]):
    locale = forms.ChoiceField(label=_("Language"))
    time_zone = forms.ChoiceField(label=_("Time zone"))
    exit_address = forms.URLField(
        label=Organisation._meta.get_field("exit_address").verbose_name,
        required=False,
        assume_scheme="https",
        help_text=Organisation._meta.get_field("exit_address").help_text,
    )

    class Meta:
        model = Organisation
        fields: ClassVar[list[str]] = ["name", "kind", "locale", "time_zone", "exit_address"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (
            ("locale", list(settings.LANGUAGES)),
            ("time_zone", [(zone, zone) for zone in sorted(available_timezones())]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101
            field.choices = choices


class NewOrganisationView(generic.CreateView):
    def save_instance(self) -> Organisation:
        organisation: Organisation = super().save_instance()
        record(self.request.user, "create", organisation)
        return organisation


class EditOrganisationView(generic.EditView):
    def save_instance(self) -> Organisation:
        organisation: Organisation = super().save_instance()
        record(self.request.user, "edit", organisation, fields=sorted(self.form.changed_data))
        return organisation


class OrganisationViewSet(ModelViewSet):
    model = Organisation
    icon = "group"
    menu_label = _("Organisations")
    list_display: ClassVar[list[str]] = ["name", "kind"]
    search_fields: ClassVar[list[str]] = ["name"]
    list_filter: ClassVar[list[str]] = ["kind"]
    add_view_class = NewOrganisationView
    edit_view_class = EditOrganisationView
    add_to_reference_index = False

    def get_form_class(self, for_update: bool = False) -> type[OrganisationForm]:
        return OrganisationForm


class NewMembershipForm(forms.ModelForm[Membership]):
    class Meta:
        model = Membership
        fields: ClassVar[list[str]] = ["person", "organisation", "role", "starts_on", "ends_on"]
        widgets: ClassVar[dict[str, Any]] = {
            "starts_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "ends_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }


class EditMembershipForm(NewMembershipForm):
    class Meta(NewMembershipForm.Meta):
        fields: ClassVar[list[str]] = ["ends_on"]

    def clean_ends_on(self) -> Any:
        last = self.cleaned_data["ends_on"]
        if last is None:
            raise forms.ValidationError(_("Say on which day the membership ends."))
        if last < self.instance.starts_on:
            raise forms.ValidationError(_("It cannot end before it starts."))
        return last


class NewMembershipView(generic.CreateView):
    def save_instance(self) -> Membership:
        wanted = self.form.cleaned_data
        require(self.request.user, "grant membership", wanted["organisation"])
        return grant_membership(**wanted, actor=self.request.user)


class EditMembershipView(generic.EditView):
    def save_instance(self) -> Membership:
        membership = Membership.objects.get(pk=self.object.pk)
        require(self.request.user, "end membership", membership)
        last: Any = self.form.cleaned_data["ends_on"]
        return end_membership(membership, actor=self.request.user, last_day=last)


class EndMembershipView(generic.DeleteView):
    """Deleting would forget that it was: it ends instead."""

    success_message = _("The membership has ended.")

    def delete_action(self) -> None:
        require(self.request.user, "end membership", self.object)
        end_membership(self.object, actor=self.request.user)


class MembershipViewSet(ModelViewSet):
    model = Membership
    icon = "link"
    menu_label = _("Memberships")
    list_display: ClassVar[list[str]] = ["person", "organisation", "role", "starts_on", "ends_on"]
    list_filter: ClassVar[list[str]] = ["organisation", "role"]
    search_fields: ClassVar[list[str]] = ["person__email", "person__display_name"]
    ordering: ClassVar[list[str]] = ["organisation__name", "person__display_name"]
    add_view_class = NewMembershipView
    edit_view_class = EditMembershipView
    delete_view_class = EndMembershipView
    add_to_reference_index = False

    def get_form_class(self, for_update: bool = False) -> type[NewMembershipForm]:
        return EditMembershipForm if for_update else NewMembershipForm

    @cached_property
    def index_view_class(self) -> type[generic.IndexView]:
        class MembershipIndexView(generic.IndexView):
            def get_base_queryset(self) -> Any:
                return Membership.objects.select_related("person", "organisation")

        return MembershipIndexView


class OrganisationsGroup(ModelViewSetGroup):
    menu_label = _("Organisations")
    menu_icon = "group"
    menu_order = 550
    items = (OrganisationViewSet, MembershipViewSet)
