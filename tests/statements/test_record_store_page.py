"""Administrators see how passing on stands; others do not. Half-given settings are an error."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django_q.models import OrmQ, Schedule

from accounts.audit import AuditEntry
from accounts.people import User
from statements.actions.forward import forward
from statements.checks import record_store_is_named
from statements.models import Forwarding, SetAside, Statement
from statements.queue import FORWARDING
from statements.tasks import run_forwarding

pytestmark = pytest.mark.django_db
Make = Callable[..., Statement]
PAGE = "/admin/record-store/"


def test_it_shows_what_waits_what_failed_and_what_is_set_aside(
    store: Any, passed: Make, adam: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(adam)
    assert "Nothing yet" in client.get(PAGE).content.decode()
    rows = [passed(), passed()]
    store.refuses = {str(rows[0].statement_id)}
    store.says = "No <b>such</b> verb"
    forward(60)
    store.script = [401]
    passed()
    forward(60)
    page = client.get(PAGE).content.decode()
    assert "does not accept key and secret" in page
    assert "No &lt;b&gt;such&lt;/b&gt; verb (400)" in page
    assert str(rows[0].statement_id) in page
    assert "/admin/record-store/" in client.get("/admin/").content.decode()


def test_try_again_puts_one_or_all_back(
    store: Any, passed: Make, adam: User, signed_in: Callable[[User], Client]
) -> None:
    rows = [passed() for _ in range(3)]
    store.refuses = {str(row.statement_id) for row in rows}
    forward(60)
    assert SetAside.objects.count() == 3
    client = signed_in(adam)
    client.post(f"{PAGE}again/{rows[1].statement_id}/")
    assert set(SetAside.objects.values_list("statement", flat=True)) == {rows[0].pk, rows[2].pk}
    assert AuditEntry.objects.filter(actor=adam, verb="statements.try again").count() == 1
    assert client.post(f"{PAGE}again/{rows[1].statement_id}/").status_code == 404
    client.post(f"{PAGE}again/")
    assert not SetAside.objects.exists()


def test_send_now_ends_the_rest(
    store: Any,
    passed: Make,
    adam: User,
    signed_in: Callable[[User], Client],
    django_capture_on_commit_callbacks: Any,
) -> None:
    passed()
    store.script = [500]
    forward(60)
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(adam).post(PAGE)
    assert Forwarding.objects.get().rest_until is None
    assert OrmQ.objects.count() == 1
    assert run_forwarding() is False
    assert len(store.kept) == 1


def test_without_a_store_it_says_what_an_operator_sets(
    adam: User, passed: Make, signed_in: Callable[[User], Client]
) -> None:
    passed()
    page = signed_in(adam).get(PAGE).content.decode()
    assert "nothing leaves this site" in page
    assert "1 entry would be passed on" in page


@pytest.mark.parametrize("address", ["", "again/"])
def test_learners_may_not(olga: User, signed_in: Callable[[User], Client], address: str) -> None:
    response = signed_in(olga).post(f"{PAGE}{address}")
    assert response.status_code in {302, 403}
    assert not AuditEntry.objects.filter(verb="statements.try again").exists()


def test_trainers_may_not(olga: User, signed_in: Callable[[User], Client]) -> None:
    from django.contrib.auth.models import Group

    from accounts.roles import TRAINER

    User.objects.filter(pk=olga.pk).update(is_demo=True)
    olga.groups.set(Group.objects.filter(name=TRAINER))
    client = signed_in(User.objects.get(pk=olga.pk))
    assert client.get("/admin/").status_code == 200
    refused = client.get(PAGE)
    assert refused.status_code in {302, 403}
    assert "record-store" not in client.get("/admin/").content.decode()


@pytest.mark.parametrize(
    ("given", "ids"),
    [
        ((), []),
        (("LRS_URL", "LRS_KEY", "LRS_SECRET"), []),
        (("LRS_URL",), ["statements.E001"]),
        (("LRS_KEY", "LRS_SECRET"), ["statements.E001"]),
    ],
)
def test_settings_given_by_halves_are_an_error(
    settings: Any, given: tuple[str, ...], ids: list[str]
) -> None:
    for name in given:
        setattr(settings, name, "https://lrs.example.org/xAPI")
    assert [each.id for each in record_store_is_named()] == ids


def test_an_address_with_a_password_in_it_is_an_error(settings: Any) -> None:
    settings.LRS_URL = "https://key:secret@lrs.example.org/xAPI"
    settings.LRS_KEY = settings.LRS_SECRET = "x"
    assert [each.id for each in record_store_is_named()] == ["statements.E002"]


def test_the_worker_looks_every_minute() -> None:
    schedule = Schedule.objects.get(name=FORWARDING)
    assert (schedule.func, schedule.minutes) == ("statements.tasks.run_forwarding", 1)


def test_the_worker_goes_to_the_end_of_the_queue_with_the_rest(
    store: Any,
    passed: Make,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    monkeypatch.setattr("statements.tasks.forward", lambda seconds: True)
    with django_capture_on_commit_callbacks(execute=True):
        assert run_forwarding() is True
    assert OrmQ.objects.count() == 1


def command(*words: str) -> str:
    out = io.StringIO()
    call_command("lrs", *words, stdout=out)
    return out.getvalue()


def test_the_command_sends_and_tells(store: Any, passed: Make) -> None:
    row = passed()
    assert "Waiting: 1" in command("status")
    store.refuses = {str(row.statement_id)}
    assert "set aside: 1" in command("send")
    store.refuses = set()
    assert "1 put back" in command("retry")
    assert "Waiting: 0; set aside: 0" in command("send")


def test_the_command_says_what_is_wrong(store: Any, passed: Make, settings: Any) -> None:
    passed()
    store.script = [401]
    with pytest.raises(CommandError, match="took nothing"):
        command("send")
    settings.LRS_URL = ""
    with pytest.raises(CommandError, match="Set LRS_URL"):
        command("send")
