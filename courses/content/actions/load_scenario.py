"""Load a scenario from a file into the library, once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import transaction

from accounts import audit
from accounts.audit import AuditEntry
from courses.content.course_files.keys import key
from courses.content.course_files.places import add_draft, places
from courses.content.course_files.reading import read_yaml
from courses.content.course_files.scenario import scenario_fields
from courses.content.models import ScenarioLibraryPage, ScenarioPage

LOADED = "content.scenario_loaded"


@transaction.atomic
def load_scenario(path: Path, actor: Any = None) -> ScenarioPage | None:
    """Create and publish the scenario in the file `path`; courses then use it by reference.

    None where it was loaded before, even if a trainer has changed or deleted it since, or where
    the library holds a scenario of that address. Raises CourseFileError for a file that cannot be
    read, and PublishRefused for what may not go live; then nothing is loaded.
    """
    slug = read_yaml(path).get("slug", "")
    _catalogue, library = places()
    if AuditEntry.objects.filter(verb=LOADED, details__slug=slug).exists():
        return None
    if ScenarioPage.objects.child_of(library).filter(slug=slug).exists():
        return None
    page = scenario_in(library, path)
    audit.record(actor, LOADED, page, slug=slug)
    return page


@transaction.atomic
def scenario_in(library: ScenarioLibraryPage, path: Path) -> ScenarioPage:
    """The scenario of that address in `library`; loaded and published where there is none."""
    fields = scenario_fields(read_yaml(path), f"scenario/{path.stem}")
    found: ScenarioPage | None = (
        ScenarioPage.objects.child_of(library).filter(slug=fields["slug"]).first()
    )
    if found is not None:
        return found
    page = add_draft(library, ScenarioPage(translation_key=key("scenario", path.stem), **fields))
    page.save_revision(log_action=True).publish()
    published: ScenarioPage = ScenarioPage.objects.get(pk=page.pk)
    return published
