"""A check costs the same with many certificates; a status list is signed once per change."""

from __future__ import annotations

import json
from typing import Any
from unittest.mock import patch

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from certification import status_lists
from certification.codes import new_code
from certification.models import Credential, StatusEntry, StatusList
from certification.status.bitstring import is_set


def more_like(issued: Credential, number: int) -> None:
    """Rows as issuing leaves them, of other people, without files."""
    listed = StatusList.objects.get()
    taken = set(StatusEntry.objects.values_list("index", flat=True))
    free = [index for index in range(number + len(taken)) if index not in taken][:number]
    places = StatusEntry.objects.bulk_create(
        [StatusEntry(list=listed, index=index) for index in free], batch_size=2000
    )
    Credential.objects.bulk_create(
        [
            Credential(
                code=new_code(),
                facts_json=issued.facts_json,
                course_key=issued.course_key,
                standing=issued.standing,
                status_entry=place,
                credential_key=issued.credential_key,
                pdf_key=issued.pdf_key,
                jwt_key=issued.jwt_key,
                issued_at=issued.issued_at,
            )
            for place in places
        ],
        batch_size=500,
    )


def check_queries(client: Client, code: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(f"/verify/{code}/").status_code == 200
    return len(seen)


def test_a_check_costs_the_same_with_thousands(issued: Any, client: Client) -> None:
    code = issued.credential.code
    check_queries(client, code)
    few = check_queries(client, code)
    more_like(issued.credential, 3000)
    assert check_queries(client, code) == few


def test_the_list_of_thousands_is_signed_once_and_then_served_from_the_cache(
    issued: Any, client: Client, django_assert_num_queries: Any
) -> None:
    more_like(issued.credential, 3000)
    StatusEntry.objects.filter(index__lt=500).update(is_set=True)
    with patch.object(status_lists, "sign_list", wraps=status_lists.sign_list) as sign:
        first = client.get("/credentials/status/1")
        with django_assert_num_queries(0):
            for _ in range(5):
                assert client.get("/credentials/status/1").content == first.content
    assert sign.call_count == 1
    encoded = json.loads(first.content)["credentialSubject"]["encodedList"]
    assert is_set(encoded, 499)
    assert not is_set(encoded, 131_000)
