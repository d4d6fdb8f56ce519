from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    name = "courses.content"
    label = "content"
    verbose_name = _("Courses")

    def ready(self) -> None:
        from courses.content import receivers, rules  # noqa: F401
        from courses.content.queries import activity_versions_shown, is_shown_in_versions
        from media import activity_use, published

        receivers.connect()
        published.register(is_shown_in_versions)
        activity_use.register(activity_versions_shown)
