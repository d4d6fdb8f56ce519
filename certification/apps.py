from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CertificationConfig(AppConfig):
    name = "certification"
    verbose_name = _("Certificates")

    def ready(self) -> None:
        from certification import own_data, rules  # noqa: F401
        from certification.agencies import own_data as agency_data  # noqa: F401
        from certification.agencies import rules as agency_rules  # noqa: F401
        from certification.agencies.tasks import schedule_sweep as schedule_agency_sweep
        from certification.checks import certificates_can_be_issued
        from certification.queue import on_course_completed, schedule_sweep
        from courses.signals import course_completed

        course_completed.connect(on_course_completed, dispatch_uid="certification.issue")
        post_migrate.connect(schedule_sweep, sender=self, dispatch_uid="certification.sweep")
        post_migrate.connect(
            schedule_agency_sweep, sender=self, dispatch_uid="certification.agencies"
        )
        checks.register(certificates_can_be_issued, checks.Tags.database)
