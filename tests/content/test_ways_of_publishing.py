"""Every way by which Wagtail publishes meets the gate."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import GroupApprovalTask, PageLogEntry, Workflow
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from accounts.audit import AuditEntry
from accounts.roles import ADMINISTRATOR, TRAINER
from courses.content.models import CourseVersion, LessonPage
from courses.content.refusals import PublishRefused

BROKEN = "The title of the broken draft"


@pytest.fixture
def broken(tiny: SimpleNamespace) -> LessonPage:
    """A live lesson with a draft that may not go live."""
    tiny.one.title = BROKEN
    tiny.one.note = []
    tiny.one.intensity = 3
    tiny.one.save_revision()
    page: LessonPage = LessonPage.objects.get(pk=tiny.one.pk)
    return page


@pytest.fixture(autouse=True)
def nothing_went_live(request: pytest.FixtureRequest) -> Any:
    """Whatever the way: the live page, its version and the draft are as they were."""
    if "broken" not in request.fixturenames:
        yield
        return
    page = request.getfixturevalue("broken")
    before = list(CourseVersion.objects.values_list("hash", "is_current"))
    yield
    fresh = LessonPage.objects.get(pk=page.pk)
    assert fresh.live
    assert fresh.title == "One"
    assert fresh.get_latest_revision_as_object().title == BROKEN
    assert list(CourseVersion.objects.values_list("hash", "is_current")) == before


def test_code(broken: LessonPage) -> None:
    with pytest.raises(PublishRefused):
        broken.get_latest_revision().publish()


def test_action(broken: LessonPage) -> None:
    with pytest.raises(PublishRefused):
        PublishPageRevisionAction(broken.get_latest_revision()).execute()


def test_saving_a_live_page(broken: LessonPage) -> None:
    page = broken.get_latest_revision_as_object()
    with pytest.raises(PublishRefused):
        page.save()


def test_saving_that_a_page_is_live_and_nothing_else(broken: LessonPage) -> None:
    page = broken.get_latest_revision_as_object()
    with pytest.raises(PublishRefused):
        page.save(update_fields=["live"])


def test_admin_api(broken: LessonPage, make_client: Callable[..., Client]) -> None:
    client = make_client(ADMINISTRATOR)
    url = reverse("wagtailadmin_api:pages:action", args=[broken.pk, "publish"])
    response = client.post(url)
    assert response.status_code == 400
    assert "content note" in json.dumps(response.json())


def test_bulk_action(broken: LessonPage, trainer: Client) -> None:
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = trainer.post(f"{url}?id={broken.pk}&next=/admin/", {}, follow=True)
    assert response.status_code == 200
    assert "was not published. Your text is kept." in response.content.decode()


def test_bulk_action_publishes_a_course_from_below(tiny: SimpleNamespace, trainer: Client) -> None:
    tiny.course.unpublish()
    for page in (tiny.one, tiny.care, tiny.module):
        page.unpublish()
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    data = {"include_descendants": "on"}
    response = trainer.post(f"{url}?id={tiny.course.pk}&next=/admin/", data, follow=True)
    assert response.status_code == 200
    assert "have been published" in response.content.decode()
    assert CourseVersion.objects.get(is_current=True).number == 1
    entry = AuditEntry.objects.filter(verb="content.course_version").first()
    assert entry is not None
    assert entry.actor_id is not None


def test_schedule(broken: LessonPage) -> None:
    """A schedule that was made when the rules were met is withdrawn when it comes due."""
    revision = broken.get_latest_revision()
    revision.approved_go_live_at = timezone.now() - datetime.timedelta(minutes=1)
    revision.save()
    call_command("publish_scheduled")
    revision.refresh_from_db()
    assert revision.approved_go_live_at is None
    entry = PageLogEntry.objects.get(action="content.publish_refused")
    assert "content note" in entry.data["sentences"][0]


def test_schedule_lets_the_next_page_through(tiny: SimpleNamespace, broken: LessonPage) -> None:
    past = timezone.now() - datetime.timedelta(minutes=1)
    tiny.module.intro = "On time"
    for revision in (broken.get_latest_revision(), tiny.module.save_revision()):
        revision.approved_go_live_at = past
        revision.save()
    call_command("publish_scheduled")
    tiny.module.refresh_from_db()
    assert tiny.module.intro == "On time"
    # The course has a new version with the module's words and the lesson as it was.
    version = CourseVersion.objects.get(is_current=True)
    assert version.outline[0]["intro"] == "On time"
    assert version.outline[0]["lessons"][0]["title"] == "One"
    tiny.module.intro = ""
    tiny.module.save_revision().publish()
    CourseVersion.objects.filter(number=2).delete()


def test_scheduling_what_may_not_go_live(broken: LessonPage) -> None:
    page = broken.get_latest_revision_as_object()
    page.go_live_at = timezone.now() + datetime.timedelta(days=1)
    revision = page.save_revision()
    with pytest.raises(PublishRefused):
        revision.publish()
    revision.refresh_from_db()
    assert revision.approved_go_live_at is None


def test_workflow(broken: LessonPage, trainer: Client, reviewer: Client) -> None:
    task = GroupApprovalTask.objects.get(name="Review")
    workflow = Workflow.objects.get(name="Review")
    state = workflow.start(broken, None)
    url = reverse(
        "wagtailadmin_pages:workflow_action",
        args=[broken.pk, "approve", state.current_task_state.pk],
    )
    response = reviewer.post(url, {"comment": "Fine by me"}, follow=True)
    assert response.status_code == 200
    assert "was not published. Your text is kept." in response.content.decode()
    state.refresh_from_db()
    assert state.status == "in_progress"
    assert state.current_task_state.task_id == task.pk


def test_workflow_publishes_what_was_approved(
    tiny: SimpleNamespace, trainer: Client, reviewer: Client
) -> None:
    tiny.one.title = "Reviewed"
    tiny.one.save_revision()
    state = Workflow.objects.get(name="Review").start(tiny.one, None)
    url = reverse(
        "wagtailadmin_pages:workflow_action",
        args=[tiny.one.pk, "approve", state.current_task_state.pk],
    )
    assert reviewer.post(url, {"comment": ""}).status_code == 302
    assert LessonPage.objects.get(pk=tiny.one.pk).title == "Reviewed"
    assert CourseVersion.objects.get(is_current=True).number == 2


def lesson_form(page: LessonPage, **changes: Any) -> dict[str, Any]:
    """The editor's form as a browser would send it."""
    fields: dict[str, Any] = {
        "title": page.title,
        "slug": page.slug,
        "body": streamfield([("text", rich_text("<p>Typed by a trainer</p>"))]),
        "softer": streamfield([]),
        "summary": rich_text("<p>In short</p>"),
        "minutes": "3",
        "required": "on",
        "intensity": "1",
        "note": streamfield([]),
        "comment_notifications": "",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "0",
    }
    return nested_form_data({**fields, **changes})


