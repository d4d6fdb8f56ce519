"""Looking back: each decision beside the others that stood there, with reasons and sources."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from courses.learning.actions.start_attempt import start_attempt
from courses.learning.debrief import debrief

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(house, amal, enrolment) -> str:
    attempt = house.play(amal, enrolment, "poor")
    client = Client()
    client.force_login(amal)
    return client.get(reverse("learning:end", args=[attempt.uuid])).content.decode()


def test_each_decision_stands_beside_what_else_was_offered_then(house, amal, enrolment):
    replayed = debrief(house.play(amal, enrolment, "poor"))

    assert [each.choice for each in replayed] == [
        "Choice one-poor",
        "Choice two-poor",
        "Choice three-poor",
    ]
    # "one-closed" was never open: it is not among them.
    assert [[way.words for way in each.others] for each in replayed] == [
        ["Choice one-good"],
        ["Choice two-good"],
        ["Choice three-good"],
    ]


def test_the_page_gives_reasons_and_sources_for_both(page):
    for words in (
        "Why one-poor.",
        "Source one-poor",
        "Why one-good.",
        "Next time one-good.",
        "Source one-good",
    ):
        assert words in page
    assert "one-closed" not in page
    assert "Happened one-good." not in page


def test_what_the_other_person_lived_through_has_a_heading_of_its_own(page):
    section = re.search(r'<section[^>]*aria-labelledby="lived-title".*?</section>', page, re.S)
    assert section
    assert "What it was like for the other person</h2>" in section[0]
    assert "<p>He was glad that you asked.</p>" in section[0]
    assert "Debrief" not in section[0]


def test_a_try_under_way_has_no_debrief(house, amal, enrolment):
    attempt = start_attempt(amal, enrolment.uuid, str(house.scenario_key))
    with pytest.raises(ValueError, match="under way"):
        debrief(attempt)
