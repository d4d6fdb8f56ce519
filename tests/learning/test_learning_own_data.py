"""What learning gives a person of theirs, and what stays when they are gone."""

from __future__ import annotations

import json

import pytest
from django.apps import apps
from django.core import serializers

from accounts.actions.erase_person import erase_person
from accounts.personal_data import export_person
from courses.learning.actions.enrol import enrol
from courses.learning.models import Answer, Attempt, CheckAnswer, Completion, Enrolment
from courses.learning.recorded import KINDS, recorded
from media.models import ActivityResult, ActivityState
from statements.models import Forwarding, Statement

pytestmark = pytest.mark.django_db


def test_the_export_holds_every_answer_and_is_json(house, amal, enrolment):
    house.complete(amal, enrolment)
    exported = export_person(amal)

    course = json.loads(json.dumps(exported["learning"]))[0]
    assert [each["question"] for each in course["answers"]] == ["Question one?", "Question two?"]
    assert course["tries"][0]["decisions"][0]["choice"] == "Choice one-good"
    assert course["completed"]["evidence"]["lessons"]
    statements = json.loads(json.dumps(exported["statements"]))
    assert {each["actor"]["account"]["name"] for each in statements} == {str(amal.uuid)}


def test_the_export_holds_nothing_of_others(house, amal, bela, enrolment, version):
    house.complete(bela, enrol(bela, version))
    exported = json.dumps(export_person(amal)["learning"])
    assert "Choice one-good" not in exported


def test_erasing_takes_the_practice_and_leaves_the_fact(house, amal, enrolment):
    completion = house.complete(amal, enrolment)
    number, email = str(amal.uuid), amal.email
    erase_person(amal, None)

    assert not Answer.objects.exists()
    assert not Attempt.objects.exists()
    assert not CheckAnswer.objects.exists()
    completion = Completion.objects.get(pk=completion.pk)
    assert completion.person is None
    assert completion.enrolment.person is None
    assert completion.evidence["lessons"]
    assert set(Statement.objects.values_list("tier", flat=True)) == {"official"}
    for label in ("learning", "statements"):
        for model in apps.get_app_config(label).get_models():
            rows = serializers.serialize("json", model._default_manager.all())
            assert number not in rows
            assert email not in rows


def test_erasing_one_leaves_the_other(house, amal, bela, enrolment, version):
    house.play(amal, enrolment)
    theirs = enrol(bela, version)
    house.complete(bela, theirs)
    erase_person(amal, None)

    assert not Enrolment.objects.filter(pk=enrolment.pk).exists()
    assert Answer.objects.filter(attempt__enrolment=theirs).count() == 3
    assert Completion.objects.get().person == bela


def test_what_we_record_names_every_model_and_every_field():
    """T29: the page is made from the fields; a new one without words would show here."""
    told = {model for model, _who, _how in KINDS}
    held = {
        model
        for label in ("learning", "statements")
        for model in apps.get_app_config(label).get_models()
    }
    # Of the app of files, only what is kept of somebody who plays an activity; how passing on
    # to a record store stands is about nobody.
    assert told == (held - {Forwarding}) | {ActivityResult, ActivityState}
    for record in recorded():
        for name, meaning in record.fields:
            assert str(meaning), f"{record.title}: {name} has no help text"
