"""A real learning record store takes what we send, each entry once."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from statements.actions.forward import forward
from statements.forwarding.turn import state
from statements.forwarding.waiting import outgoing, waiting_count
from statements.models import Problem, SetAside, Statement
from tests.statements.real_store import KEY, SECRET, NoStore, Ralph

pytestmark = pytest.mark.django_db
Make = Callable[..., Statement]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ralph]:
    try:
        store = Ralph(tmp_path_factory.mktemp("ralph"))
    except NoStore as error:
        pytest.skip(str(error))
    store.start()
    yield store
    store.kill()


@pytest.fixture
def ralph(running: Ralph, settings: Any) -> Ralph:
    running.file.unlink(missing_ok=True)
    settings.LRS_URL, settings.LRS_KEY, settings.LRS_SECRET = running.url, KEY, SECRET
    return running


def send() -> None:
    while forward(60, even_while_resting=True):
        pass


def test_it_keeps_what_we_sent_as_we_sent_it_and_in_order(ralph: Ralph, passed: Make) -> None:
    rows = [passed() for _ in range(12)]
    send()
    assert waiting_count() == 0
    kept = ralph.statements()
    for each in kept:
        del each["stored"], each["authority"]
    assert kept == [outgoing(row) for row in rows]


def test_the_same_again_is_kept_once(ralph: Ralph, passed: Make) -> None:
    rows = [passed() for _ in range(5)]
    send()
    Statement.objects.filter(pk__in=[row.pk for row in rows[:3]]).update(forwarded_at=None)
    passed()
    send()
    Statement.objects.update(forwarded_at=None)
    send()
    assert waiting_count() == 0
    assert ralph.count() == 6
    assert len({each["id"] for each in ralph.statements()}) == 6


def test_what_it_refuses_is_set_aside_and_the_rest_is_kept(ralph: Ralph, passed: Make) -> None:
    rows = [passed() for _ in range(9)]
    Statement.objects.filter(pk=rows[4].pk).update(object={"objectType": "Activity"})
    send()
    aside = SetAside.objects.get()
    assert aside.statement == rows[4]
    assert aside.status in {400, 422}
    assert aside.reason
    wanted = [str(row.statement_id) for row in rows if row != rows[4]]
    assert [each["id"] for each in ralph.statements()] == wanted


def test_what_breaks_it_is_set_aside_and_the_rest_is_kept(ralph: Ralph, passed: Make) -> None:
    """Ralph answers an actor whose page is no address with 500, for one and for its whole batch."""
    rows = [passed() for _ in range(9)]
    Statement.objects.filter(pk=rows[4].pk).update(home_page="no address")
    for _ in range(12):
        send()
    aside = SetAside.objects.get()
    assert (aside.statement, aside.status) == (rows[4], 500)
    assert waiting_count() == 0
    assert ralph.count() == 8


def test_another_actor_under_a_number_that_it_has(ralph: Ralph, passed: Make) -> None:
    """Sent, not noted, and then its person was erased: what it has stays as it was."""
    row = passed()
    send()
    Statement.objects.filter(pk=row.pk).update(forwarded_at=None, actor=uuid.uuid4())
    send()
    assert waiting_count() == SetAside.objects.count() == 0
    [kept] = ralph.statements()
    assert kept["actor"]["account"]["name"] == str(row.actor)


def test_a_wrong_secret_takes_nothing(ralph: Ralph, passed: Make, settings: Any) -> None:
    passed()
    settings.LRS_SECRET = "another"
    forward(60)
    assert state().problem == Problem.KEY
    assert ralph.count() == 0


def test_half_a_line_is_cut_off_when_it_starts_again(tmp_path: Path, running: Ralph) -> None:
    """Of the test's own store: a killed process may leave one."""
    store = Ralph(tmp_path)
    store.file.write_text('{"id": "whole"}\n{"id": "ha')
    store.start()
    store.kill()
    assert store.file.read_text() == '{"id": "whole"}\n'
