"""A lesson's own address leads its learner to their version, and everyone else on."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import reverse
from wagtail.models import Page

from courses.content.models import CataloguePage, CoursePage, LessonPage, ModulePage
from courses.learning.wagtail_hooks import lead_to_own_lesson

pytestmark = pytest.mark.django_db


@pytest.fixture
def lesson_page(house) -> LessonPage:
    """Pages that have the keys of the published version; drafts, so that no gate asks."""
    root = Page.objects.get(depth=1)
    catalogue = root.add_child(instance=CataloguePage(title="Courses", slug="courses-here"))
    course = catalogue.add_child(
        instance=CoursePage(title="First", live=False, translation_key=house.course_key)
    )
    module = course.add_child(instance=ModulePage(title="Basics", live=False))
    return module.add_child(
        instance=LessonPage(title="Signs", live=False, translation_key=house.first_key)
    )


def asked_by(person, page):
    request = RequestFactory().get("/courses/first/basics/signs/")
    request.user = person
    return lead_to_own_lesson(page, request, [], {})


def test_a_learner_is_led_to_the_lesson_of_their_version(amal, enrolment, lesson_page, house):
    own = reverse("learning:lesson", args=[enrolment.uuid, house.first_key])
    assert asked_by(amal, lesson_page)["Location"] == own


def test_a_lesson_that_their_version_lacks_leads_to_the_course(amal, enrolment, lesson_page):
    newer = lesson_page.get_parent().add_child(instance=LessonPage(title="New", live=False))
    assert asked_by(amal, newer)["Location"] == enrolment.get_absolute_url()


def test_others_are_left_to_the_page_itself(bela, enrolment, lesson_page):
    assert asked_by(bela, lesson_page) is None
    assert asked_by(AnonymousUser(), lesson_page) is None
    assert asked_by(bela, lesson_page.get_parent().specific) is None
