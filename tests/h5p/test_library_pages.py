"""The list of activities, the page of one, trying it, and what stands in the way of deleting it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.audit import AuditEntry
from accounts.people import User
from courses.content.actions.load_course import load_course
from courses.content.models import CourseVersion, LessonPage
from courses.learning.actions.enrol import enrol
from media import tasks
from media.models import Activity, ActivityResult, ActivityState, ActivityVersion
from tests.h5p.packages import CHOICE, sound, with_files

pytestmark = pytest.mark.django_db
Ready = Callable[..., ActivityVersion]
TINY = Path(__file__).parents[1] / "content" / "fixtures" / "tiny"
ANSWERED = (
    '{"verb": {"id": "http://adlnet.gov/expapi/verbs/answered"},'
    ' "result": {"score": {"raw": 1, "max": 2}}}'
)


@pytest.fixture
def browser(tara: User) -> Client:
    client = Client()
    client.force_login(tara)
    return client


def text(response: Any) -> str:
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def at(name: str, pk: int) -> str:
    return reverse(f"activity_library:{name}", args=[pk])


def in_a_lesson(version: ActivityVersion) -> LessonPage:
    """A published lesson with the activity."""
    assert load_course(TINY) is not None
    ActivityVersion.objects.filter(pk=version.pk).update(played_at=timezone.now())
    lesson: LessonPage = LessonPage.objects.get(slug="one")
    block = {"activity": version.activity, "title": "", "instructions": "", "counts": "score"}
    lesson.body.append(("activity", block))
    lesson.save_revision().publish()
    return lesson


def test_an_empty_library_says_what_to_do(browser: Client) -> None:
    page = text(browser.get(reverse("activity_library:index")))
    assert "There is no activity yet" in page
    assert "H5P is a kind of file" in page
    assert reverse("activity_library:add") in page


def test_the_list_says_what_each_is(browser: Client, ready: Ready) -> None:
    version = ready()
    page = text(browser.get(reverse("activity_library:index")))
    for words in ("What helps?", "Tiny choice", "Ready: try it once", "In no lesson yet"):
        assert words in page
    in_a_lesson(version)
    ActivityVersion.objects.filter(pk=version.pk).update(last_used_at=timezone.now())
    page = text(browser.get(reverse("activity_library:index")))
    for words in ("Ready for lessons", "In 1 lesson ", "last played"):
        assert words in page


def test_it_is_found_by_title_and_by_type(browser: Client, ready: Ready) -> None:
    ready()
    for words, found in (("helps", True), ("tiny CHOICE", True), ("nothing such", False)):
        page = text(browser.get(reverse("activity_library:index"), {"q": words}))
        assert ("<h2><a" in page) is found


def test_the_picture_is_its_own_or_the_symbol_of_its_type(browser: Client, ready: Ready) -> None:
    drawn = ready(with_files({f"{CHOICE}/icon.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>"}))
    assert drawn.picture == f"libraries/{CHOICE}/icon.svg"
    pictured = sound(content={"picture": {"path": "images/hand.png", "mime": "image/png"}})
    assert ready(pictured).picture == "", "a picture that is not there"
    packed = io.BytesIO(pictured.getvalue())
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("content/images/hand.png", b"\x89PNG")
    packed.seek(0)
    version = ready(packed)
    assert version.picture == "content/images/hand.png"
    page = text(browser.get(reverse("activity_library:index")))
    assert f"/activities/files/{version.token}/content/images/hand.png" in page
    assert browser.get(f"/activities/files/{version.token}/{version.picture}").status_code == 200


def test_no_more_queries_for_more_activities(
    browser: Client, ready: Ready, django_assert_max_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    first = ready()
    browser.get(reverse("activity_library:index"))
    with CaptureQueriesContext(
        connection,
    ) as few:
        browser.get(reverse("activity_library:index"))
    for _turn in range(3):
        ready(activity=first.activity)
        ready()
    with CaptureQueriesContext(connection) as many:
        browser.get(reverse("activity_library:index"))
    assert len(many) <= len(few)


def test_its_page_says_what_it_is_and_where(browser: Client, ready: Ready, lena: User) -> None:
    version = ready()
    lesson = in_a_lesson(version)
    enrol(lena, CourseVersion.objects.get(is_current=True))
    page = text(browser.get(at("activity", version.activity_id)))
    for words in ("CC BY-SA 4.0", "A trainer", "Only that it was opened", lesson.title):
        assert words in page
    assert "Published courses that show it: <strong>1</strong>" in page
    assert "Learners under way in a course that shows it: <strong>1</strong>" in page
    assert "lena" not in page
    # The same before a new version is uploaded.
    page = text(browser.get(at("replace", version.activity_id)))
    assert lesson.title in page
    assert "Nothing changes for them by itself" in page


def test_its_words_are_written_anew(browser: Client, ready: Ready) -> None:
    activity = ready().activity
    address = at("activity", activity.pk)
    given = {"title": "Listening", "text_alternative": "Read this.", "credit_note": "With leave."}
    assert browser.post(address, given)["Location"] == address
    activity.refresh_from_db()
    assert (activity.title, activity.credit_note) == ("Listening", "With leave.")
    entry = AuditEntry.objects.get(verb="change activity")
    assert entry.details["fields"] == ["title", "text_alternative", "credit_note"]
    refused = browser.post(address, given | {"text_alternative": " ", "title": "Kept"})
    assert refused.status_code == 422
    assert "Kept" in refused.content.decode()
    activity.refresh_from_db()
    assert activity.title == "Listening"


def test_the_package_comes_back_as_it_was(browser: Client, ready: Ready) -> None:
    source = sound()
    version = ready(source)
    response: Any = browser.get(at("download", version.pk))
    assert b"".join(response.streaming_content) == source.getvalue()
    assert response["Content-Disposition"] == 'attachment; filename="what-helps.h5p"'
    assert response["Content-Type"] == "application/octet-stream"


def test_trying_it_lets_lessons_be_published_with_it(browser: Client, ready: Ready) -> None:
    version = ready()
    page = text(browser.get(at("try", version.activity_id)))
    assert f"/activities/play/{version.token}/" in page
    assert 'sandbox="allow-scripts"' in page
    assert 'title="What helps?"' in page
    assert "<p>Listening helps.</p>" in page
    assert "<noscript>" in page
    # Looking at the page is not playing.
    version.refresh_from_db()
    assert version.played_at is None
    answer = browser.post(at("played", version.pk))
    assert "It plays" in answer.json()["words"]
    version.refresh_from_db()
    assert version.played_at is not None
    assert AuditEntry.objects.filter(verb="try activity").count() == 1
    browser.post(at("played", version.pk))
    assert AuditEntry.objects.filter(verb="try activity").count() == 1


def test_what_it_reports_there_is_told_and_kept_nowhere(browser: Client, ready: Ready) -> None:
    address = at("played", ready().pk)
    assert "50 %" in browser.post(address, {"statement": ANSWERED}).json()["words"]
    assert browser.post(address, {"statement": "{"}).status_code == 422
    assert not ActivityResult.objects.exists()
    assert not ActivityState.objects.exists()


def test_what_a_type_reports_is_seen_when_it_is_tried(browser: Client, ready: Ready) -> None:
    """Nobody lists every type: one that reports a score as it is tried is no longer said not to."""
    version = ready()
    assert version.reports == "viewed"
    address = at("played", version.pk)
    browser.post(address, {"statement": ANSWERED.replace("answered", "interacted")})
    version.refresh_from_db()
    assert version.reports == "viewed"
    browser.post(address, {"statement": ANSWERED})
    browser.post(address, {"statement": ANSWERED})
    version.refresh_from_db()
    assert version.reports == "score"
    assert AuditEntry.objects.filter(verb="see what activity reports").count() == 1
    page = text(browser.get(at("activity", version.activity_id)))
    assert "A score, and when it was finished" in page


def test_the_editor_s_policy_lets_it_be_shown(browser: Client, ready: Ready, settings: Any) -> None:
    policy = browser.get(at("try", ready().activity_id))["Content-Security-Policy"]
    assert "frame-src 'self'" in policy
    from config.content_policy import editor_policy

    assert "https://play.example.org" in editor_policy("https://play.example.org/")["frame-src"]


def test_there_is_nothing_to_try_before_it_is_unpacked(
    browser: Client, received: Callable[..., ActivityVersion]
) -> None:
    version = received()
    assert browser.get(at("try", version.activity_id)).status_code == 404
    browser.post(at("played", version.pk))
    version.refresh_from_db()
    assert version.played_at is None


def test_what_a_published_course_shows_is_not_deleted(browser: Client, ready: Ready) -> None:
    version = ready()
    in_a_lesson(version)
    assert "it cannot be deleted" in text(browser.get(at("delete", version.activity_id)))
    page = browser.post(at("delete", version.activity_id), follow=True).content.decode()
    assert "it cannot be deleted" in page
    assert Activity.objects.exists()


def test_what_no_course_shows_is_deleted_with_its_files(
    browser: Client,
    ready: Ready,
    activities_folder: Path,
    django_capture_on_commit_callbacks: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    version = ready()
    queued: list[Any] = []
    monkeypatch.setattr("media.queue.async_task", lambda *given, **more: queued.append(given))
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(at("delete", version.activity_id))
    assert not Activity.objects.exists()
    assert AuditEntry.objects.filter(verb="delete activity").exists()
    assert queued == [("media.tasks.clear", [version.token])]
    tasks.clear(*queued[0][1:])
    left = [path for path in activities_folder.rglob("*") if version.token in str(path)]
    assert [path for path in left if path.is_file()] == []
    # Twice is as good as once.
    tasks.clear([version.token])


def test_files_of_a_version_that_is_there_are_never_cleared(ready: Ready, client: Client) -> None:
    version = ready()
    tasks.clear([version.token])
    assert client.get(f"/activities/files/{version.token}/h5p.json").status_code == 200


def test_the_course_page_names_authors_and_licence(
    browser: Client, ready: Ready, client: Client
) -> None:
    version = ready()
    Activity.objects.filter(pk=version.activity_id).update(credit_note="Translated with leave.")
    in_a_lesson(ActivityVersion.objects.get(pk=version.pk))
    from courses.content.models import CoursePage

    page = text(client.get(CoursePage.objects.get().get_url()))
    assert "Activities in it" in page
    assert "What helps?. A trainer. Licence: CC BY-SA 4.0. Translated with leave." in page
