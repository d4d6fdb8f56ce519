"""The second host name answers for activities and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
SECOND = "play.example.org"


@pytest.fixture(autouse=True)
def _second_host(settings: Any) -> None:
    settings.PUBLIC_URL = "https://training.example.org"
    settings.ACTIVITIES_URL = f"https://{SECOND}"


@pytest.mark.parametrize(
    "place",
    ["/", "/admin/", "/accounts/login/", "/healthz", "/courses/", "/uploads/x.png",
     "/activities/keep/", "/activities/report/", "/activities/playing"],
)  # fmt: skip
def test_no_page_of_ours_answers_there(client: Client, place: str) -> None:
    for host in (SECOND, SECOND.upper(), f"{SECOND}:443"):
        response = client.get(place, headers={"host": host})
        assert response.status_code == 404
        assert response.content == b"Nothing here."
        assert not response.cookies
    assert client.post(place, headers={"host": SECOND}).status_code == 404


def test_activities_do(client: Client) -> None:
    for place in ("/activities/play/unknown/", "/activities/files/unknown/h5p.json"):
        # Asked of the view, which knows no such activity.
        response = client.get(place, headers={"host": SECOND})
        assert response.status_code == 404
        assert response.content != b"Nothing here."


def test_the_site_s_own_host_goes_on_as_ever(client: Client) -> None:
    assert client.get("/healthz", headers={"host": "training.example.org"}).status_code == 200


@pytest.mark.parametrize("url", ["", "https://training.example.org"])
def test_without_a_second_host_nothing_changes(client: Client, settings: Any, url: str) -> None:
    settings.ACTIVITIES_URL = url
    assert client.get("/healthz", headers={"host": "training.example.org"}).status_code == 200
