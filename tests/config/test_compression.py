"""Pages that learners read are compressed; pages that may hold a lasting secret are not."""

from __future__ import annotations

import gzip

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
BROWSER = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.mark.parametrize("page", ["/", "/courses/"])
def test_learners_pages_are_compressed_for_browsers_that_ask(client: Client, page: str) -> None:
    answer = client.get(page, headers=BROWSER)
    plain = client.get(page)
    assert answer["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.content)[:15] == plain.content[:15]
    assert len(answer.content) < len(plain.content) / 2
    assert "Accept-Encoding" in answer["Vary"]
    assert "Content-Encoding" not in plain


@pytest.mark.parametrize("page", ["/accounts/login/", "/accounts/signup/", "/verify/", "/readyz"])
def test_all_others_are_not(client: Client, page: str) -> None:
    assert "Content-Encoding" not in client.get(page, headers=BROWSER)
