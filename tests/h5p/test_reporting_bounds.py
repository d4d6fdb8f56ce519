"""The addresses that an activity's page reports to: who may, how much, and what in."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.people import User
from media import pace, tickets
from media.models import ActivityResult, ActivityState, ActivityVersion
from media.models.playing import LARGEST_STATE
from media.reported import StatementRefused, read_statement
from media.tickets import Ticket
from media.views import reporting
from statements.models import Statement

pytestmark = pytest.mark.django_db
Ready = Callable[..., ActivityVersion]
KEEP, REPORT = "/activities/keep/", "/activities/report/"
ANSWERED = "http://adlnet.gov/expapi/verbs/answered"


@pytest.fixture(autouse=True)
def _fresh() -> None:
    reporting.minute.clear()
    reporting.day.clear()


@pytest.fixture
def mine(ready: Ready, lena: User) -> Ticket:
    return Ticket(uuid.uuid4(), ready().pk, lena.pk)


@pytest.fixture
def learner(client: Client, lena: User) -> Client:
    client.force_login(lena)
    return client


def fields(address: str, ticket: str, **more: str) -> dict[str, str]:
    if address == KEEP:
        return {"ticket": ticket, "key": "0/state", "data": "{}"} | more
    said = json.dumps({"verb": {"id": ANSWERED}, "result": {"score": {"raw": 1, "max": 2}}})
    return {"ticket": ticket, "statement": said, "event": str(uuid.uuid4())} | more


def send(client: Client, address: str, ticket: Ticket | str, **more: str) -> Any:
    written = ticket if isinstance(ticket, str) else ticket.write()
    return client.post(address, fields(address, written, **more))


def nothing_kept() -> bool:
    return not any(model.objects.exists() for model in (ActivityState, ActivityResult, Statement))


# Who may


@pytest.mark.parametrize("address", [KEEP, REPORT])
def test_the_learner_whose_ticket_it_is_and_nobody_else(
    address: str, mine: Ticket, learner: Client, tara: User, ada: User
) -> None:
    for nobody in (None, tara, ada):
        other = Client()
        if nobody is not None:
            other.force_login(nobody)
        answer = send(other, address, mine)
        assert answer.status_code == 403
        assert "Open the lesson again" in answer.json()["words"]
    assert nothing_kept()
    assert send(learner, address, mine).status_code in {200, 204}


@pytest.mark.parametrize("address", [KEEP, REPORT])
def test_only_posts_from_our_own_pages(address: str, mine: Ticket, lena: User) -> None:
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(lena)
    assert send(careful, address, mine).status_code == 403
    assert nothing_kept()
    for method in ("get", "put", "delete", "patch"):
        careful = Client()
        careful.force_login(lena)
        assert getattr(careful, method)(address).status_code == 405


@pytest.mark.parametrize("address", [KEEP, REPORT])
def test_a_ticket_holds_for_two_days(
    address: str, mine: Ticket, learner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = signing.time.time()
    written = mine.write()
    for hours, status in ((47, {200, 204}), (49, {403})):
        monkeypatch.setattr(signing.time, "time", lambda later=now + hours * 3600: later)
        assert send(learner, address, written).status_code in status, hours


@pytest.mark.parametrize("address", [KEEP, REPORT])
@pytest.mark.parametrize(
    "forge",
    [
        lambda ticket: "",
        lambda ticket: "x" * 10_000,
        lambda ticket: "\0" + ticket.write(),
        lambda ticket: ticket.write()[:-1],
        # The same words, signed for another purpose or by somebody else.
        lambda ticket: signing.dumps([ticket.registration.hex, ticket.version, ticket.person]),
        lambda ticket: signing.dumps(
            [ticket.registration.hex, ticket.version, ticket.person, "en", "score"],
            key="another key that is long enough", salt=tickets.SALT,
        ),
        lambda ticket: signing.dumps(["too", "few"], salt=tickets.SALT),
    ],
)  # fmt: skip
def test_no_ticket_is_made_elsewhere(
    address: str, forge: Callable[[Ticket], str], mine: Ticket, learner: Client
) -> None:
    assert send(learner, address, forge(mine)).status_code == 403
    assert nothing_kept()


def test_what_is_sent_goes_to_the_ticket_s_attempt_and_no_other(
    mine: Ticket, learner: Client, ready: Ready
) -> None:
    """Whatever else a page says of another attempt, lesson or person."""
    other = uuid.uuid4()
    more = {"registration": str(other), "version": "999", "person": "1", "attempt": str(other)}
    send(learner, KEEP, mine, **more)
    send(learner, REPORT, mine, **more)
    assert ActivityState.objects.get().registration == mine.registration
    assert ActivityResult.objects.get().version_id == mine.version
    assert Statement.objects.get().registration == mine.registration


@pytest.mark.parametrize("address", [KEEP, REPORT])
def test_behind_the_veil_nothing_is_taken(address: str, mine: Ticket, learner: Client) -> None:
    learner.post("/exit/")
    answer = send(learner, address, mine)
    assert b"lesson" not in answer.content
    assert answer["Content-Type"].startswith("text/html")
    assert nothing_kept()


@pytest.mark.parametrize("address", [KEEP, REPORT])
def test_an_activity_that_was_deleted_is_told_so(
    address: str, mine: Ticket, learner: Client
) -> None:
    ActivityVersion.objects.get(pk=mine.version).activity.delete()
    answer = send(learner, address, mine)
    assert answer.status_code == 410
    assert "was deleted" in answer.json()["words"]
    assert nothing_kept()


# How much


def test_256_kilobytes_exactly_and_one_more(mine: Ticket, learner: Client) -> None:
    assert send(learner, KEEP, mine, data="x" * LARGEST_STATE).status_code == 204
    answer = send(learner, KEEP, mine, data="x" * (LARGEST_STATE + 1))
    assert answer.status_code == 413
    assert "256 KB" in answer.json()["words"]
    # Bytes, and not letters: what was kept stays.
    assert send(learner, KEEP, mine, data="é" * (LARGEST_STATE // 2 + 1)).status_code == 413
    assert len(ActivityState.objects.get().data) == LARGEST_STATE
    assert send(learner, KEEP, mine, data="é" * (LARGEST_STATE // 2)).status_code == 204


def test_no_part_grows_beyond_what_all_may_have(mine: Ticket, learner: Client) -> None:
    """Small ones first, and then each as large as one may be."""
    for part in range(4):
        assert send(learner, KEEP, mine, key=f"{part}/state", data="x").status_code == 204
    assert send(learner, KEEP, mine, key="0/state", data="x" * 200_000).status_code == 204
    assert send(learner, KEEP, mine, key="1/state", data="x" * 200_000).status_code == 413
    assert sum(len(row.data) for row in ActivityState.objects.all()) == 200_003
    assert send(learner, KEEP, mine, key="0/state", data="x").status_code == 204
    assert send(learner, KEEP, mine, key="1/state", data="x" * 200_000).status_code == 204


def test_no_more_than_two_hundred_parts(mine: Ticket, learner: Client) -> None:
    ActivityState.objects.bulk_create(
        ActivityState(
            registration=mine.registration, version_id=mine.version, key=f"{part}/x", data="x"
        )
        for part in range(199)
    )
    assert send(learner, KEEP, mine, key="199/x").status_code == 204
    assert send(learner, KEEP, mine, key="200/x").status_code == 413
    assert send(learner, KEEP, mine, key="199/x", data="[]").status_code == 204


@pytest.mark.parametrize("address", [KEEP, REPORT])
def test_a_flood_is_held_back_with_words(address: str, mine: Ticket, learner: Client) -> None:
    answers = [send(learner, address, mine) for _each in range(reporting.A_MINUTE + 20)]
    kept = [each for each in answers if each.status_code in {200, 204}]
    assert len(kept) == reporting.A_MINUTE
    assert {each.status_code for each in answers[reporting.A_MINUTE :]} == {429}
    assert "more than anybody can do" in answers[-1].json()["words"]
    assert answers[-1]["Retry-After"] == "60"
    assert Statement.objects.count() in {0, reporting.A_MINUTE}
    # Another activity of the same learner is not held back.
    other = Ticket(uuid.uuid4(), mine.version, mine.person)
    assert send(learner, address, other).status_code in {200, 204}


def test_who_plays_for_hours_is_never_held_back(
    mine: Ticket, learner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A place kept every ten seconds, without a pause."""
    now = [1000.0]
    monkeypatch.setattr(pace.time, "monotonic", lambda: now[0])
    for _turn in range(2 * reporting.A_MINUTE):
        now[0] += 10
        assert send(learner, KEEP, mine).status_code == 204


