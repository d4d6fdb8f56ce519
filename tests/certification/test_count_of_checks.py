"""The holder sees how often a certificate was looked up, and nobody sees more than that."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError
from django.test import Client

from accounts.models import User
from certification.actions.count_check import count_check
from certification.models import CheckCount

pytestmark = pytest.mark.django_db


def number() -> int:
    return CheckCount.objects.get().number


def test_each_check_on_the_page_counts_once(issued: Any, client: Client) -> None:
    address = f"/verify/{issued.credential.code}/"
    client.get(address)
    client.get(address)
    client.head(address)
    assert number() == 2
    client.post("/verify/", {"file": SimpleUploadedFile("c.pdf", issued.pdf)})
    assert number() == 3
    client.post("/verify/", {"file": SimpleUploadedFile("c.pdf", issued.pdf + b"x")})
    assert number() == 3


def test_it_is_a_number_and_nothing_else() -> None:
    assert {each.name for each in CheckCount._meta.fields} == {"id", "credential", "number"}


def test_one_issued_before_they_were_counted(issued: Any) -> None:
    CheckCount.objects.all().delete()
    count_check(issued.credential)
    count_check(issued.credential)
    assert number() == 2


def test_a_count_that_cannot_be_written_fails_no_page(issued: Any, client: Client) -> None:
    with patch.object(CheckCount.objects, "filter", side_effect=DatabaseError("locked")):
        assert client.get(f"/verify/{issued.credential.code}/").status_code == 200


def test_it_is_one_write(issued: Any, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        count_check(issued.credential)


def test_the_holder_sees_it(issued: Any, amal: User, client: Client) -> None:
    client.force_login(amal)
    assert "Not looked up yet" in client.get("/credentials/").content.decode()
    for _time in range(3):
        Client().get(f"/verify/{issued.credential.code}/")
    assert "Looked up 3 times" in client.get("/credentials/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_while_somebody_writes_it_is_left_out_at_once(issued: Any, in_child: Any) -> None:
    """On SQLite one writes at a time. The verifier does not wait for the other's turn."""
    import sqlite3
    import time

    from django.db import connection

    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL locks rows, not the database.")
    name = str(connection.settings_dict["NAME"])
    if "mode=memory" in name or name == ":memory:":
        pytest.skip("The database is in memory.")
    lock = sqlite3.connect(name, timeout=5, isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    try:
        began = time.monotonic()
        count_check(issued.credential)
        assert time.monotonic() - began < 5
    finally:
        lock.execute("ROLLBACK")
        lock.close()
    assert number() == 0
    count_check(issued.credential)
    assert number() == 1
