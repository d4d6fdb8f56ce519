from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save


class HomeConfig(AppConfig):
    name = "home"

    def ready(self) -> None:
        from home.face import forget_support
        from home.models import SupportEntry

        for signal in (post_save, post_delete):
            signal.connect(forget_support, sender=SupportEntry, dispatch_uid="home.face.support")
