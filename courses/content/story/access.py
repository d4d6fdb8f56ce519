"""Who may bring a story in, and who may take one out."""

from __future__ import annotations

from typing import Any

from accounts.permissions import Person, rule
from courses.content.models import ScenarioLibraryPage, ScenarioPage

IMPORT, EXPORT = "import a story", "export a story"


@rule(IMPORT, ScenarioLibraryPage)
def adds_scenarios(person: Person, library: Any) -> bool:
    """Whoever may add a scenario to the library by hand."""
    return person.is_authenticated and bool(library.permissions_for_user(person).can_add_subpage())


@rule(EXPORT, ScenarioPage)
def edits_the_scenario(person: Person, page: Any) -> bool:
    """Whoever may edit it: a file holds all scores and feedback."""
    return person.is_authenticated and bool(page.permissions_for_user(person).can_edit())
