"""What content does when pages leave, and when the places for courses are made."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_migrate, post_save
from wagtail.models import Page
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
    if isinstance(instance, LessonPage | ModulePage) and _live_in_database(instance):
        # Wagtail unpublishes in memory what it is about to delete, the course above included:
        # only afterwards it is known whether there is a course left to compile.
        transaction.on_commit(partial(_course_without, instance))
        return
    withdraw_versions(instance)


def _live_in_database(page: Any) -> bool:
    return bool(Page.objects.filter(pk=page.pk, live=True).exists())


def _course_without(page: Any) -> None:
    if CoursePage.objects.ancestor_of(page).live().exists():
        withdraw_versions(page)


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
        post_page_move.connect(moved, sender=model, dispatch_uid=f"content-m-{model}")
    for place in PLACES:
        post_save.connect(place_made, sender=place, dispatch_uid=f"content-p-{place}")
    post_migrate.connect(give_when_all_stands, dispatch_uid="content-rights")
