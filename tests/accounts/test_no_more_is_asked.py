"""T46: nobody is asked who they are beyond what is needed, and each question has its reason."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from accounts.forms import SignUpForm
from accounts.people import User
from accounts.profile_forms import ProfileForm

ASKED = {"email", "display_name", "certificate_name", "profession", "locale"}
WORDS = re.compile(
    r"gender|\bsex\b|\bage\b|birth|ethnic|race\b|religion|nationality|disab|photo|avatar|picture",
    re.IGNORECASE,
)


def test_forms_ask_for_these_and_no_other() -> None:
    assert set(ProfileForm.base_fields) <= ASKED
    more = {"password1", "shared_computer"}
    assert set(SignUpForm(data=None).fields) <= ASKED | more


def test_no_column_has_room_for_more() -> None:
    fields = User._meta.get_fields()
    assert not [field.name for field in fields if WORDS.search(field.name)]


@pytest.mark.django_db
def test_what_may_stay_empty_says_so_with_its_reason(client: Client) -> None:
    page = client.get("/accounts/signup/").content.decode()
    assert "Your field of work (optional)" in page
    assert "So that courses for your work come first." in page
    assert "I would rather not say" in page
    assert not WORDS.search(re.sub("<[^>]+>", " ", page[page.index("<main") :]))
    assert 'type="file"' not in page
