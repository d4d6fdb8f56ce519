"""Statements: xAPI 1.0.3 in shape, opaque in actor, once each."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statements.actions.record import record, statement_id_of
from statements.activities import Activity
from statements.models import Statement, Tier
from statements.vocabulary import ACTIVITY_TYPES, ANSWERED, COMPLETED, VERBS

pytestmark = pytest.mark.django_db
ACTOR, TRY = uuid.uuid4(), uuid.uuid4()
SCENARIO = Activity("scenario", ("s1",), "At the door")
SCENE = Activity(
    "decision",
    ("s1", "a scene/with signs"),
    "What do you say?",
    "en",
    "In words",
    (("interactionType", "choice"),),
)


def test_a_statement_has_the_shape_of_xapi(settings):
    settings.PUBLIC_URL = "https://training.example.org"
    moment = datetime(2026, 3, 1, 12, tzinfo=UTC)
    number = record(
        ACTOR,
        ANSWERED,
        SCENE,
        once_by=(TRY, 0),
        registration=TRY,
        result={"response": "a"},
        parent=SCENARIO,
        extensions={"scenario-version": "abc"},
        timestamp=moment,
    )

    statement = json.loads(json.dumps(Statement.objects.get().as_json()))
    stored = statement.pop("stored")
    assert datetime.fromisoformat(stored).tzinfo is not None
    assert statement == {
        "id": str(number),
        "version": "1.0.3",
        "actor": {
            "objectType": "Agent",
            "account": {"homePage": "https://training.example.org", "name": str(ACTOR)},
        },
        "verb": {"id": "http://adlnet.gov/expapi/verbs/answered", "display": {"en": "answered"}},
        "object": {
            "objectType": "Activity",
            "id": "https://training.example.org/xapi/decision/s1/a%20scene%2Fwith%20signs",
            "definition": {
                "type": ACTIVITY_TYPES["decision"],
                "name": {"en": "What do you say?"},
                "description": {"en": "In words"},
                "interactionType": "choice",
            },
        },
        "result": {"response": "a"},
        "context": {
            "registration": str(TRY),
            "language": "en",
            "platform": "Waymark",
            "contextActivities": {
                "parent": [
                    {
                        "objectType": "Activity",
                        "id": "https://training.example.org/xapi/scenario/s1",
                    }
                ]
            },
            "extensions": {"https://training.example.org/xapi/extension/scenario-version": "abc"},
        },
        "timestamp": "2026-03-01T12:00:00+00:00",
    }


def test_the_same_event_twice_is_one_statement():
    first = record(ACTOR, ANSWERED, SCENE, once_by=(TRY, 0), result={"response": "a"})
    second = record(ACTOR, ANSWERED, SCENE, once_by=(TRY, 0), result={"response": "b"})
    assert first == second
    assert Statement.objects.get().result == {"response": "a"}


def test_another_step_or_another_verb_is_another_statement():
    numbers = {
        record(ACTOR, ANSWERED, SCENE, once_by=(TRY, 0)),
        record(ACTOR, ANSWERED, SCENE, once_by=(TRY, 1)),
        record(ACTOR, COMPLETED, SCENE, once_by=(TRY, 0)),
    }
    assert len(numbers) == Statement.objects.count() == 3


def test_the_tier_is_the_learners_own_unless_said_otherwise():
    record(ACTOR, ANSWERED, SCENE, once_by=(TRY, 0))
    record(ACTOR, COMPLETED, SCENARIO, once_by=(TRY,), tier=Tier.OFFICIAL)
    assert list(Statement.objects.order_by("pk").values_list("tier", flat=True)) == [
        "learner",
        "official",
    ]


def test_one_query_writes_it(django_assert_num_queries):
    with django_assert_num_queries(1):
        record(ACTOR, ANSWERED, SCENE, once_by=(TRY, 0))


@given(st.lists(st.text(), max_size=4), st.lists(st.text(), max_size=4))
def test_numbers_are_equal_exactly_for_equal_events(one: list[str], other: list[str]) -> None:
    joined = "\x1f".join(one) == "\x1f".join(other)
    assert (statement_id_of(*one) == statement_id_of(*other)) == joined


def test_verbs_and_activity_types_are_addresses():
    assert all(iri.startswith("http") for iri in [*VERBS, *ACTIVITY_TYPES.values()])
    assert not [iri for iri in VERBS if "fail" in iri]
