"""An activity in a lesson: published only once somebody has tried it, and never in the way."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions.erase_person import erase_person
from accounts.people import User
from accounts.personal_data import export_person
from courses.content.actions.load_course import load_course
from courses.content.models import CourseVersion, LessonPage, UsedFile
from courses.content.refusals import PublishRefused
from courses.learning.actions.enrol import enrol
from courses.learning.actions.withdraw import withdraw
from courses.learning.models import Enrolment
from media.activity_use import needed
from media.models import ActivityResult, ActivityState, ActivityVersion
from tests.h5p.packages import sound

pytestmark = pytest.mark.django_db
TINY = Path(__file__).parents[1] / "content" / "fixtures" / "tiny"


@pytest.fixture
def version(ready: Callable[..., ActivityVersion]) -> ActivityVersion:
    made = ready()
    ActivityVersion.objects.filter(pk=made.pk).update(played_at=timezone.now())
    return made


@pytest.fixture
def lesson(db: None) -> LessonPage:
    assert load_course(TINY) is not None
    return LessonPage.objects.get(slug="one")


def with_activity(lesson: LessonPage, version: ActivityVersion, **fields: Any) -> None:
    lesson.body.append(
        (
            "activity",
            {
                "activity": version.activity,
                "title": "",
                "instructions": "Choose one sentence.",
                "counts": "score",
                **fields,
            },
        )
    )
    lesson.save_revision().publish()


@pytest.fixture
def place(lesson: LessonPage, version: ActivityVersion, lena: User) -> SimpleNamespace:
    """A learner in front of the lesson."""
    with_activity(lesson, version)
    course = CourseVersion.objects.get(is_current=True)
    enrolment = enrol(lena, course)
    browser = Client()
    browser.force_login(lena)
    return SimpleNamespace(
        enrolment=enrolment,
        browser=browser,
        address=f"/learning/{enrolment.uuid}/lessons/{lesson.translation_key}/",
    )


def page(place: SimpleNamespace) -> str:
    key = place.address.rstrip("/").rsplit("/", 1)[1]
    address = reverse("learning:lesson", args=[place.enrolment.uuid, key])
    response = place.browser.post(address, {"reading": "full"})
    assert response.status_code == 200
    return response.content.decode()


def test_the_learner_is_shown_it_with_its_words(
    place: SimpleNamespace, version: ActivityVersion
) -> None:
    html = page(place)
    frame = re.search(r"<iframe[^>]*>", html)
    assert frame
    assert 'sandbox="allow-scripts"' in frame[0]
    assert f"/activities/play/{version.token}/" in frame[0]
    assert " src=" not in frame[0]
    assert 'title="What helps?"' in frame[0]
    assert "Choose one sentence." in html
    # What stands there without JavaScript, and beside it.
    assert "Listening helps." in html
    assert "face/activities" in html
    assert ">alert" not in html


def test_without_it_no_script_is_loaded(lesson: LessonPage, lena: User) -> None:
    enrolment = enrol(lena, CourseVersion.objects.get(is_current=True))
    browser = Client()
    browser.force_login(lena)
    place = SimpleNamespace(
        enrolment=enrolment, browser=browser, address=f"/x/{lesson.translation_key}/"
    )
    assert "activities" not in page(place)


def test_the_page_around_runs_nothing_inline(place: SimpleNamespace) -> None:
    response = place.browser.post(place.address, {"reading": "full"})
    policy = response["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy
    assert "frame-src 'self'" in policy


def test_a_ticket_is_given_to_nobody_but_who_takes_the_course(
    place: SimpleNamespace, version: ActivityVersion, lena: User, tara: User, ada: User
) -> None:
    key = place.address.rstrip("/").rsplit("/", 1)[1]
    address = reverse("learning:lesson", args=[place.enrolment.uuid, key])

    def given(browser: Client) -> bool:
        answer = browser.post(address, {"reading": "full"}, follow=True)
        return b'"ticket"' in answer.content or version.token.encode() in answer.content

    assert given(place.browser)
    for nobody in (None, tara, ada):
        other = Client()
        if nobody is not None:
            other.force_login(nobody)
        assert not given(other)
    place.browser.post("/exit/")
    assert not given(place.browser)
    left = Client()
    left.force_login(lena)
    assert given(left)
    withdraw(lena, place.enrolment.uuid)
    assert not given(left)


def test_a_draft_gives_no_ticket(lesson: LessonPage, version: ActivityVersion, lena: User) -> None:
    fields = {"activity": version.activity, "title": "", "instructions": "", "counts": "score"}
    lesson.body.append(("activity", fields))
    lesson.save_revision()
    enrolment = enrol(lena, CourseVersion.objects.get(is_current=True))
    browser = Client()
    browser.force_login(lena)
    address = reverse("learning:lesson", args=[enrolment.uuid, lesson.translation_key])
    answer = browser.post(address, {"reading": "full"})
    assert answer.status_code == 200
    assert version.token.encode() not in answer.content


def test_the_lesson_can_be_finished_without_it(place: SimpleNamespace) -> None:
    assert "I have finished this lesson" in page(place)


@pytest.mark.parametrize("change", [{"played_at": None}, {"state": "unpacking"}])
def test_what_nobody_has_tried_keeps_the_lesson_from_going_live(
    lesson: LessonPage, version: ActivityVersion, change: dict[str, Any]
) -> None:
    ActivityVersion.objects.filter(pk=version.pk).update(**change)
    before = CourseVersion.objects.get(is_current=True)
    with pytest.raises(PublishRefused) as refused:
        with_activity(lesson, version)
    assert "What helps?" in str(refused.value)
    assert CourseVersion.objects.get(is_current=True) == before


def test_a_new_version_reaches_learners_only_when_the_lesson_is_published(
    place: SimpleNamespace,
    lesson: LessonPage,
    version: ActivityVersion,
    ready: Callable[..., ActivityVersion],
) -> None:
    second = ready(sound(content={"question": "Changed"}), version.activity)
    ActivityVersion.objects.filter(pk=second.pk).update(played_at=timezone.now())
    assert version.token in page(place)
    lesson.refresh_from_db()
    lesson.save_revision().publish()
    assert version.token in page(place)
    offered = CourseVersion.objects.get(is_current=True)
    assert UsedFile.objects.filter(activity_version=second).exists()
    assert offered != place.enrolment.course_version


def test_what_is_published_can_be_neither_deleted_nor_swept(
    place: SimpleNamespace, version: ActivityVersion
) -> None:
    assert needed([version.pk, 0]) == {version.pk}
    with pytest.raises(ProtectedError):
        version.activity.delete()


def test_it_is_exported_and_erased_with_the_learner(
    place: SimpleNamespace, version: ActivityVersion, lena: User
) -> None:
    uuid = place.enrolment.uuid
    ActivityState.objects.create(registration=uuid, version=version, data='{"mine":1}')
    ActivityResult.objects.create(registration=uuid, version=version, best=0.5)
    assert "mine" in str(export_person(lena))
    assert "best_score" in str(export_person(lena))
    erase_person(lena, lena)
    assert not ActivityState.objects.exists()
    assert not ActivityResult.objects.exists()
    assert not Enrolment.objects.filter(person__isnull=False).exists()
