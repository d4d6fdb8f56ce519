"""What a verifier waits for: one certificate, and a list of 5,000, in a register of 100,000."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import timedelta
from statistics import median
from typing import Any

from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.ground import HOST
from bench.seed import BATCH
from certification.codes import new_code
from certification.models import CheckCount, Credential, StatusEntry, StatusList

TURNS = 3
REGISTERS = (5_000, 100_000)
LIST = 5_000
A_STATUS_LIST = 50_000


def checking(registers: Sequence[int] = REGISTERS, number: int = LIST) -> list[dict[str, float]]:
    """For each size of the register: queries of a code's page, seconds and queries of a list.

    The first certificate issued is copied; one in ten of the list has a newer one, one in fifty is
    unknown. SQLite does its part within this process; PostgreSQL is timed by the clock.
    """
    sample = Credential.objects.filter(standing="issued").earliest("pk")
    codes: list[str] = []
    results = []
    for size in registers:
        codes += _issue(sample, size - len(codes))
        listed = [*codes[-(number - number // 50) :], *(new_code() for _n in range(number // 50))]
        seconds, queries, length = _asked(listed[-number:])
        results.append(
            {
                "issued": size,
                "listed": len(listed[-number:]),
                "page_queries": _page(codes[-1]),
                "queries": queries,
                "seconds": seconds,
                "bytes": length,
            }
        )
    return results


@transaction.atomic
def _issue(sample: Credential, number: int) -> list[str]:
    """Copies of an issued certificate, written straight into the rows."""
    codes: list[str] = []
    last = StatusList.objects.order_by("number").last()
    place = last.number if last else 0
    while len(codes) < number:
        part = min(A_STATUS_LIST, number - len(codes))
        place += 1
        entries = StatusEntry.objects.bulk_create(
            (StatusEntry(list=StatusList.objects.create(number=place), index=0),)
        )
        entries += StatusEntry.objects.bulk_create(
            (StatusEntry(list=entries[0].list, index=index) for index in range(1, part)),
            batch_size=BATCH,
        )
        made = Credential.objects.bulk_create(
            (_copy(sample, entry) for entry in entries), batch_size=BATCH
        )
        CheckCount.objects.bulk_create(
            (CheckCount(credential=each) for each in made), batch_size=BATCH
        )
        # Renewals: every tenth takes the place of the one before it.
        for older, newer in zip(made[::10], made[1::10], strict=False):
            newer.supersedes = older
        Credential.objects.bulk_update(
            [each for each in made if each.supersedes_id], ["supersedes"], batch_size=BATCH
        )
        codes += [each.code for each in made]
    return codes


def _copy(sample: Credential, entry: StatusEntry) -> Credential:
    code = new_code()
    issued_at = sample.issued_at
    assert issued_at is not None  # noqa: S101
    return Credential(
        code=code,
        holder_name=f"Person {entry.index}",
        facts_json={**sample.facts_json, "code": code},
        course_key=sample.course_key,
        standing=Credential.Standing.ISSUED,
        issued_at=issued_at - timedelta(seconds=entry.index),
        status_entry=entry,
    )


def _asked(codes: Sequence[str]) -> tuple[float, int, int]:
    """Post a list as a verifier does: median seconds, queries, bytes of the page."""
    now = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    spent: list[float] = []
    queries = length = 0
    for _turn in range(TURNS):
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            began = now()
            answer = _client().post("/verify/many/", {"codes": "\n".join(codes)}, secure=True)
            spent.append(now() - began)
        if answer.status_code != 200 or answer.content.count(b"wm-register__row") != len(codes):
            raise SystemExit(f"The list was answered with {answer.status_code}.")
        queries, length = len(captured), len(answer.content)
    return median(spent), queries, length


def _page(code: str) -> int:
    """Queries of a code's own page."""
    _client().get(f"/verify/{code}/", secure=True)
    with CaptureQueriesContext(connection) as captured:
        answer = _client().get(f"/verify/{code}/", secure=True)
    if answer.status_code != 200:
        raise SystemExit(f"A code was answered with {answer.status_code}.")
    return len(captured)


def _client() -> Client:
    headers: dict[str, Any] = {"Host": HOST}
    return Client(headers=headers)