def test_what_never_ends_is_held_back_after_a_day_s_worth(
    mine: Ticket, learner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reporting, "A_DAY", 20)
    now = [1000.0]
    monkeypatch.setattr(pace.time, "monotonic", lambda: now[0])
    statuses = []
    for _turn in range(25):
        now[0] += 61
        statuses.append(send(learner, KEEP, mine).status_code)
    assert statuses == [204] * 20 + [429] * 5
    now[0] += 24 * 60 * 60
    assert send(learner, KEEP, mine).status_code == 204


def test_the_count_itself_stays_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "MOST_KEYS", 100)
    counted = pace.Pace(60)
    for key in range(1000):
        counted.over(key, 5)
    assert len(counted._counted) <= 101
    # Whom it has counted last it still knows.
    assert [counted.over(999, 3) for _turn in range(3)] == [False, False, True]


def test_a_report_takes_few_queries(
    mine: Ticket, learner: Client, django_assert_max_num_queries: Any
) -> None:
    send(learner, REPORT, mine)
    send(learner, KEEP, mine)
    # Beside the session, the account and the transaction.
    with django_assert_max_num_queries(10):
        send(learner, REPORT, mine)
    with django_assert_max_num_queries(6):
        send(learner, KEEP, mine)


# What is in it


FORM, PARTS = "application/x-www-form-urlencoded", "multipart/form-data"
PART = b'--x\r\nContent-Disposition: form-data; name="ticket"\r\n\r\n\xff'


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"ticket=%FF%FE&key=%00&data=%ED%A0%80", FORM),
        (b"\xff\xfe\x00", FORM),
        (b"&".join(b"a%d=" % number for number in range(70_000)), FORM),
        (b"ticket=x", f"{FORM}; charset=utf-16"),
        (PART, f"{PARTS}; boundary=x"),
        (b"", f"{PARTS}; boundary=x"),
        (b"x", PARTS),
        (b"{}", "application/json"),
    ],
)
@pytest.mark.parametrize("address", [KEEP, REPORT])
def test_bodies_that_are_no_form(address: str, body: bytes, kind: str, learner: Client) -> None:
    assert learner.post(address, body, content_type=kind).status_code in {400, 403, 413}
    assert nothing_kept()


