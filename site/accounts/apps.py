from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People and organisations")
    default = True

    def ready(self) -> None:
        from accounts import own_data, rules, second_factor, who_edits  # noqa: F401
        from accounts.role_permissions import set_up_roles
        from accounts.tasks import schedule_daily

        post_migrate.connect(set_up_roles, dispatch_uid="accounts.set_up_roles")
        post_migrate.connect(schedule_daily, sender=self, dispatch_uid="accounts.schedule_daily")


class EditorsPeopleConfig(WagtailUsersAppConfig):
    """Wagtail's own user administration, with the fields that a person has here."""

    default = False
    user_viewset = "accounts.editor.people.PeopleViewSet"
