"""T02, T03, T05, T06: leaving veils the visit until the person chooses to go on."""

from __future__ import annotations

import datetime
from unittest import mock

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from accounts.models import Membership, Organisation, User
from accounts.sessions import SHARED_COMPUTER

NEUTRAL = b"There is nothing open here."
PAGES = [
    "/",
    "/about/",
    "/stay-safe/",
    "/support/",
    "/break/",
    "/learning/",
    "/accounts/login/",
    "/admin/",
    "/nowhere/",
]


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_leads_to_the_neutral_address_and_tells_nobody_where_from(
    client: Client, settings, method: str
) -> None:
    settings.EXIT_ADDRESS = "https://neutral.example.org/"
    response = getattr(client, method)("/exit/")
    assert response.status_code == 303
    assert response["Location"] == "https://neutral.example.org/"
    assert response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_needs_no_form_token() -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/exit/").status_code == 303


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_a_page_shows_before_and_is_veiled_after(client: Client, path: str) -> None:
    assert NEUTRAL not in client.get(path).content
    client.get("/exit/")
    response = client.get(path)
    assert response.status_code == 200
    assert NEUTRAL in response.content
    assert response["Cache-Control"] == "no-store"
    assert b"Waymark" not in response.content
    assert b"trafficking" not in response.content.lower()


def test_the_session_is_veiled_too(signed_in: Client) -> None:
    signed_in.get("/exit/")
    del signed_in.cookies["veil"]  # as after the browser was closed
    assert NEUTRAL in signed_in.get("/stay-safe/").content


def test_another_browser_of_the_same_person_is_not_veiled(signed_in: Client, person: User) -> None:
    signed_in.get("/exit/")
    elsewhere = Client()
    elsewhere.force_login(person)
    assert NEUTRAL not in elsewhere.get("/stay-safe/").content


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/exit/", "/healthz", "/readyz", "/verify/", "/.well-known/x"])
def test_machines_and_verifiers_are_answered_as_always(client: Client, path: str) -> None:
    client.get("/exit/")
    assert NEUTRAL not in client.get(path).content


@pytest.mark.django_db
def test_nothing_posted_is_done_while_veiled(client: Client) -> None:
    client.get("/exit/")
    response = client.post("/display/", {"theme": "dark"})
    assert NEUTRAL in response.content
    assert "theme" not in response.cookies
    assert client.post("/display/?", {"theme": "dark"}).status_code == 200


@pytest.mark.django_db
def test_going_on_returns_to_the_same_page(client: Client) -> None:
    client.get("/exit/")
    neutral = client.get("/stay-safe/?a=1")
    assert b'value="/stay-safe/?a=1"' in neutral.content
    response = client.post("/exit/return/", {"next": "/stay-safe/?a=1"})
    assert (response.status_code, response["Location"]) == (303, "/stay-safe/?a=1")
    assert NEUTRAL not in client.get("/stay-safe/").content


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example.org/",
        "//evil.example.org/",
        "/\\evil.example.org/",
        "\\\\evil.example.org",
        "/\t/evil.example.org/",
        "javascript:alert(1)",
        "",
        "/exit/",
        "x" * 3000,
    ],
)
def test_going_on_never_leads_elsewhere(client: Client, address: str) -> None:
    client.get("/exit/")
    assert client.post("/exit/return/", {"next": address})["Location"] == "/"


@pytest.mark.django_db
def test_going_on_needs_the_form_of_the_page() -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.get("/exit/")
    assert strict.post("/exit/return/", {"next": "/"}).status_code == 403
    assert NEUTRAL in strict.get("/stay-safe/").content
    page = strict.get("/stay-safe/")
    token = page.content.split(b'csrfmiddlewaretoken" value="')[1].split(b'"')[0].decode()
    answer = strict.post("/exit/return/", {"next": "/", "csrfmiddlewaretoken": token})
    assert answer.status_code == 303


@pytest.mark.django_db
def test_a_link_cannot_lift_the_veil(client: Client) -> None:
    client.get("/exit/")
    assert client.get("/exit/return/").status_code == 405
    assert NEUTRAL in client.get("/stay-safe/").content


def test_on_ones_own_computer_the_person_stays_signed_in(signed_in: Client) -> None:
    signed_in.get("/exit/")
    signed_in.post("/exit/return/", {"next": "/"})
    assert "_auth_user_id" in signed_in.session


def test_on_a_shared_computer_going_on_needs_signing_in(signed_in: Client) -> None:
    session = signed_in.session
    session[SHARED_COMPUTER] = True
    session.save()
    signed_in.get("/exit/")
    assert NEUTRAL in signed_in.get("/learning/").content
    signed_in.post("/exit/return/", {"next": "/learning/"})
    assert "_auth_user_id" not in signed_in.session


def test_the_organisation_chooses_the_address(
    signed_in: Client, person: User, organisation: Organisation
) -> None:
    Membership.objects.create(person=person, organisation=organisation, role="learner")
    assert signed_in.get("/exit/")["Location"] == "https://weather.example.org/"


def test_not_the_organisation_that_the_person_left(
    signed_in: Client, person: User, organisation: Organisation, settings
) -> None:
    today = timezone.localdate()
    Membership.objects.create(
        person=person,
        organisation=organisation,
        role="learner",
        starts_on=today - datetime.timedelta(days=9),
        ends_on=today - datetime.timedelta(days=1),
    )
    assert signed_in.get("/exit/")["Location"] == settings.EXIT_ADDRESS


def test_nor_somebody_elses(signed_in: Client, organisation: Organisation, settings) -> None:
    other = User.objects.create_user("noor@example.org")
    Membership.objects.create(person=other, organisation=organisation, role="learner")
    assert signed_in.get("/exit/")["Location"] == settings.EXIT_ADDRESS


def test_not_an_address_that_is_no_web_address(
    signed_in: Client, person: User, organisation: Organisation, settings
) -> None:
    Organisation.objects.update(exit_address="javascript:alert(1)")
    Membership.objects.create(person=person, organisation=organisation, role="learner")
    assert signed_in.get("/exit/")["Location"] == settings.EXIT_ADDRESS


def test_gets_away_without_the_database(signed_in: Client, settings) -> None:
    with mock.patch("home.views.leave.exit_address", side_effect=OperationalError("gone")):
        response = signed_in.get("/exit/")
    assert response["Location"] == settings.EXIT_ADDRESS
    assert response.cookies["veil"].value == "1"


def test_the_cookie_says_nothing_and_no_script_reads_it(signed_in: Client) -> None:
    cookie = signed_in.get("/exit/").cookies["veil"]
    assert cookie.value == "1"
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["max-age"]
