from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class MediaConfig(AppConfig):
    name = "media"
    verbose_name = _("Images, recordings, documents and activities")

    def ready(self) -> None:
        from media import rules  # noqa: F401
        from media.queue import schedule_sweep

        post_migrate.connect(schedule_sweep, sender=self, dispatch_uid="media.sweep")
