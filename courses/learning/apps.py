from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LearningConfig(AppConfig):
    name = "courses.learning"
    verbose_name = _("Learning")

    def ready(self) -> None:
        from courses.learning import activity_use, own_data, rules, scenario_use  # noqa: F401
