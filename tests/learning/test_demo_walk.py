"""The demonstration course from the first page to the completion, by what pages mark as next."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.models import User
from courses.content.models import CoursePage, CourseVersion, ScenarioPage
from courses.learning.models import Attempt, Completion, Enrolment

pytestmark = pytest.mark.django_db


class WayForward(HTMLParser):
    """Within <main>: the link or form marked rel="next", and the fields of each form."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.inside = False
        self.link = ""
        self.forms: list[dict] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        given = dict(attrs)
        if tag == "main":
            self.inside = True
        if not self.inside:
            return
        if tag == "a" and given.get("rel") == "next":
            self.link = given["href"]
        if tag == "form":
            self.forms.append({"next": given.get("rel") == "next", "fields": {}, "offers": []})
            self.forms[-1]["action"] = given.get("action", "")
        if tag in {"input", "button"} and self.forms and given.get("name"):
            form = self.forms[-1]
            if given.get("type") in {"radio", "checkbox"} or tag == "button":
                form["offers"].append((given["name"], given.get("value", "")))
            elif given["name"] != "csrfmiddlewaretoken":
                form["fields"][given["name"]] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "main":
            self.inside = False

    @property
    def form(self) -> dict | None:
        return next((each for each in self.forms if each["next"]), None)


def best_choice(attempt: Attempt, offers: list) -> tuple[str, str]:
    """The choice that earns most, as only the server knows."""
    from courses.learning.versions import scene_of

    scene = scene_of(attempt.scenario_version.hash, attempt.state["scene"])
    worth = {
        each.id: sum(each.scores.values()) - (100 if each.critical else 0) for each in scene.choices
    }
    return max(offers, key=lambda offer: worth[offer[1]])


def walk(client: Client, address: str, way: str, most: int = 200) -> list[str]:
    """Go on from `address` by what is marked as next, until the course is complete."""
    seen = []
    response = client.get(address)
    for _ in range(most):
        while response.status_code in {302, 303}:
            address = response["Location"]
            response = client.get(address)
        assert response.status_code == 200, (address, response.content)
        seen.append(address)
        page = WayForward(response.content.decode())
        if Completion.objects.exists():
            return seen
        if page.link:
            assert page.form is None
            address = page.link
            response = client.get(address)
            continue
        assert page.form is not None, (address, response.content.decode())
        fields, offers = dict(page.form["fields"]), page.form["offers"]
        ways = [offer for offer in offers if offer[0] == "reading"]
        choices = [offer for offer in offers if offer[0] == "choice"]
        if ways:
            fields["reading"] = way if ("reading", way) in ways else "full"
        elif choices:
            attempt = Attempt.objects.select_related("scenario_version").get(status="running")
            fields.update([best_choice(attempt, choices)])
        elif offers:
            fields.update([offers[0]])
        address = (page.form["action"] or address).split("#")[0]
        response = client.post(address, fields)
    raise AssertionError(f"No end after {most} pages: {seen[-5:]}")


@pytest.fixture
def demo(db):
    call_command("load_demo", verbosity=0)
    return CourseVersion.objects.get(is_current=True)


@pytest.mark.parametrize("way", ["full", "softer", "summary"])
def test_the_demo_is_walked_by_what_its_pages_mark_as_next(demo, way):
    person = User.objects.create_user("walker@example.org", "a-long-password")
    client = Client()
    client.force_login(person)
    joined = client.post(reverse("learning:enrol", args=[demo.course_key]))

    seen = walk(client, joined["Location"], way)

    lessons = sum(len(module["lessons"]) for module in demo.outline)
    assert len({each for each in seen if "/lessons/" in each}) == lessons
    completion = Completion.objects.get()
    assert completion.course_version == demo
    assert len(completion.evidence["lessons"]) == lessons


def test_deleting_the_pages_leaves_learners_what_they_have(demo):
    """T: a page deleted in mid-attempt, the course deleted after completion."""
    person = User.objects.create_user("walker@example.org", "a-long-password")
    client = Client()
    client.force_login(person)
    page = CoursePage.objects.get()
    joined = client.post(reverse("learning:enrol", args=[demo.course_key]))
    enrolment = Enrolment.objects.get()
    key = next(iter(demo.scenarios))
    client.post(reverse("learning:scenario", args=[enrolment.uuid, key]))

    page.delete()
    ScenarioPage.objects.get(slug="first-contact-at-the-door").delete()

    walk(client, joined["Location"], "full")
    assert Completion.objects.get().course_version_id == demo.pk
    assert client.get(enrolment.get_absolute_url()).status_code == 200
    assert client.get(reverse("learning:home")).status_code == 200
    other = User.objects.create_user("late@example.org", "a-long-password")
    client.force_login(other)
    assert client.post(reverse("learning:enrol", args=[demo.course_key])).status_code == 404
