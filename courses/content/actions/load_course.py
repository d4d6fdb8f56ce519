"""Load a course from readable files, once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from wagtail.models import Page, Site

from accounts import audit
from accounts.audit import AuditEntry
from courses.content.course_files.course import course_fields, source_finder
from courses.content.course_files.errors import CourseFileError
from courses.content.course_files.keys import key
from courses.content.course_files.lesson import read_lesson
from courses.content.course_files.scenario import scenario_fields
from courses.content.models import (
    CataloguePage,
    CoursePage,
    LessonPage,
    ModulePage,
    ScenarioLibraryPage,
    ScenarioPage,
)

LOADED = "content.course_loaded"


@transaction.atomic
def load_course(folder: Path, actor: Any = None) -> CoursePage | None:
    """Create and publish the course in `folder`, with its scenarios.

    None where it was loaded before, even if a trainer has changed or deleted it since, or where
    a course of that address exists. Raises CourseFileError for files that cannot be read, and
    PublishRefused for what may not go live; then nothing is loaded.
    """
    data = _yaml(folder / "course.yaml")
    slug = data["slug"]
    catalogue, library = _places()
    if AuditEntry.objects.filter(verb=LOADED, details__slug=slug).exists():
        return None
    if CoursePage.objects.child_of(catalogue).filter(slug=slug).exists():
        return None
    scenarios = {
        path.stem: _scenario(path, library) for path in sorted(folder.glob("scenarios/*.yaml"))
    }

    def find_scenario(ref: str) -> int:
        if ref not in scenarios:
            raise CourseFileError(f"{slug}: a lesson plays “{ref}”, and no file has that name.")
        return int(scenarios[ref].pk)

    course = _add(
        catalogue,
        CoursePage(translation_key=key("course", slug), **course_fields(data, f"course/{slug}")),
    )
    pages: list[Any] = []
    for number, module_data in enumerate(data["modules"]):
        module = _add(
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
                _add(
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


def _places() -> tuple[CataloguePage, ScenarioLibraryPage]:
    """The catalogue and the scenario library below the site's root; made where missing."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    root = site.root_page.specific if site else Page.objects.filter(depth=1).get()
    catalogue = CataloguePage.objects.child_of(root).first()
    if catalogue is None:
        catalogue = _add(root, CataloguePage(title="Courses", slug="courses", show_in_menus=True))
        catalogue.save_revision(log_action=True).publish()
    library = ScenarioLibraryPage.objects.child_of(root).first()
    if library is None:
        library = _add(root, ScenarioLibraryPage(title="Scenarios", slug="scenarios"))
        library.save_revision(log_action=True).publish()
    return catalogue, library


def _scenario(path: Path, library: ScenarioLibraryPage) -> ScenarioPage:
    fields = scenario_fields(_yaml(path), f"scenario/{path.stem}")
    found: ScenarioPage | None = (
        ScenarioPage.objects.child_of(library).filter(slug=fields["slug"]).first()
    )
    if found is not None:
        return found
    page = _add(library, ScenarioPage(translation_key=key("scenario", path.stem), **fields))
    page.save_revision(log_action=True).publish()
    published: ScenarioPage = ScenarioPage.objects.get(pk=page.pk)
    return published


def _add(parent: Any, page: Any) -> Any:
    page.live = False
    page.locale = parent.locale
    return parent.add_child(instance=page)


def _yaml(path: Path) -> dict[str, Any]:
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise CourseFileError(f"{path.name} cannot be read: {error}") from error
    if not isinstance(data, dict):
        raise CourseFileError(f"{path.name} should begin with names and values.")
    return data
