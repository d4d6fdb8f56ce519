"""Passing on: at least once, none twice, in order, through every kind of trouble."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from statements.actions import forward as sending
from statements.actions.forward import forward
from statements.actions.share_own import share_own
from statements.actions.try_again import try_again
from statements.forwarding.turn import Turn, TurnLost, rest_after, state
from statements.forwarding.waiting import next_waiting, waiting_count
from statements.models import Forwarding, Problem, SetAside, Statement

pytestmark = pytest.mark.django_db
Make = Callable[..., Statement]


def ids(rows: list[Statement]) -> list[str]:
    return [str(row.statement_id) for row in rows]


def send() -> None:
    while forward(60, even_while_resting=True):
        pass


def test_what_is_official_leaves_in_order_and_once(store: Any, passed: Make) -> None:
    rows = [passed() for _ in range(5)]
    assert forward(60) is False
    assert store.order == ids(rows)
    forward(60)
    assert store.requests == [("POST", "/xAPI/statements", 5)]
    assert waiting_count() == 0
    assert state().last_success_at


def test_nothing_is_sent_unless_all_settings_are_there(
    store: Any, settings: Any, passed: Make
) -> None:
    passed()
    settings.LRS_SECRET = ""
    forward(60)
    assert store.requests == []
    assert waiting_count() == 1


def test_it_says_who_we_are_to_this_store_alone_and_whom_only_by_number(
    store: Any, passed: Make, olga: Any
) -> None:
    passed(actor=olga.uuid)
    forward(60)
    [headers], [body] = store.headers, store.bodies
    assert headers["X-Experience-API-Version"] == "1.0.3"
    assert "Cookie" not in headers
    [statement] = json.loads(body)
    assert statement["actor"]["account"]["name"] == str(olga.uuid)
    assert "stored" not in statement
    assert "olga" not in body.lower()


def test_more_than_a_batch_leaves_in_batches(store: Any, passed: Make) -> None:
    rows = [passed() for _ in range(130)]
    send()
    assert [count for _, _, count in store.requests] == [100, 30]
    assert store.order == ids(rows)


@pytest.mark.parametrize(
    ("trouble", "problem"),
    [
        (500, Problem.BROKEN),
        (502, Problem.BROKEN),
        (503, Problem.BUSY),
        (429, Problem.BUSY),
        (401, Problem.KEY),
        (403, Problem.KEY),
        (404, Problem.ADDRESS),
        (302, Problem.ELSEWHERE),
        (307, Problem.ELSEWHERE),
        (201, Problem.STRANGE),
        ("page", Problem.STRANGE),
        ("endless", Problem.STRANGE),
        ("cut", Problem.UNREACHABLE),
        ("half", Problem.UNREACHABLE),
        ("slow", Problem.SLOW),
        ("drip", Problem.SLOW),
    ],
)
def test_after_trouble_everything_still_waits_and_then_leaves_once(
    store: Any, passed: Make, trouble: str | int, problem: Problem
) -> None:
    rows = [passed() for _ in range(3)]
    store.leads_to = f"{store.url}/elsewhere"
    store.script = [trouble]
    assert forward(60) is False
    now = state()
    assert (now.problem, now.failures) == (problem, 1)
    assert now.rest_until > timezone.now()
    assert now.holder is None
    assert waiting_count() == 3
    assert SetAside.objects.count() == 0
    assert forward(60) is False, "the store is left alone for a while"
    assert len(store.requests) == 1, "and no redirect was followed"

    send()
    assert store.order == ids(rows)
    assert waiting_count() == state().failures == 0


def test_nobody_there_at_all(settings: Any, store: Any, passed: Make) -> None:
    passed()
    settings.LRS_URL = "http://127.0.0.1:9/xAPI"
    forward(60)
    assert state().problem == Problem.UNREACHABLE
    assert waiting_count() == 1


def test_it_waits_longer_each_time_and_as_long_as_the_store_asks(store: Any, passed: Make) -> None:
    assert [rest_after(n) for n in (1, 2, 3, 4, 20, 4000)] == [15, 30, 60, 120, 1800, 1800]
    passed()
    store.script = [429]
    forward(60)
    asked = state().rest_until - timezone.now()
    assert timedelta(seconds=1100) < asked <= timedelta(seconds=1200)


def test_the_answer_is_lost_after_the_store_has_it(store: Any, passed: Make) -> None:
    rows = [passed() for _ in range(4)]
    store.script = ["cut after"]
    forward(60)
    assert waiting_count() == 4
    send()
    assert store.order == ids(rows)
    assert len(store.requests) == 2


@pytest.mark.parametrize("strict", [False, True], ids=["200 for the same", "409 for the same"])
def test_killed_between_sending_and_noting(
    store: Any, passed: Make, monkeypatch: pytest.MonkeyPatch, strict: bool
) -> None:
    rows = [passed() for _ in range(6)]

    def killed(*_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(sending, "note_sent", killed)
        patch.setattr(Turn, "give_back", lambda self: None)
        with pytest.raises(SystemExit):
            forward(60)
    assert len(store.kept) == 6
    assert waiting_count() == 6
    assert forward(60) is False, "the turn of the killed one is not over"
    assert len(store.requests) == 1

    Forwarding.objects.update(held_until=timezone.now() - timedelta(seconds=1))
    store.conflicts = strict
    later = passed()
    send()
    assert store.order == [*ids(rows), str(later.statement_id)]
    assert waiting_count() == SetAside.objects.count() == 0


def test_one_that_is_refused_is_found_and_keeps_no_other(store: Any, passed: Make) -> None:
    rows = [passed() for _ in range(40)]
    bad = rows[17]
    store.refuses = {str(bad.statement_id)}
    send()
    assert store.order == ids(rows[:17] + rows[18:])
    aside = SetAside.objects.get()
    assert (aside.statement, aside.status, aside.reason) == (bad, 400, store.says)
    assert len(store.requests) < 20

    store.refuses = set()
    assert try_again(None) == 1
    send()
    assert store.order[-1] == str(bad.statement_id)


def test_several_refused_ones_and_the_first_and_the_last(store: Any, passed: Make) -> None:
    rows = [passed() for _ in range(12)]
    bad = {rows[0], rows[5], rows[6], rows[11]}
    store.refuses = set(ids(list(bad)))
    send()
    assert store.order == ids([row for row in rows if row not in bad])
    assert set(SetAside.objects.values_list("statement", flat=True)) == {row.pk for row in bad}


def test_where_all_is_refused_it_stops_and_says_so(store: Any, passed: Make) -> None:
    rows = [passed() for _ in range(30)]
    store.refuses = set(ids(rows))
    assert forward(60) is False
    assert SetAside.objects.count() == 10
    assert state().problem == Problem.REFUSES
    assert waiting_count() == 20


def test_the_reason_for_a_learners_own_is_not_kept(store: Any, answered: Make, olga: Any) -> None:
    """A store may repeat in it what the learner answered."""
    share_own(olga)
    row = answered(olga.uuid)
    store.refuses, store.says = {str(row.statement_id)}, "Bad response: knock"
    send()
    assert SetAside.objects.get().reason == ""


def test_too_much_at_once_becomes_less(store: Any, passed: Make) -> None:
    rows = [passed() for _ in range(20)]
    store.most_bytes = 4000
    send()
    assert store.order == ids(rows)
    assert SetAside.objects.count() == 0


def test_one_that_is_too_big_for_the_store_is_set_aside(store: Any, passed: Make) -> None:
    rows = [passed(), passed(name="x" * 6000), passed()]
    store.most_bytes = 4000
    send()
    assert store.order == ids([rows[0], rows[2]])
    assert SetAside.objects.get().status == 413


def test_one_that_breaks_the_store_is_found_where_the_store_takes_others(
    store: Any, passed: Make
) -> None:
    rows = [passed() for _ in range(8)]
    store.breaks_at = {str(rows[3].statement_id)}
    for _ in range(12):
        send()
    assert sorted(store.order) == sorted(ids(rows[:3] + rows[4:]))
    assert SetAside.objects.get().statement == rows[3]


def test_a_store_that_is_broken_for_all_sets_nothing_aside(store: Any, passed: Make) -> None:
    rows = [passed() for _ in range(4)]
    store.breaks_at = set(ids(rows))
    for _ in range(12):
        send()
    assert SetAside.objects.count() == 0
    assert waiting_count() == 4


def test_another_statement_under_our_number_is_set_aside(store: Any, passed: Make) -> None:
    row = passed()
    store.conflicts = True
    number = str(row.statement_id)
    store.kept[number] = {
        "id": number,
        "verb": {"id": "http://other"},
        "object": {"id": "http://o"},
    }
    send()
    assert SetAside.objects.get().status == 409


def test_order_within_a_try_holds_whatever_happens(store: Any, passed: Make) -> None:
    tries = [uuid.uuid4() for _ in range(7)]
    rows = [passed(registration=tries[n % 7]) for n in range(150)]
    store.script = ["", 500, "cut after", "", 503, "cut", 413, ""]
    for _ in range(8):
        send()
    for each in tries:
        mine = [row for row in rows if row.registration == each]
        assert [number for number in store.order if number in set(ids(mine))] == ids(mine)
    assert len(store.kept) == 150


def test_only_one_worker_sends_at_a_time(store: Any, passed: Make) -> None:
    passed()
    other = Turn.take()
    assert other is not None
    assert forward(60) is False
    assert store.requests == []
    other.give_back()
    forward(60)
    assert len(store.kept) == 1


def test_a_worker_whose_turn_ran_out_notes_nothing_more(store: Any, passed: Make) -> None:
    row = passed()
    slow = Turn.take()
    assert slow is not None
    Forwarding.objects.update(held_until=timezone.now() - timedelta(seconds=1))
    assert Turn.take() is not None
    with pytest.raises(TurnLost):
        slow.keep()
    with pytest.raises(TurnLost):
        sending.note_sent(slow, [row])
    row.refresh_from_db()
    assert row.forwarded_at is None


def test_a_batch_stays_within_its_bytes(passed: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    from statements.forwarding import waiting

    monkeypatch.setattr(waiting, "MOST_BYTES", 10)
    assert waiting.within_bytes(["a" * 20, "b"]) == 1
    assert waiting.within_bytes(["aaa", "bbb", "ccc"]) == 2
    assert waiting.within_bytes(["a"]) == 1


def test_queries_do_not_grow_with_the_batch(store: Any, passed: Make) -> None:
    forward(60)
    counts = []
    for size in (2, 60):
        for _ in range(size):
            passed()
        with CaptureQueriesContext(connection) as queries:
            forward(60)
        counts.append(len(queries))
    assert counts[0] == counts[1] < 20


def test_what_waits_comes_in_the_order_of_writing_whoever_it_belongs_to(
    passed: Make, answered: Make, olga: Any
) -> None:
    share_own(olga)
    rows = [passed(), answered(olga.uuid), passed(), answered(olga.uuid)]
    assert next_waiting(10) == rows
    assert next_waiting(2) == rows[:2]
