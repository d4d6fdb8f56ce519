"""What content does when pages leave, and when the places for courses are made."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_migrate, post_save, pre_delete
from wagtail.signals import page_unpublished, post_page_move

from courses.content.actions.give_trainers_their_pages import (
    give_trainers_their_pages,
    give_when_all_stands,
)
from courses.content.actions.publish_affected_courses import publish_course_above
from courses.content.actions.withdraw_versions import withdraw_versions
from courses.content.models import (
    CataloguePage,
    CoursePage,
    LessonPage,
    ModulePage,
    ScenarioLibraryPage,
    ScenarioPage,
)
from courses.content.refusals import PublishRefused

PUBLISHED = (CoursePage, ModulePage, LessonPage, ScenarioPage)
PLACES = (CataloguePage, ScenarioLibraryPage)


def unpublished(sender: Any, instance: Any, **kwargs: Any) -> None:
    withdraw_versions(instance)


def deleted(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Courses and scenarios are withdrawn; versions stay for whoever holds them."""
    if instance.live and isinstance(instance, CoursePage | ScenarioPage):
        withdraw_versions(instance)


def moved(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Lessons in a new order, or in another course: the courses say so from now on."""
    page = instance.specific
    if not isinstance(page, LessonPage | ModulePage) or not page.live:
        return
    for parent in (kwargs["parent_page_before"], kwargs["parent_page_after"]):
        try:
            publish_course_above(parent)
        except PublishRefused:
            # The course stays as it was; its next publishing says what is missing.
            continue


def place_made(sender: Any, instance: Any, created: bool, **kwargs: Any) -> None:
    if created and not kwargs.get("raw"):
        give_trainers_their_pages([instance])


def connect() -> None:
    for model in PUBLISHED:
        page_unpublished.connect(unpublished, sender=model, dispatch_uid=f"content-u-{model}")
        pre_delete.connect(deleted, sender=model, dispatch_uid=f"content-d-{model}")
        post_page_move.connect(moved, sender=model, dispatch_uid=f"content-m-{model}")
    for place in PLACES:
        post_save.connect(place_made, sender=place, dispatch_uid=f"content-p-{place}")
    post_migrate.connect(give_when_all_stands, dispatch_uid="content-rights")
