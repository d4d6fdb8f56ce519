"""Several workers send at once: in order, and not one entry is even sent twice."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections

from statements.actions.forward import forward
from statements.actions.record import record
from statements.activities import Activity
from statements.forwarding.turn import Turn
from statements.forwarding.waiting import waiting_count
from statements.models import Forwarding, Statement, Tier
from statements.vocabulary import PASSED

pytestmark = pytest.mark.django_db(transaction=True)
Make = Callable[..., Statement]


def at_once(calls: list[Callable[[], Any]]) -> list[Any]:
    def run(call: Callable[[], Any]) -> Any:
        try:
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_four_workers_and_somebody_who_still_learns(store: Any, passed: Make) -> None:
    rows = [passed() for _ in range(60)]
    Forwarding.objects.create(pk=1, batch=3)
    store.script = [413]

    def work() -> None:
        end = time.monotonic() + 30
        while waiting_count() and time.monotonic() < end:
            forward(0.2, even_while_resting=True)
            time.sleep(0.02)

    def learn() -> None:
        for number in range(20):
            record(
                rows[0].actor,
                PASSED,
                Activity("scenario", (str(number),), "Later"),
                once_by=(number,),
                registration=rows[0].registration,
                tier=Tier.OFFICIAL,
            )

    at_once([work, work, work, work, learn])
    work()
    assert store.order == [
        str(number)
        for number in Statement.objects.order_by("pk").values_list("statement_id", flat=True)
    ]
    assert len(store.kept) == 80
    taken = [count for _, _, count in store.requests]
    assert sum(taken) - taken[0] == 80


def test_the_turn_is_given_to_one(db: None) -> None:
    Forwarding.objects.create(pk=1)
    turns = at_once([Turn.take] * 8)
    assert len([turn for turn in turns if turn is not None]) == 1
