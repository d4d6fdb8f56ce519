"""Before a scenario is deleted or unpublished: who plays it, and what becomes of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail import hooks

from courses.content.models import ScenarioPage
from courses.content.usage import Usage, used_in


@hooks.register("before_delete_page")
def tell_who_plays_it(request: HttpRequest, page: Any) -> None:
    """Said on the page that asks for confirmation. The other such pages are templates of
    Wagtail's, which ask `said_before_they_go` by a tag."""
    if request.method == "GET":
        for sentence in said_before_they_go([page]):
            messages.warning(request, sentence)


def said_before_they_go(pages: Iterable[Any]) -> list[str]:
    """One sentence for each scenario among these pages, and below them, that is in use."""
    found: dict[int, str] = {}
    for page in pages:
        for scenario in ScenarioPage.objects.descendant_of(page, inclusive=True):
            usage = used_in(scenario)
            if usage.in_use:
                found[scenario.pk] = f"“{scenario.title}”: {consequences(usage)}"
    return list(found.values())


def consequences(usage: Usage) -> str:
    """In which courses and by how many it is played, and what becomes of them."""
    parts = []
    if usage.courses:
        courses = "; ".join(usage.courses)
        parts.append(_("Courses that play it: %(courses)s.") % {"courses": courses})
    if usage.lessons:
        lessons = "; ".join(str(lesson) for lesson in usage.lessons)
        parts.append(_("Lessons that refer to it: %(lessons)s.") % {"lessons": lessons})
    parts += [f"{name}: {number}." for name, number in usage.counts if number]
    parts.append(
        _(
            "Whoever is learning goes on with the version that they have, and a course that is "
            "offered now keeps its version too: to take the scenario out of it, take it out of "
            "its lesson. Until that lesson plays another one, or none, nothing of its course can "
            "be published anew."
        )
    )
    return " ".join(parts)
