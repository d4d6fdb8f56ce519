"""What a trainer meets first in the editor: how to begin, and what there is to go on with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from accounts.permissions import Person, may
from courses.content.models import (
    CataloguePage,
    CoursePage,
    LessonPage,
    ScenarioLibraryPage,
    ScenarioPage,
)
from courses.content.story.access import IMPORT

_MOST = 6


class Desk(Component):
    """A panel of the editor's first page; shows nothing to those who write nothing."""

    name = "desk"
    order = 50
    template_name = "content/desk.html"

    class Media:
        css: ClassVar[dict[str, list[str]]] = {"all": ["face/studio.css"]}

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        request = parent_context["request"]
        return {
            "request": request,
            "beginnings": list(_beginnings(request.user)),
            "lists": [
                (_("Scenarios"), _newest(request.user, ScenarioPage)),
                (_("Lessons"), _newest(request.user, LessonPage)),
                (_("Courses"), _newest(request.user, CoursePage)),
            ],
        }


def _beginnings(person: Person) -> Iterator[tuple[str, str]]:
    """Words and address of each thing that the person may begin."""
    for kind, words, child in (
        (ScenarioLibraryPage, _("Write a scenario"), ScenarioPage),
        (CataloguePage, _("Write a course"), CoursePage),
    ):
        place = _mine(person, kind, "add").first()
        if place is None:
            continue
        meta = child._meta
        where = [meta.app_label, meta.model_name, place.pk]
        yield words, reverse("wagtailadmin_pages:add", args=where)
        if kind is ScenarioLibraryPage and may(person, IMPORT, place):
            yield _("Bring a story from Twine"), reverse("story:import", args=[place.pk])


def _newest(person: Person, kind: type[Page]) -> list[Any]:
    changed = F("latest_revision_created_at").desc(nulls_last=True)
    return list(_mine(person, kind, "change").order_by(changed, "-pk")[:_MOST])


def _mine(person: Person, kind: type[Page], action: str) -> Any:
    pages = page_permission_policy.instances_user_has_permission_for(person, action)
    return kind.objects.filter(pk__in=pages.values("pk"))
