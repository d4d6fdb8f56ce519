"""Light or dark by hand, without JavaScript."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_choice_is_kept_on_the_device(client: Client, theme: str) -> None:
    assert client.post("/display/", {"theme": theme}).status_code == 303
    assert f'data-theme="{theme}"' in client.get("/about/").content.decode()


def test_the_device_decides_again(client: Client) -> None:
    client.post("/display/", {"theme": "dark"})
    client.post("/display/", {"theme": "device"})
    assert b"data-theme" not in client.get("/about/").content


def test_another_word_is_refused(client: Client) -> None:
    response = client.post("/display/", {"theme": "neon"})
    assert response.status_code == 400
    assert "theme" not in response.cookies


def test_a_forged_cookie_is_ignored(client: Client) -> None:
    client.cookies["theme"] = '"><script>'
    assert b"data-theme" not in client.get("/about/").content


def test_never_leads_elsewhere(client: Client) -> None:
    response = client.post("/display/", {"theme": "dark", "next": "https://evil.example.org"})
    assert response["Location"] == "/display/"
