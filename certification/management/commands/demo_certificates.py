"""`manage.py demo_certificates`: design the demonstration course's certificates, once."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from accounts.audit import AuditEntry, record
from certification.models import Achievement, Signatory
from courses.content.models import CoursePage

COURSE = "first-contact"
VERB = "make achievement"


class Command(BaseCommand):
    help = "Design the demo course's certificates, unless somebody has, or has removed the design."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        course = CoursePage.objects.filter(slug=COURSE).order_by("pk").first()
        if course is None:
            return
        key = str(course.translation_key)
        if AuditEntry.objects.filter(verb=VERB, details__course=key).exists():
            return
        if Achievement.objects.filter(course_key=key).exists():
            return
        made = Achievement.objects.create(
            course_key=course.translation_key, validity="years", validity_amount=2
        )
        Signatory.objects.create(
            achievement=made, name="Anja Novak", role="Trainer of this demonstration"
        )
        record(None, VERB, made, course=key, validity=made.validity, board=made.board)
        self.stdout.write(f"Certificates of {course.title}: two years")
