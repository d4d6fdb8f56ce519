"""Faults of other systems that people saw on pages. Each test has the name of its row."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from certification.actions.forget_holder import forget_holder
from certification.actions.issue_credential import issue_credential
from certification.models import Achievement, Credential, CredentialFile
from certification.vault import get
from courses.learning.analytics.flow import share
from tests.certification.conftest import CREDIT, complete, make_version, person

pytestmark = pytest.mark.django_db

# What may or may not stand on a paper, one part each.
PARTS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"credit_lines": [CREDIT]}, {"credit_lines": []}),
    ({"law_date": date(2026, 6, 1), "jurisdiction": "Scotland"}, {"law_date": None}),
    ({"scenarios": {"a": "b"}}, {"scenarios": {}}),
]


@pytest.mark.parametrize("choice", list(itertools.product((0, 1), repeat=len(PARTS))))
@pytest.mark.parametrize("validity", [None, -1, 30])
def test_customcert_647_expiry_broke_the_check(
    keys: Any, amal: User, client: Client, choice: tuple[int, ...], validity: int | None
) -> None:
    """The page answers for every combination of parts, before and after the last valid day."""
    fields: dict[str, Any] = {}
    for part, which in zip(PARTS, choice, strict=True):
        fields |= part[which]
    credential = issue_credential(complete(amal, make_version(**fields)))
    if validity is not None:
        ends = date.today() + timedelta(days=validity)
        Credential.objects.filter(pk=credential.pk).update(valid_until=ends)
    response = client.get(f"/verify/{credential.code}/")
    assert response.status_code == 200
    page = response.content.decode()
    word = "expired" if validity == -1 else "valid"
    # A day apart at most: the issuer's zone is UTC and the last day counts.
    if validity != -1 or date.today() > ends:
        assert f"wm-badge--{word}" in page
    assert "Amal Haddad" in page
    assert ("College of Policing" in page) == bool(fields["credit_lines"])


def test_customcert_159_edx_143_erasure(
    issued: Any, amal: User, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    """Valid, without the name; the name only confirmed, or proven by the holder's own copy."""
    with django_capture_on_commit_callbacks(execute=True):
        forget_holder(amal)
    address = f"/verify/{issued.credential.code}/"
    page = client.get(address).content.decode()
    assert "wm-badge--valid" in page
    assert "Amal" not in page
    assert "The name matches" in client.post(address, {"name": "Amal Haddad"}).content.decode()


def test_ilias_before_5_4_a_template_s_edit_altered_old_certificates(
    issued: Any, version: Any, client: Client
) -> None:
    def bytes_of() -> list[bytes]:
        rows = CredentialFile.objects.filter(credential=issued.credential).order_by("kind")
        return [get(row.path, bytes(row.wrapped_key), row.sha256) for row in rows]

    before = bytes_of()
    made = Achievement.objects.create(
        course_key=version.course_key, heading="Diploma", completed="has mastered", layout="plain"
    )
    made.heading = "Diploma of honour"
    made.save()
    assert bytes_of() == before
    page = client.get(f"/verify/{issued.credential.code}/").content.decode()
    assert "Diploma" not in page


def test_kaya_i_completed_it_and_it_says_that_i_have_not(client: Client) -> None:
    """The course's page lists each thing that is missing, with a link to it."""
    from courses.content.actions.load_course import load_course
    from courses.content.models import CourseVersion
    from courses.learning.actions.enrol import enrol
    from tests.certification.test_traps_chains import TINY

    assert load_course(TINY) is not None
    someone = person("kaya@example.org")
    enrolment = enrol(someone, CourseVersion.objects.get(is_current=True))
    client.force_login(someone)
    page = client.get(enrolment.get_absolute_url()).content.decode()
    missing = page.split("What is still missing", 1)[1].split("</ul>", 1)[0]
    lines = missing.split("<li>")[1:]
    assert lines
    for line in lines:
        address = line.split('href="', 1)[1].split('"', 1)[0]
        assert client.get(address).status_code == 200


@given(st.none() | st.integers(0, 10**6), st.none() | st.integers(0, 10**6))
def test_oppia_7537_negative_completion_rate(part: int | None, more: int | None) -> None:
    whole = None if part is None or more is None else part + more
    rate = share(part, whole)
    assert rate is None or 0 <= rate <= 1


def test_kolibri_15161_resume_after_completion(issued: Any, amal: User, client: Client) -> None:
    client.force_login(amal)
    page = client.get("/learning/").content.decode()
    assert "Review" in page
    assert "Resume" not in page
    assert ">Continue" not in page
