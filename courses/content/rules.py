"""Who may do what with pages that trainers write."""

from __future__ import annotations

from typing import Any

from accounts.permissions import Person, rule
from courses.content.models import ScenarioPage


@rule("open the studio", ScenarioPage)
def edits_the_page(person: Person, page: Any) -> bool:
    """Whoever may edit the page: its trainers, and reviewers while it is with them."""
    return person.is_authenticated and bool(page.permissions_for_user(person).can_edit())


@rule("change in the studio", ScenarioPage)
def edits_and_is_not_locked_out(person: Person, page: Any) -> bool:
    if not person.is_authenticated:
        return False
    permissions = page.permissions_for_user(person)
    return bool(permissions.can_edit() and not permissions.page_locked())
