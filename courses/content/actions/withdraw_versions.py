"""A page is no longer live: its course or scenario is no longer offered."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from accounts import audit
from courses.content.acting import acting
from courses.content.actions.publish_affected_courses import publish_course_above
from courses.content.models import CoursePage, CourseVersion, ScenarioPage, ScenarioVersion
from courses.content.refusals import PublishRefused


@transaction.atomic
def withdraw_versions(page: Any) -> None:
    """Enrolments, attempts and certificates keep their versions; nobody new gets them.

    Where a lesson goes and the rest of its course can no longer stand alone, the course stays
    offered as it was, and the next publishing says what is missing.
    """
    language = page.locale.language_code
    if isinstance(page, CoursePage):
        changed = CourseVersion.objects.filter(
            course_key=page.translation_key, language=language, is_current=True
        ).update(is_current=False)
    elif isinstance(page, ScenarioPage):
        changed = ScenarioVersion.objects.filter(
            page_key=page.translation_key, language=language, is_current=True
        ).update(is_current=False)
    else:
        changed = 0
        try:
            with transaction.atomic():
                publish_course_above(page)
        except PublishRefused as refused:
            audit.record(
                acting(), "content.course_kept", page, reasons=[r.code for r in refused.refusals]
            )
    if changed:
        audit.record(acting(), "content.withdrawn", page)
