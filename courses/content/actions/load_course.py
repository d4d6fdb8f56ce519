"""Load a course from readable files, once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import transaction

from accounts import audit
from accounts.audit import AuditEntry
from courses.content.actions.load_scenario import scenario_in
from courses.content.course_files.course import course_fields, source_finder
from courses.content.course_files.errors import CourseFileError
from courses.content.course_files.keys import key
from courses.content.course_files.lesson import read_lesson
from courses.content.course_files.places import add_draft, places
from courses.content.course_files.reading import read_yaml
from courses.content.models import CoursePage, LessonPage, ModulePage

LOADED = "content.course_loaded"


@transaction.atomic
def load_course(folder: Path, actor: Any = None) -> CoursePage | None:
    """Create and publish the course in `folder`, with its scenarios.

    None where it was loaded before, even if a trainer has changed or deleted it since, or where
    a course of that address exists. Raises CourseFileError for files that cannot be read, and
    PublishRefused for what may not go live; then nothing is loaded.
    """
    data = read_yaml(folder / "course.yaml")
    slug = data["slug"]
    catalogue, library = places()
    if AuditEntry.objects.filter(verb=LOADED, details__slug=slug).exists():
        return None
    if CoursePage.objects.child_of(catalogue).filter(slug=slug).exists():
        return None
    scenarios = {
        path.stem: scenario_in(library, path) for path in sorted(folder.glob("scenarios/*.yaml"))
    }

    def find_scenario(ref: str) -> int:
        if ref not in scenarios:
            raise CourseFileError(f"{slug}: a lesson plays “{ref}”, and no file has that name.")
        return int(scenarios[ref].pk)

    course = add_draft(
        catalogue,
        CoursePage(translation_key=key("course", slug), **course_fields(data, f"course/{slug}")),
    )
    pages: list[Any] = []
    for number, module_data in enumerate(data["modules"]):
        module = add_draft(
            course,
            ModulePage(
                title=module_data["title"],
                intro=module_data.get("intro") or "",
                translation_key=key("course", slug, "module", number),
            ),
        )
        for name in module_data["lessons"]:
            text = (folder / name).read_text(encoding="utf-8")
            lesson = read_lesson(
                text, f"course/{slug}/{Path(name).stem}", find_scenario, source_finder(data)
            )
            pages.append(
                add_draft(
                    module,
                    LessonPage(
                        title=lesson.title,
                        slug=lesson.slug,
                        translation_key=key("course", slug, "lesson", lesson.slug),
                        **lesson.fields,
                    ),
                )
            )
        pages.append(module)
    for page in [*pages, course]:
        page.save_revision(log_action=True).publish()
    audit.record(actor, LOADED, course, slug=slug)
    loaded: CoursePage = CoursePage.objects.get(pk=course.pk)
    return loaded
