"""Logs help to find a fault and tell nothing about anybody."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest
from django.core.cache import cache
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from config.logs import PlainFormatter, without_personal_data

PASSWORD = "correct horse battery"
NEW = {
    "email": "sam.secret@example.org",
    "password1": PASSWORD,
    "display_name": "Samira",
    "certificate_name": "Samira Okafor",
}


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What all loggers write, as our formatter writes it."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(PlainFormatter())
    loggers = [logging.getLogger(name) for name in ("", "django", "django-q")]
    for logger in loggers:
        logger.addHandler(handler)
    yield out
    for logger in loggers:
        logger.removeHandler(handler)


@pytest.mark.django_db
def test_a_failing_request_tells_its_fault_but_not_its_person(
    client: Client, lines: io.StringIO
) -> None:
    cache.clear()
    client.raise_request_exception = False

    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError(f"duplicate for {NEW['email']} from 203.0.113.7")

    with mock.patch("accounts.forms.SignUpForm.try_save", fail):
        response = client.post(
            f"/accounts/signup/?email={NEW['email']}", NEW, REMOTE_ADDR="203.0.113.7"
        )
    assert response.status_code == 500
    written = lines.getvalue()
    assert "RuntimeError: duplicate for [e-mail] from [address]" in written
    assert response["X-Request-ID"] in written
    for word in (NEW["email"], "Samira", "Okafor", PASSWORD, "203.0.113.7"):
        assert word not in written


@pytest.mark.django_db
def test_a_whole_sign_up_leaves_no_trace_of_the_person(client: Client, lines: io.StringIO) -> None:
    cache.clear()
    client.post("/accounts/signup/", NEW, REMOTE_ADDR="203.0.113.7")
    client.get("/accounts/confirm-email/")
    client.post("/accounts/login/", {"login": NEW["email"], "password": "a guess"})
    client.post("/accounts/password/reset/", {"email": NEW["email"]})
    written = lines.getvalue()
    assert "POST /accounts/signup/ 302" in written
    for word in (NEW["email"], "sam.secret", "Samira", "Okafor", PASSWORD, "203.0.113.7"):
        assert word not in written


@pytest.mark.django_db
def test_a_line_names_the_pattern_not_the_address(client: Client, lines: io.StringIO) -> None:
    key = "0d4bd2b8-6a4e-4b3f-9d6e-0c7c5a0f3c11"
    client.get(f"/learning/{key}/?reading=softer")
    written = lines.getvalue()
    assert key not in written
    assert "softer" not in written


@pytest.mark.django_db
def test_not_even_where_nothing_was_found(client: Client, lines: io.StringIO) -> None:
    response = client.get("/verify/THE0CODE0OF0SOMEBODY/")
    written = lines.getvalue()
    assert response.status_code == 404
    assert "Not Found: /verify/<str:code>/" in written
    assert written.count(response["X-Request-ID"]) == 2
    assert "SOMEBODY" not in written
    Client(enforce_csrf_checks=True).post("/learning/enrol/0d4bd2b8-6a4e-4b3f-9d6e-0c7c5a0f3c11/")
    assert "0d4bd2b8" not in lines.getvalue()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("to a.b+c@mail.example.co.uk now", "to [e-mail] now"),
        ("from 10.0.0.1:4711", "from [address]:4711"),
        ("from 2001:db8::8a2e:370:7334", "from [address]"),
        ("from fe80:0:0:0:1:2:3:4!", "from [address]!"),
        (
            "Key (certificate_name)=(Samira Okafor) exists",
            "Key (certificate_name)=([value]) exists",
        ),
        ("Failing row contains (1, Samira, x).", "Failing row contains ([values])."),
        ("at 12:34:56 version 5.2.19", "at 12:34:56 version 5.2.19"),
        ("module::function", "module::function"),
    ],
)
def test_what_slips_in_is_covered(text: str, expected: str) -> None:
    assert without_personal_data(text) == expected


@given(st.emails(), st.text(alphabet="abc ,;", max_size=10))
def test_no_plain_address_survives(email: str, around: str) -> None:
    if not email.isascii() or '"' in email:
        return
    assert email not in without_personal_data(f"{around} {email} {around}")
