"""Partner agencies in the editor: administrators open them and set what they may ask."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from accounts.permissions import require
from certification.actions.set_agency_quota import set_agency_quota
from certification.models import Agency


class NewAgencyForm(forms.ModelForm[Agency]):
    class Meta:
        model = Agency
        fields: ClassVar[list[str]] = [
            "organisation",
            "is_open",
            "monthly_checks",
            "requests_a_minute",
        ]


class AgencyForm(NewAgencyForm):
    class Meta(NewAgencyForm.Meta):
        fields: ClassVar[list[str]] = ["is_open", "monthly_checks", "requests_a_minute"]


class NewAgencyView(generic.CreateView):
    def save_instance(self) -> Agency:
        require(self.request.user, "open partner agencies")
        return set_agency_quota(self.form.save(commit=False), self.request.user)


class EditAgencyView(generic.EditView):
    def save_instance(self) -> Agency:
        return set_agency_quota(self.form.save(commit=False), self.request.user)


class KeepingPolicy(ModelPermissionPolicy):
    """An agency is closed, not deleted: its log and its use stay."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "delete" and bool(super().user_has_permission(user, action))


class AgencyViewSet(ModelViewSet):
    model = Agency
    icon = "key"
    menu_label = _("Partner agencies")
    menu_order = 560
    add_to_admin_menu = True
    list_display: ClassVar[list[str]] = [
        "organisation",
        "is_open",
        "monthly_checks",
        "requests_a_minute",
    ]
    list_filter: ClassVar[list[str]] = ["is_open"]
    search_fields: ClassVar[list[str]] = ["organisation__name"]
    add_view_class = NewAgencyView
    edit_view_class = EditAgencyView
    add_to_reference_index = False

    @cached_property
    def permission_policy(self) -> KeepingPolicy:
        return KeepingPolicy(Agency)

    def get_form_class(self, for_update: bool = False) -> type[NewAgencyForm]:
        return AgencyForm if for_update else NewAgencyForm

    @cached_property
    def index_view_class(self) -> type[generic.IndexView]:
        class AgencyIndexView(generic.IndexView):
            def get_base_queryset(self) -> Any:
                return Agency.objects.select_related("organisation")

        return AgencyIndexView