def test_state_is_any_text(mine: Ticket, learner: Client) -> None:
    odd = "\0 \u202e é 語 \U0001f600 \ufffe"
    assert send(learner, KEEP, mine, data=odd).status_code == 204
    assert ActivityState.objects.get().data == odd.replace("\0", "")
    half = fields(KEEP, mine.write()) | {"data": "x"}
    body = "&".join(f"{name}={value}" for name, value in half.items()) + "%ED%A0%80"
    answer = learner.post(KEEP, body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 204


@pytest.mark.parametrize("response", ["\0", "a\0b", "\ud800", "a\udfffb", "\U0001f600", "\u202e"])
def test_answers_are_any_text(response: str, mine: Ticket, learner: Client) -> None:
    text = json.dumps({"verb": {"id": ANSWERED}, "result": {"response": response}})
    assert send(learner, REPORT, mine, statement=text).status_code == 200
    kept = Statement.objects.get().result["response"]
    assert kept == response.replace("\0", "").encode("utf-8", "replace").decode()


@pytest.mark.parametrize(
    ("score", "share"),
    [
        ('{"raw": NaN, "max": 1}', None),
        ('{"scaled": Infinity}', None),
        ('{"scaled": 1e999}', None),
        ('{"raw": -Infinity, "max": 2}', None),
        ('{"raw": 1, "max": 0}', None),
        ('{"raw": 1, "max": -1}', None),
        ('{"raw": true, "max": 1}', None),
        ('{"raw": "1", "max": "1"}', None),
        ('{"raw": -3, "max": 2}', 0.0),
        ('{"raw": 9, "max": 2}', 1.0),
        ('{"scaled": -0.5}', 0.0),
        ('{"scaled": 1.5}', 1.0),
        ('{"raw": 1' + "0" * 400 + ', "max": 1}', None),
        ('{"raw": 1, "max": 4}', 0.25),
    ],
)
def test_scores_are_shares_or_nothing(
    score: str, share: float | None, mine: Ticket, learner: Client
) -> None:
    text = '{"verb": {"id": "' + ANSWERED + '"}, "result": {"score": ' + score + "}}"
    assert send(learner, REPORT, mine, statement=text).status_code == 200
    assert ActivityResult.objects.get().best == share
    assert ("score" in (Statement.objects.get().result or {})) is (share is not None)


@pytest.mark.parametrize(
    ("duration", "kept"),
    [("PT1M2.5S", True), ("P1D", True), ("P", False), ("PT", False), ("P1DT", False),
     ("P١D", False), ("PT1M" + "x" * 100, False), ("yesterday", False)],
)  # fmt: skip
def test_durations_are_what_xapi_takes(duration: str, kept: bool) -> None:
    text = json.dumps({"verb": {"id": ANSWERED}, "result": {"duration": duration}})
    assert ("duration" in read_statement(text).result) is kept


def test_a_statement_nested_without_end_is_refused(mine: Ticket, learner: Client) -> None:
    for text in ("[" * 30_000, '{"verb":' * 4_000, '{"a":' + "[" * 30_000):
        answer = send(learner, REPORT, mine, statement=text)
        assert answer.status_code == 422
        assert answer.json()["words"]
    assert nothing_kept()
    sound = json.loads(fields(REPORT, "x")["statement"])
    padded = json.dumps({**sound, "x": "y" * (32 * 1024 - len(json.dumps(sound)) - 9)})
    assert len(padded) == 32 * 1024
    assert send(learner, REPORT, mine, statement=padded).status_code == 200
    assert send(learner, REPORT, mine, statement=padded + " ").status_code == 422


@pytest.mark.parametrize("event", ["", "1", "not-a-number", "0" * 400])
def test_a_report_without_its_number_is_refused(event: str, mine: Ticket, learner: Client) -> None:
    assert send(learner, REPORT, mine, event=event).status_code == 422
    assert nothing_kept()


@given(st.text(max_size=60))
def test_no_verb_but_those_known_is_taken(word: str) -> None:
    for iri in (word, f"http://adlnet.gov/expapi/verbs/{word}", f"{ANSWERED}/{word}"):
        try:
            found = read_statement(json.dumps({"verb": {"id": iri}}))
        except StatementRefused:
            continue
        assert found.verb.iri.startswith("http")
        assert word.strip("/") in iri


def test_the_last_day_of_use_is_noted_only_for_what_is_opened(
    mine: Ticket, learner: Client
) -> None:
    before = timezone.now() - timedelta(seconds=1)
    answer = learner.post(REPORT, {"ticket": mine.write()})
    assert answer.json()["finished"] is False
    assert ActivityVersion.objects.get(pk=mine.version).last_used_at > before
    assert not Statement.objects.exists()
