"""The demonstration course's certificates hold two years; what a trainer decides stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command

from accounts.models import User
from certification.actions.remove_achievement import remove_achievement
from certification.models import Achievement
from courses.content.actions.load_course import load_course
from courses.content.models import CoursePage

pytestmark = pytest.mark.django_db
TINY = Path(__file__).parents[1] / "content" / "fixtures" / "tiny"


@pytest.fixture
def course() -> CoursePage:
    made = load_course(TINY)
    assert made is not None
    CoursePage.objects.filter(pk=made.pk).update(slug="first-contact")
    page: CoursePage = CoursePage.objects.get(pk=made.pk)
    return page


def test_it_is_made_once(course: CoursePage) -> None:
    call_command("demo_certificates")
    call_command("demo_certificates")
    made = Achievement.objects.get()
    assert (made.course_key, made.validity, made.validity_amount) == (
        course.translation_key,
        "years",
        2,
    )
    assert made.signatories.get().kept is None


def test_one_that_was_removed_stays_removed(course: CoursePage, admin: User) -> None:
    call_command("demo_certificates")
    remove_achievement(Achievement.objects.get(), course, admin)
    call_command("demo_certificates")
    assert not Achievement.objects.exists()


def test_one_that_a_trainer_made_is_left_alone(course: CoursePage) -> None:
    Achievement.objects.create(course_key=course.translation_key, heading="Own")
    call_command("demo_certificates")
    assert Achievement.objects.get().heading == "Own"


def test_without_the_course_there_is_nothing_to_do() -> None:
    call_command("demo_certificates")
    assert not Achievement.objects.exists()
