"""State and statements: taken from the learner alone, bounded, and made by the server's rules."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from accounts.people import User
from media.models import ActivityResult, ActivityState, ActivityVersion
from media.reported import StatementRefused, read_statement
from media.showing import show_activities
from media.tickets import Ticket
from media.views import reporting
from statements.models import Statement, Tier

pytestmark = pytest.mark.django_db
Ready = Callable[..., ActivityVersion]
ANSWERED = "http://adlnet.gov/expapi/verbs/answered"


@pytest.fixture(autouse=True)
def _fresh() -> None:
    reporting.minute.clear()
    reporting.day.clear()


@pytest.fixture
def registration() -> uuid.UUID:
    return uuid.uuid4()


@pytest.fixture
def ticket(ready: Ready, lena: User, registration: uuid.UUID) -> str:
    return Ticket(registration, ready().pk, lena.pk).write()


@pytest.fixture
def learner(client: Client, lena: User) -> Client:
    client.force_login(lena)
    return client


def keep(client: Client, ticket: str, data: str, key: str = "0/state") -> int:
    return client.post(
        "/activities/keep/", {"ticket": ticket, "key": key, "data": data}
    ).status_code


def statement(**changed: Any) -> str:
    result = {"score": {"raw": 1, "min": 0, "max": 2, "scaled": 0.5}, "completion": True}
    return json.dumps({"verb": {"id": ANSWERED}, "object": {}, "result": result} | changed)


def send(client: Client, ticket: str, text: str | None, event: str = "") -> Any:
    fields = {"ticket": ticket}
    if text is not None:
        fields |= {"statement": text, "event": event or str(uuid.uuid4())}
    return client.post("/activities/report/", fields)


def test_state_is_kept_changed_and_forgotten(learner: Client, ticket: str) -> None:
    assert keep(learner, ticket, '{"a":1}') == 204
    assert keep(learner, ticket, '{"a":2}') == 204
    assert ActivityState.objects.get().data == '{"a":2}'
    assert keep(learner, ticket, "") == 204
    assert not ActivityState.objects.exists()


@pytest.mark.parametrize("key", ["", "state", "0/", "0/../x", "x/state", "0/" + "s" * 80, "0/a b"])
def test_a_key_of_another_kind_is_refused(learner: Client, ticket: str, key: str) -> None:
    assert keep(learner, ticket, "{}", key) == 413
    assert not ActivityState.objects.exists()


def test_state_may_have_256_kilobytes_in_all(learner: Client, ticket: str) -> None:
    assert keep(learner, ticket, "x" * 256 * 1024) == 204
    assert keep(learner, ticket, "x" * (256 * 1024 + 1)) == 413
    assert len(ActivityState.objects.get().data) == 256 * 1024
    assert keep(learner, ticket, "x" * 1000, "1/state") == 413
    assert keep(learner, ticket, "y" * 1000) == 204
    assert keep(learner, ticket, "x" * 1000, "1/state") == 204


def test_a_report_becomes_a_statement_by_the_server_s_rules(
    learner: Client, lena: User, ticket: str, registration: uuid.UUID
) -> None:
    forged = statement(
        actor={"mbox": "mailto:boss@example.org", "name": "The boss"},
        timestamp="1999-01-01T00:00:00Z",
        id=str(uuid.uuid4()),
        context={"registration": str(uuid.uuid4()), "platform": "x"},
        object={"id": "https://example.org/other", "definition": {"name": {"en": "Other"}}},
        authority={"mbox": "mailto:x@example.org"},
    )
    answer = send(learner, ticket, forged)
    assert answer.json() == {
        "finished": True,
        "words": "You have finished this activity. Your best: 50 %.",
    }
    row = Statement.objects.get()
    assert row.actor == lena.uuid
    assert row.registration == registration
    assert row.tier == Tier.LEARNER
    assert row.timestamp.year >= 2026
    said = json.dumps(row.as_json())
    for word in ("boss", "example.org", "mbox", "1999"):
        assert word not in said
    assert row.result == {"completion": True, "score": {"scaled": 0.5}}


def test_the_same_report_twice_is_one(learner: Client, ticket: str) -> None:
    event = str(uuid.uuid4())
    for _time in range(3):
        assert send(learner, ticket, statement(), event).status_code == 200
    assert Statement.objects.count() == 1
    send(learner, ticket, statement())
    assert Statement.objects.count() == 2


def test_only_the_activity_itself_finishes_it(learner: Client, ticket: str) -> None:
    part = {
        "definition": {"extensions": {"http://h5p.org/x-api/h5p-subContentId": str(uuid.uuid4())}}
    }
    assert send(learner, ticket, statement(object=part)).json()["finished"] is False
    attempted = {"id": "http://adlnet.gov/expapi/verbs/attempted"}
    assert send(learner, ticket, statement(verb=attempted)).json()["finished"] is False
    assert send(learner, ticket, statement()).json()["finished"] is True


def test_a_part_without_a_number_finishes_nothing(learner: Client, ticket: str) -> None:
    """In older content parts carry none; the core names what they stand in as their parent."""
    inside = {"contextActivities": {"parent": [{"id": "https://example.org/", "objectType": "A"}]}}
    for name in ("First", "Second"):
        about = {"definition": {"name": {"en-US": name}, "description": 3}}
        sent = send(learner, ticket, statement(context=inside, object=about))
        assert (sent.status_code, sent.json()["finished"]) == (200, False)
    assert ActivityResult.objects.get().best is None
    assert len({each.object["id"] for each in Statement.objects.all()}) == 2
    category = {"contextActivities": {"category": [{"id": "http://h5p.org/libraries/H5P.X-1.0"}]}}
    assert send(learner, ticket, statement(context=category)).json()["finished"] is True


@pytest.mark.parametrize("part", ["0", "7", "0b5ca1a5-5b0c-4a5c-8a5c-0123456789ab"])
def test_parts_keep_state_of_their_own(learner: Client, ticket: str, part: str) -> None:
    assert keep(learner, ticket, "{}", f"{part}/state") == 204
    assert ActivityState.objects.get().key == f"{part}/state"


def test_the_best_score_stays_and_is_clamped(learner: Client, ticket: str) -> None:
    def best(score: Any) -> float | None:
        send(learner, ticket, statement(result={"score": score}))
        return ActivityResult.objects.get().best

    assert best("many") is None
    assert best({"scaled": 0.25}) == 0.25
    assert best({"raw": 1, "max": 8}) == 0.25
    assert best({"raw": 900, "max": 1}) == 1.0
    assert best({"raw": -5, "max": 1}) == 1.0


def test_opening_is_noted_without_a_statement(learner: Client, ticket: str) -> None:
    assert send(learner, ticket, None).json() == {"finished": False, "words": ""}
    assert ActivityResult.objects.get().finished_at is None
    assert ActivityVersion.objects.get().last_used_at is not None
    assert not Statement.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '"x"',
        "null",
        "[" * 20_000,
        json.dumps({"verb": {"id": "https://example.org/verbs/hacked"}}),
        json.dumps({"verb": {"id": "http://adlnet.gov/expapi/verbs/voided"}}),
        json.dumps({"verb": "answered"}),
        statement(
            object={
                "definition": {"extensions": {"http://h5p.org/x-api/h5p-subContentId": "../../x"}}
            }
        ),
        statement(result={"response": "x" * 40_000}),
    ],
)
def test_what_is_no_statement_is_refused(learner: Client, ticket: str, text: str) -> None:
    assert send(learner, ticket, text).status_code == 422
    assert not Statement.objects.exists()
    assert not ActivityResult.objects.exists()


def test_nobody_reports_for_another(
    client: Client, lena: User, tara: User, ready: Ready, ticket: str
) -> None:
    assert send(client, ticket, statement()).status_code == 403
    client.force_login(tara)
    assert send(client, ticket, statement()).status_code == 403
    assert keep(client, ticket, "{}") == 403
    own = Ticket(uuid.uuid4(), ActivityVersion.objects.get().pk, tara.pk).write()
    for forged in ("", "x", ticket[:-2], own + "x", own.replace(":", ".", 1)):
        assert send(client, forged, statement()).status_code == 403
    assert not Statement.objects.exists()
    assert not ActivityState.objects.exists()
    assert send(client, own, statement()).status_code == 200


def test_an_old_ticket_is_refused(
    learner: Client, ticket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import timedelta

    from media import tickets

    monkeypatch.setattr(tickets, "LIFE", timedelta(seconds=-1))
    assert send(learner, ticket, statement()).status_code == 403


def test_a_flood_is_stopped(learner: Client, ticket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reporting, "A_MINUTE", 5)
    answers = [send(learner, ticket, statement()).status_code for _ in range(8)]
    assert answers == [200] * 5 + [429] * 3
    assert Statement.objects.count() == 5


def test_saving_takes_few_queries(
    learner: Client, ticket: str, django_assert_max_num_queries: Any
) -> None:
    keep(learner, ticket, "x" * 10_000)
    with django_assert_max_num_queries(6):
        keep(learner, ticket, "y" * 10_000)


def test_when_it_was_played_last_is_known_to_the_hour(learner: Client, ticket: str) -> None:
    def opened() -> datetime | None:
        assert send(learner, ticket, None).status_code == 200
        return ActivityVersion.objects.get().last_used_at

    first = opened()
    assert first is not None
    assert opened() == first
    ActivityVersion.objects.update(last_used_at=first - timedelta(hours=2))
    again = opened()
    assert again is not None
    assert again > first


def test_what_a_page_is_given(
    ready: Ready, lena: User, rf: Any, registration: uuid.UUID, django_assert_num_queries: Any
) -> None:
    first, other = ready(), ready()
    ActivityState.objects.create(registration=registration, version=first, data='{"a":1}')
    ActivityState.objects.create(registration=uuid.uuid4(), version=other, data='{"b":1}')
    request = rf.get("/")
    request.user = lena
    with django_assert_num_queries(3):
        shown = show_activities(request, lena, registration, [first.token, other.token, "gone"])
    assert set(shown) == {first.token, other.token}
    assert shown[first.token]["given"]["state"] == {"0/state": '{"a":1}'}
    assert shown[other.token]["given"]["state"] == {}
    assert Ticket.read(shown[first.token]["given"]["ticket"]).registration == registration


def test_state_of_an_earlier_version_is_dropped_with_a_word(
    ready: Ready, lena: User, rf: Any, registration: uuid.UUID
) -> None:
    first = ready()
    ActivityState.objects.create(registration=registration, version=first, data='{"a":1}')
    second = ready(activity=first.activity)
    request = rf.get("/")
    request.user = lena
    shown = show_activities(request, lena, registration, [second.token])
    assert shown[second.token]["given"]["state"] == {}
    assert shown[second.token]["changed"]
    block = {"title": "What helps?", "text_alternative": "Listening."}
    given = {"key": "a", "block": block, "shown": shown[second.token]}
    assert "has changed since you were last here" in render_to_string("media/activity.html", given)
    # Once they have begun anew there is nothing more to say.
    ActivityState.objects.create(registration=registration, version=second, data='{"b":1}')
    shown = show_activities(request, lena, registration, [second.token])
    assert not shown[second.token]["changed"]
    given = {**given, "shown": shown[second.token]}
    assert "has changed since" not in render_to_string("media/activity.html", given)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["verb", "id", "result", "score", "raw", "max", "scaled", "object",
                         "definition", "extensions", "success", "x"]), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(JSON)
def test_no_statement_trips_the_reader(value: Any) -> None:
    for text in (json.dumps(value), json.dumps({"verb": {"id": ANSWERED}, "result": value})):
        try:
            found = read_statement(text)
        except StatementRefused:
            continue
        assert found.share is None or 0 <= found.share <= 1
        json.dumps(found.result, allow_nan=False)


@pytest.mark.parametrize(
    ("counts", "opened", "answered"),
    [
        ("viewed", "You have opened this activity.", "You have finished this activity."),
        ("finished", "", "You have finished this activity."),
        ("score", "", "You have finished this activity. Your best: 50 %."),
    ],
)
def test_the_learner_is_told_what_the_trainer_chose(
    ready: Ready, lena: User, counts: str, opened: str, answered: str
) -> None:
    registration, version = uuid.uuid4(), ready()
    browser = Client()
    browser.force_login(lena)
    fields = {"ticket": Ticket(registration, version.pk, lena.pk, "en", counts).write()}
    first = browser.post("/activities/report/", fields).json()
    assert first == {"finished": counts == "viewed", "words": opened}
    half = json.dumps(
        {
            "verb": {"id": "http://adlnet.gov/expapi/verbs/answered"},
            "result": {"score": {"raw": 1, "max": 2}},
        }
    )
    more = fields | {"statement": half, "event": str(uuid.uuid4())}
    assert browser.post("/activities/report/", more).json() == {"finished": True, "words": answered}
    request = RequestFactory().get("/")
    shown = show_activities(request, lena, registration, [version.token], {version.token: counts})
    assert shown[version.token]["words"] == answered
