"""Who may see the flow through a scenario, and what the page and the file hold."""

from __future__ import annotations

import csv
import io

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import GroupPagePermission

from accounts.models import User
from accounts.roles import LEARNER, MANAGER, REVIEWER, TRAINER
from accounts.spreadsheets import plain
from courses.content.models import ScenarioLibraryPage, ScenarioPage, ScenarioVersion
from courses.learning.analytics.report import report_of
from courses.learning.analytics.sheet import sheet
from courses.learning.models import Attempt

pytestmark = pytest.mark.django_db


def client_of(*roles: str) -> Client:
    person = User.objects.create_user(f"{'-'.join(roles)}@example.org", "x", is_demo=True)
    person.groups.set(Group.objects.filter(name__in=roles))
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def page(house):
    library = ScenarioLibraryPage.objects.get()
    return library.add_child(
        instance=ScenarioPage(title="At the door", translation_key=house.scenario_key, live=False)
    )


@pytest.fixture
def addresses(page, crowd) -> list[str]:
    version = crowd(people=60, tries=90, seed=4)
    return [
        reverse("flows:flow", args=[page.pk]),
        reverse("flows:version", args=[page.pk, version.hash]),
        reverse("flows:csv", args=[page.pk, version.hash]),
    ]


def test_a_trainer_of_the_scenario_sees_its_flow(addresses):
    trainer = client_of(TRAINER)
    for address in [*addresses, reverse("flows:index")]:
        assert trainer.get(address).status_code == 200, address
    html = trainer.get(addresses[0]).content.decode()
    report = report_of(ScenarioVersion.objects.get())
    assert f"<td>{report.flow.ended}</td>" in html
    first = report.flow.scenes[0]
    assert "Choice one-good" in html
    assert "<svg" in html
    assert f"<td>{first.choices[0].count}</td>" in html
    assert "Flow of choices" in trainer.get("/admin/").content.decode()


@pytest.mark.parametrize("role", [LEARNER, MANAGER, REVIEWER])
def test_others_do_not(addresses, role):
    client = client_of(role)
    for address in [*addresses, reverse("flows:index")]:
        response = client.get(address)
        assert response.status_code in {302, 403}, address
        assert b"Choice one-good" not in response.content
        assert response.get("Content-Type") != "text/csv; charset=utf-8"


def test_a_trainer_of_other_scenarios_does_not(addresses, page):
    group = Group.objects.create(name="trainers of another house")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    elsewhere = page.get_parent().add_child(instance=ScenarioPage(title="Elsewhere", live=False))
    change = Permission.objects.get(codename="change_page", content_type__app_label="wagtailcore")
    GroupPagePermission.objects.create(group=group, page=elsewhere, permission=change)
    client = client_of("trainers of another house")

    assert client.get(reverse("flows:flow", args=[elsewhere.pk])).status_code == 200
    for address in addresses:
        assert client.get(address).status_code in {302, 403}
    assert "At the door" not in client.get(reverse("flows:index")).content.decode()


def test_who_is_not_signed_in_is_asked_to(client, addresses):
    for address in addresses:
        assert client.get(address).status_code == 302


def test_a_version_of_another_scenario_is_not_found(addresses, page):
    trainer = client_of(TRAINER)
    for version in ("0" * 64, "none"):
        assert trainer.get(reverse("flows:version", args=[page.pk, version])).status_code == 404
        assert trainer.get(reverse("flows:csv", args=[page.pk, version])).status_code == 404
    assert trainer.get(reverse("flows:flow", args=[999_999])).status_code == 404


def test_neither_page_nor_file_names_anyone(addresses):
    trainer = client_of(TRAINER)
    texts = [trainer.get(address).content.decode() for address in addresses]
    people = User.objects.filter(enrolments__isnull=False).values_list("email", "uuid")
    numbers = Attempt.objects.values_list("uuid", "enrolment__uuid")
    for text in texts:
        assert "crowd" not in text
        for one, other in [*people, *numbers]:
            assert str(one) not in text
            assert str(other) not in text


def test_under_five_nothing_is_counted(page, crowd):
    crowd(people=4, tries=20, seed=4)
    html = client_of(TRAINER).get(reverse("flows:flow", args=[page.pk])).content.decode()
    assert "Fewer than five learners" in html
    assert "Scene by scene" not in html


def test_what_was_never_published_says_so(page):
    html = client_of(TRAINER).get(reverse("flows:flow", args=[page.pk])).content.decode()
    assert "has not been published" in html


def test_small_numbers_read_as_hidden(page, crowd):
    crowd(people=9, tries=9, seed=4, drop=0)
    html = client_of(TRAINER).get(reverse("flows:flow", args=[page.pk])).content.decode()
    assert "<td>hidden</td>" in html


def test_the_page_takes_as_many_queries_for_many_tries_as_for_few(addresses, crowd):
    trainer = client_of(TRAINER)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert trainer.get(addresses[0]).status_code == 200
        return len(captured)

    queries()
    before = queries()
    crowd(people=300, tries=900, seed=5, version=ScenarioVersion.objects.get())
    assert queries() == before


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1+1", "\r=1", "\n=1", "＝1"]
)
def test_no_cell_is_a_formula(text):
    assert plain(text) == f"'{text}"


def test_words_stay_as_they_are():
    for text in ("“Good morning.”", "12", "", "a=1", "34 %"):
        assert plain(text) == text


def test_the_file_holds_the_same_numbers(crowd):
    version = crowd(people=60, tries=90, seed=4)
    report = report_of(version)
    lines = list(csv.DictReader(io.StringIO(sheet(report).removeprefix("\ufeff"))))
    choices = [line for line in lines if line["Row"] == "Choice"]
    shown = [choice for scene in report.flow.scenes for choice in scene.choices]
    assert [line["Number"] for line in choices] == [
        "hidden" if each.count is None else str(each.count) for each in shown
    ]
    assert [line["Choice or question"] for line in choices] == [each.words for each in shown]
    assert set(lines[0]) == {
        "Row",
        "Scene",
        "Choice or question",
        "Leads to",
        "Number",
        "Share",
        "Stopped here",
        "Time for a decision",
        "Well at the first try",
        "Share well at the first try",
        "Well in the end",
        "Share well in the end",
    }