def editor(page: LessonPage) -> str:
    return str(AdminURLFinder().get_edit_url(page))


def test_editor_refuses_with_a_sentence_and_keeps_what_was_typed(
    tiny: SimpleNamespace, trainer: Client
) -> None:
    before = CourseVersion.objects.count()
    data = lesson_form(tiny.one, title="Typed title", intensity="4", **{"action-publish": "x"})
    response = trainer.post(editor(tiny.one), data)
    page = response.content.decode()
    assert response.status_code == 200
    assert "Write a content note" in page
    assert "Typed title" in page
    assert "Typed by a trainer" in page
    assert LessonPage.objects.get(pk=tiny.one.pk).title == "One"
    assert CourseVersion.objects.count() == before


def test_editor_keeps_unfinished_drafts(tiny: SimpleNamespace, trainer: Client) -> None:
    data = lesson_form(tiny.one, title="Unfinished", intensity="4", body=streamfield([]))
    response = trainer.post(editor(tiny.one), data)
    assert response.status_code == 302
    fresh = LessonPage.objects.get(pk=tiny.one.pk)
    assert (fresh.title, fresh.draft_title) == ("One", "Unfinished")


def test_editor_publishes_what_may_go_live(tiny: SimpleNamespace, trainer: Client) -> None:
    data = lesson_form(tiny.one, title="Fine", **{"action-publish": "x"})
    response = trainer.post(editor(tiny.one), data)
    assert response.status_code == 302
    assert LessonPage.objects.get(pk=tiny.one.pk).title == "Fine"
    assert CourseVersion.objects.get(is_current=True).number == 2


def test_editor_refuses_a_new_page_too(tiny: SimpleNamespace, trainer: Client) -> None:
    url = reverse("wagtailadmin_pages:add", args=["content", "lessonpage", tiny.module.pk])
    data = lesson_form(
        LessonPage(title="New", slug="new"), intensity="3", **{"action-publish": "x"}
    )
    response = trainer.post(url, data)
    assert response.status_code == 200
    assert "Write a content note" in response.content.decode()
    assert not LessonPage.objects.filter(slug="new").exists()
    response = trainer.post(url, {**data, "intensity": "1"})
    assert response.status_code == 302
    assert LessonPage.objects.get(slug="new").live


def test_submitting_for_review_meets_the_gate(tiny: SimpleNamespace, trainer: Client) -> None:
    data = lesson_form(tiny.one, intensity="4", **{"action-submit": "x"})
    response = trainer.post(editor(tiny.one), data)
    assert "Write a content note" in response.content.decode()


def test_a_copy_begins_as_a_draft(
    tiny: SimpleNamespace, make_client: Callable[..., Client]
) -> None:
    client = make_client(TRAINER)
    url = reverse("wagtailadmin_pages:copy", args=[tiny.course.pk])
    data = {
        "new_title": "Copy",
        "new_slug": "copy",
        "new_parent_page": tiny.catalogue.pk,
        "copy_subpages": "on",
        "publish_copies": "on",
    }
    response = client.post(url, data, follow=True)
    assert response.status_code == 200
    copy = type(tiny.course).objects.get(slug="copy")
    assert not copy.live
    assert not copy.get_descendants().live().exists()
    assert copy.translation_key != tiny.course.translation_key
    assert CourseVersion.objects.count() == 1
