"""Before a scenario is deleted: who plays it, and what becomes of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail import hooks

from courses.content.models import ScenarioPage
from courses.content.usage import used_in


@hooks.register("before_delete_page")
def tell_who_plays_it(request: HttpRequest, page: Any) -> None:
    """Said on the page that asks for confirmation."""
    if request.method == "GET" and page.specific_class is ScenarioPage:
        sentence = consequences(page.specific)
        if sentence:
            messages.warning(request, sentence)


def consequences(page: Any) -> str:
    """In which courses and by how many a scenario is played; empty where it is not."""
    usage = used_in(page)
    counted = [f"{name}: {number}" for name, number in usage.counts if number]
    parts = []
    if usage.courses:
        courses = "; ".join(usage.courses)
        parts.append(_("Courses that play it: %(courses)s.") % {"courses": courses})
    if usage.lessons:
        lessons = "; ".join(str(lesson) for lesson in usage.lessons)
        parts.append(_("Lessons that refer to it: %(lessons)s.") % {"lessons": lessons})
    parts += [f"{each}." for each in counted]
    if parts:
        parts.append(
            _(
                "Whoever is learning goes on with the version that they have. A lesson that plays "
                "it cannot be published anew until it plays another one, or none."
            )
        )
    return " ".join(parts)
