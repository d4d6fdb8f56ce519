"""A scenario that others use or edit at the same time: nobody is surprised, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from accounts.people import User
from accounts.roles import TRAINER
from courses.content.actions.load_course import load_course
from courses.content.models import CoursePage, LessonPage, ScenarioPage
from courses.content.queries import current_version
from courses.content.refusals import PublishRefused
from courses.learning.actions.enrol import enrol
from courses.learning.actions.start_attempt import start_attempt
from courses.learning.actions.submit_answer import submit_answer
from courses.learning.models import Attempt
from courses.learning.versions import scene_of

TINY = Path(__file__).parents[1] / "content" / "fixtures" / "tiny"


@pytest.fixture
def played(db: None) -> Attempt:
    """Somebody is in the middle of the tiny course's scenario."""
    assert load_course(TINY)
    version = current_version(CoursePage.objects.get(slug="tiny").translation_key)
    assert version is not None
    learner = User.objects.create_user("learner@example.org")
    (key,) = version.scenarios
    return start_attempt(learner, enrol(learner, version).uuid, key)


def door() -> ScenarioPage:
    return ScenarioPage.objects.get(slug="tiny-door")


def fresh(page: ScenarioPage) -> ScenarioPage:
    found: ScenarioPage = ScenarioPage.objects.get(pk=page.pk)
    return found


def test_before_it_goes_the_trainer_reads_who_plays_it(played: Attempt, trainer: Client) -> None:
    asked = trainer.get(reverse("wagtailadmin_pages:delete", args=[door().pk]))
    page = asked.content.decode()
    assert "Courses that play it: Tiny course" in page
    assert "Lessons that refer to it: One." in page
    assert "Plays under way: 1." in page
    assert "goes on with the version that they have" in page


def asking(page: ScenarioPage) -> dict[str, str]:
    """Every page of the admin that asks before the scenario leaves learners' sight."""
    bulk = "wagtail_bulk_action"
    return {
        "delete": reverse("wagtailadmin_pages:delete", args=[page.pk]),
        "unpublish": reverse("wagtailadmin_pages:unpublish", args=[page.pk]),
        "many deleted": reverse(bulk, args=["wagtailcore", "page", "delete"]) + f"?id={page.pk}",
        "many unpublished": reverse(bulk, args=["wagtailcore", "page", "unpublish"])
        + f"?id={page.pk}",
    }


@pytest.mark.parametrize("way", ["delete", "unpublish", "many deleted", "many unpublished"])
def test_whichever_way_it_goes_the_trainer_reads_who_plays_it(
    played: Attempt, trainer: Client, way: str
) -> None:
    page = trainer.get(asking(door())[way]).content.decode()
    assert page.count("“Tiny door”: Courses that play it: Tiny course") == 1
    assert "Plays under way: 1." in page


def test_so_it_is_said_before_the_library_around_it_goes(played: Attempt) -> None:
    library = door().get_parent()
    admin = Client()
    admin.force_login(User.objects.create_superuser("root@example.org", "x", is_demo=True))
    page = admin.get(reverse("wagtailadmin_pages:delete", args=[library.pk])).content.decode()
    assert "“Tiny door”: Courses that play it: Tiny course" in page


@pytest.mark.parametrize("way", ["delete", "unpublish", "many deleted", "many unpublished"])
def test_where_nobody_plays_it_nothing_is_said(
    tiny: ScenarioPage, trainer: Client, way: str
) -> None:
    tiny.get_latest_revision().publish()
    answer = trainer.get(asking(tiny)[way])
    assert answer.status_code == 200
    assert "goes on with the version" not in answer.content.decode()


def test_who_edits_reads_what_publishing_touches(played: Attempt, trainer: Client) -> None:
    page = trainer.get(reverse("wagtailadmin_pages:edit", args=[door().pk])).content.decode()
    assert "Courses that play it now: Tiny course" in page
    assert "Plays under way: 1." in page
    assert "ends it on the version it began with" in page


def test_who_edits_what_nobody_plays_reads_nothing_of_it(
    tiny: ScenarioPage, trainer: Client
) -> None:
    page = trainer.get(reverse("wagtailadmin_pages:edit", args=[tiny.pk])).content.decode()
    assert "Courses that play it now" not in page


