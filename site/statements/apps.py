from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class StatementsConfig(AppConfig):
    name = "statements"
    verbose_name = _("Learning record")

    def ready(self) -> None:
        from statements import own_data, rules  # noqa: F401
        from statements.checks import record_store_is_named
        from statements.queue import schedule_forwarding

        post_migrate.connect(schedule_forwarding, sender=self, dispatch_uid="statements.forwarding")
        checks.register(record_store_is_named)
