"""An activity in a scene of a scenario: after the text, each try anew, never in the way."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actions.erase_person import erase_person
from accounts.people import User
from accounts.personal_data import export_person
from courses.content.actions.load_course import load_course
from courses.content.models import CourseVersion, ScenarioPage, UsedFile
from courses.content.queries import course_versions_with
from courses.content.refusals import PublishRefused
from courses.learning.actions.enrol import enrol
from courses.learning.actions.start_attempt import start_attempt
from courses.learning.models import Attempt
from media.models import ActivityResult, ActivityState, ActivityVersion
from media.tickets import Ticket

pytestmark = pytest.mark.django_db
TINY = Path(__file__).parents[1] / "content" / "fixtures" / "tiny"


@pytest.fixture
def version(ready: Callable[..., ActivityVersion]) -> ActivityVersion:
    made = ready()
    ActivityVersion.objects.filter(pk=made.pk).update(played_at=timezone.now())
    return made


@pytest.fixture
def scenario(db: None) -> ScenarioPage:
    assert load_course(TINY) is not None
    return ScenarioPage.objects.get(slug="tiny-door")


def with_activity(scenario: ScenarioPage, version: ActivityVersion) -> None:
    fields = {
        "activity": version.activity,
        "title": "Try the words first",
        "instructions": "",
        "counts": "finished",
    }
    scenario.scenes[0].value["body"].append(("activity", fields))
    scenario.save_revision().publish()


@pytest.fixture
def attempt(scenario: ScenarioPage, version: ActivityVersion, lena: User) -> Attempt:
    with_activity(scenario, version)
    enrolment = enrol(lena, CourseVersion.objects.get(is_current=True))
    return start_attempt(lena, enrolment.uuid, str(scenario.translation_key))


@pytest.fixture
def browser(lena: User) -> Client:
    client = Client()
    client.force_login(lena)
    return client


def page(browser: Client, attempt: Attempt, reading: str = "") -> str:
    address = attempt.get_absolute_url()
    response = browser.post(address, {"reading": reading}) if reading else browser.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_it_stands_after_the_text_and_before_the_decision(
    attempt: Attempt, browser: Client, version: ActivityVersion
) -> None:
    html = page(browser, attempt, "full")
    frame = html.index("<iframe")
    assert html.index('<div class="wm-prose">') < frame < html.index('name="choice"')
    assert f"/activities/play/{version.token}/" in html
    assert "Try the words first" in html
    assert "Listening helps." in html
    assert "face/activities" in html


def test_the_page_around_runs_nothing_inline(attempt: Attempt, browser: Client) -> None:
    response = browser.post(attempt.get_absolute_url(), {"reading": "full"})
    policy = response["Content-Security-Policy"]
    assert "script-src" in policy or "default-src" in policy
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy
    assert not re.search(rb"<script(?![^>]*(?: src=|application/json))", response.content)
    assert not re.search(rb"<[a-z][^>]* (?:on[a-z]+|style)=", response.content)


def test_each_try_begins_anew(
    attempt: Attempt, browser: Client, version: ActivityVersion, lena: User
) -> None:
    ActivityState.objects.create(
        registration=attempt.enrolment.uuid, version=version, data='{"elsewhere":1}'
    )
    assert "elsewhere" not in page(browser, attempt, "full")
    ticket = Ticket(attempt.uuid, version.pk, lena.pk).write()
    answer = browser.post(
        "/activities/keep/", {"ticket": ticket, "key": "0/state", "data": '{"here":1}'}
    )
    assert answer.status_code == 204
    assert "here" in page(browser, attempt, "full")


def test_the_decision_is_taken_without_it(attempt: Attempt, browser: Client) -> None:
    html = page(browser, attempt, "full")
    choice = html.split('name="choice" value="', 1)[1].split('"', 1)[0]
    answer = browser.post(attempt.get_absolute_url(), {"choice": choice, "step": "0"})
    assert answer.status_code == 303


def test_what_nobody_has_tried_keeps_the_scenario_from_going_live(
    scenario: ScenarioPage, version: ActivityVersion
) -> None:
    ActivityVersion.objects.update(played_at=None)
    with pytest.raises(PublishRefused) as refused:
        with_activity(scenario, version)
    assert "What helps?" in str(refused.value)


def test_what_is_published_is_kept_and_told(
    attempt: Attempt, version: ActivityVersion, client: Client
) -> None:
    assert UsedFile.objects.filter(activity_version=version).exists()
    assert attempt.enrolment.course_version in course_versions_with([version.token])


def test_it_is_exported_and_erased_with_the_learner(
    attempt: Attempt, version: ActivityVersion, lena: User
) -> None:
    kept: dict[str, Any] = {"registration": attempt.uuid, "version": version}
    ActivityState.objects.create(data='{"mine":1}', **kept)
    ActivityResult.objects.create(best=0.5, **kept)
    assert "mine" in str(export_person(lena))
    erase_person(lena, lena)
    assert not ActivityState.objects.exists()
    assert not ActivityResult.objects.exists()