def test_a_play_goes_on_when_the_scenario_is_unpublished(played: Attempt, trainer: Client) -> None:
    gone = trainer.post(reverse("wagtailadmin_pages:unpublish", args=[door().pk]))
    assert gone.status_code == 302
    assert not door().live
    scene = scene_of(played.scenario_version.hash, played.state["scene"])
    learner = played.enrolment.person
    submitted = submit_answer(learner, played.uuid, played.step, scene.choices[0].id)
    assert submitted.attempt.step == 1


def test_a_play_goes_on_when_the_scenario_is_deleted(played: Attempt, trainer: Client) -> None:
    gone = trainer.post(reverse("wagtailadmin_pages:delete", args=[door().pk]))
    assert gone.status_code == 302
    assert not ScenarioPage.objects.filter(slug="tiny-door").exists()
    attempt = played
    learner = attempt.enrolment.person
    while attempt.is_running:
        scene = scene_of(attempt.scenario_version.hash, attempt.state["scene"])
        submitted = submit_answer(learner, attempt.uuid, attempt.step, scene.choices[0].id)
        attempt = Attempt.objects.select_related("scenario_version").get(pk=submitted.attempt.pk)
    assert attempt.result is not None


def test_what_was_said_of_publishing_is_so(played: Attempt, trainer: Client) -> None:
    trainer.post(reverse("wagtailadmin_pages:unpublish", args=[door().pk]))
    other = LessonPage.objects.get(slug="care")
    with pytest.raises(PublishRefused, match="Tiny door"):
        other.save_revision().publish()
    door().get_latest_revision().publish()
    other.save_revision().publish()


def ping(client: Client, page: Any, revision: int, session: int = 0) -> dict[str, Any]:
    """What the editor asks every few seconds, with the revision that it was opened at."""
    address = reverse(
        "wagtailadmin_editing_sessions:ping", args=["content", "scenariopage", page.pk, session]
    )
    told: dict[str, Any] = client.post(address, {"revision_id": revision, "is_editing": "1"}).json()
    return told


def test_two_trainers_at_one_case_are_told_of_each_other(
    tiny: ScenarioPage, trainer: Client, sign_in: Callable[..., Client]
) -> None:
    other = User.objects.create_user("second@example.org", "x", is_demo=True, display_name="Second")
    other.groups.set(Group.objects.filter(name=TRAINER))
    second = Client()
    second.force_login(other)
    opened = tiny.latest_revision_id
    assert opened
    first = ping(trainer, tiny, opened)
    assert first["other_sessions"] == []
    assert len(ping(second, tiny, opened)["other_sessions"]) == 1

    theirs = tiny.get_latest_revision_as_object()
    theirs.summary = "As the second trainer has it."
    saved = theirs.save_revision(user=other)

    (session,) = ping(trainer, tiny, opened, first["session_id"])["other_sessions"]
    assert session["revision_id"] == saved.pk
    # Saving all the same makes a revision of its own: both stand in the history.
    mine = fresh(tiny).get_latest_revision_as_object()
    mine.summary = "As the first trainer has it."
    mine.save_revision()
    kept = [each.as_object().summary for each in tiny.revisions.order_by("pk")]
    assert kept[-2:] == ["As the second trainer has it.", "As the first trainer has it."]


def test_a_save_in_the_background_does_not_overwrite_anothers(
    tiny: ScenarioPage, trainer: Client
) -> None:
    opened = tiny.latest_revision
    theirs = tiny.get_latest_revision_as_object()
    theirs.summary = "As the second trainer has it."
    theirs.save_revision()
    answer = trainer.post(
        reverse("wagtailadmin_pages:edit", args=[tiny.pk]),
        {
            "title": "Mine",
            "loaded_revision_id": opened.pk,
            "loaded_revision_created_at": opened.created_at.isoformat(),
        },
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 400
    assert answer.json()["error_code"] == "invalid_revision"
    assert fresh(tiny).get_latest_revision_as_object().summary == "As the second trainer has it."
