"""Administrators look up and revoke; nobody else gets in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from certification import tasks
from certification.actions.correct_name import correct_name
from certification.actions.issue_credential import issue_credential
from certification.actions.make_appeal import make_appeal
from certification.actions.make_keys import make_keys
from certification.actions.revoke_credential import revoke_credential
from certification.actions.suspend_credential import suspend_credential
from certification.models import Achievement, Credential, Notice, Reissue, SigningKey
from certification.standing.filters import in_state
from certification.standing.reading import standings_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client, admin: User, settings: Any) -> Client:
    """Signed in as an administrator, past the second step."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "SecondFactor" not in name]
    client.force_login(admin)
    return client


def revoking(reason: str) -> dict[str, str]:
    return {"do": "revoke", "revoke-reason_class": "error", "revoke-reason": reason}


def test_looking_up_and_revoking(issued: Any, other: Any, editor: Client) -> None:
    listed = editor.get("/admin/certificates/").content.decode()
    assert issued.credential.shown_code in listed
    found = editor.get("/admin/certificates/", {"q": "amal"}).content.decode()
    assert issued.credential.shown_code in found
    assert other.credential.shown_code not in found
    address = f"/admin/certificates/{issued.credential.code}/"
    assert "Amal Haddad" in editor.get(address).content.decode()
    assert editor.post(address, revoking("")).status_code == 422
    assert Credential.objects.get(pk=issued.credential.pk).standing == "issued"
    sent = editor.post(address, revoking("Made by mistake."))
    assert sent.status_code == 302
    assert Credential.objects.get(pk=issued.credential.pk).standing == "revoked"
    assert editor.post(address, revoking("Again.")).status_code == 422


def test_the_holder_is_told(issued: Any, admin: User, editor: Client) -> None:
    address = f"/admin/certificates/{issued.credential.code}/"
    editor.post(address, revoking("Made by mistake."))
    tasks.notify(Notice.objects.get(kind="revoked").pk)
    assert mail.outbox[-1].to == ["amal@example.org"]
    assert "Made by mistake." in mail.outbox[-1].body


def test_a_kept_certificate_is_seen_and_tried_again(
    keys: Any, completion: Any, amal: User, editor: Client
) -> None:
    User.objects.filter(pk=amal.pk).update(certificate_name="Amal 🙂")
    tasks.issue(completion.pk)
    text = editor.get("/admin/certificates/").content.decode()
    assert "U+1F642" in text
    credential = Credential.objects.get()
    assert editor.post(f"/admin/certificates/{credential.code}/", {"again": "1"}).status_code == 302


@pytest.mark.parametrize("role", ["", "trainer", "verifier", "manager"])
def test_others_do_not_get_in(
    issued: Any, bela: User, client: Client, settings: Any, role: str
) -> None:
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "SecondFactor" not in name]
    if role:
        bela.groups.add(Group.objects.get(name=role))
    client.force_login(bela)
    for address in ("/admin/certificates/", f"/admin/certificates/{issued.credential.code}/"):
        response = client.get(address)
        assert response.status_code in {302, 403}
        assert "Amal" not in response.content.decode()


def test_what_holders_ask_comes_first_and_is_answered(
    issued: Any, other: Any, amal: User, editor: Client
) -> None:
    make_appeal(issued.credential, amal, "A letter too many.", "Amal Hadad")
    text = editor.get("/admin/certificates/").content.decode()
    assert "1 holder waits for an answer" in text
    assert text.index(issued.credential.shown_code) < text.index('<table class="listing"')
    address = f"/admin/certificates/{issued.credential.code}/"
    shown = editor.get(address).content.decode()
    assert "A letter too many." in shown
    assert editor.post(address, {"do": "answer", "outcome": "granted"}).status_code == 422
    sent = editor.post(address, {"do": "answer", "outcome": "granted", "answer": "Done."})
    assert sent.status_code == 302
    assert tasks.issue_anew(Credential.objects.get(issue=2).pk) == "issued"
    assert "Superseded" in editor.get(address).content.decode()
    again = editor.post(address, {"do": "answer", "outcome": "granted"}, follow=True)
    assert "This was answered before." in again.content.decode()


def test_the_list_by_state_course_and_problem(
    issued: Any, other: Any, admin: User, editor: Client, version: Any
) -> None:
    suspend_credential(other.credential, admin, Credential.Reason.OTHER, "x")
    ours, theirs = issued.credential.shown_code, other.credential.shown_code

    def listed(**asked: str) -> tuple[bool, bool]:
        text = editor.get("/admin/certificates/", asked).content.decode()
        return ours in text, theirs in text

    assert listed(state="valid") == (True, False)
    assert listed(state="suspended") == (False, True)
    assert listed(state="preparing") == (False, False)
    assert listed(course=str(version.course_key)) == (True, True)
    assert listed(problem="glyph") == (False, False)
    assert listed(state="nonsense") == (True, True)


def test_each_decision_is_a_form_with_its_reason(issued: Any, editor: Client, admin: User) -> None:
    address = f"/admin/certificates/{issued.credential.code}/"
    fields = {"do": "suspend", "suspend-reason_class": "other", "suspend-reason": "Looked into."}
    assert editor.post(address, fields | {"suspend-reason": ""}).status_code == 422
    assert editor.post(address, fields).status_code == 302
    text = editor.get(address).content.decode()
    assert "Looked into." in text
    assert "suspend certificate" in text
    assert 'value="suspend"' not in text
    assert editor.post(address, fields).status_code == 422
    assert (
        editor.post(address, {"do": "reinstate", "reinstate-reason": "All well."}).status_code
        == 302
    )
    reserved = Credential.objects.get(issue=2)
    own = f"/admin/certificates/{reserved.code}/"
    assert "Take it back" in editor.get(own).content.decode()
    assert editor.post(own, {"drop": "1"}).status_code == 302
    assert Credential.objects.count() == 1


def test_a_run_is_begun_watched_and_stopped(issued: Any, editor: Client) -> None:
    assert "No key was retired" in editor.get("/admin/certificates/anew/").content.decode()
    key = SigningKey.objects.get(use="credential")
    SigningKey.objects.filter(pk=key.pk).update(state="compromised")
    fields = {"key": key.pk, "reason": "Stolen."}
    refused = editor.post("/admin/certificates/anew/", fields)
    assert refused.status_code == 422
    assert "Stolen." in refused.content.decode()
    make_keys()
    begun = editor.post("/admin/certificates/anew/", fields)
    assert begun.status_code == 302
    address = begun["Location"]
    assert "0 of 1 issued anew" in editor.get(address).content.decode()
    editor.post(address, {"stop": "1"})
    assert Reissue.objects.get().state == "stopped"
    editor.post(address, {"continue": "1"})
    tasks.reissue(Reissue.objects.get().pk)
    assert "1 of 1 issued anew" in editor.get(address).content.decode()


def test_the_list_costs_the_same_queries_with_more_certificates(
    issued: Any, editor: Client, named: Any
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            editor.get("/admin/certificates/")
        return len(queries)

    cost()
    few = cost()
    for number in range(4):
        named(f"Person {number}")
    assert cost() == few


def test_the_list_and_the_rule_say_the_same(
    keys: Any, amal: User, admin: User, version: Any, completing: Any
) -> None:
    """Every kind of chain at once: each state's list has those that the rule puts there."""
    now = timezone.now()
    Achievement.objects.create(
        course_key=version.course_key, validity="days", validity_amount=365, renewal="after"
    )
    for ago in (900, 500, 300, 0):
        issue_credential(completing(amal, version, now - timedelta(days=ago)))
    corrected = Credential.objects.order_by("-pk")[1]
    tasks.issue_anew(correct_name(corrected, admin, "Amal H.", "x").pk)
    for someone, ago in [("one", 0), ("two", 0), ("three", 800)]:
        person = User.objects.create_user(f"{someone}@example.org", certificate_name=someone)
        made = issue_credential(completing(person, version, now - timedelta(days=ago)))
        if someone == "one":
            suspend_credential(made, admin, Credential.Reason.ERROR, "x")
        elif someone == "two":
            revoke_credential(made, admin, Credential.Reason.ERROR, "x")
    everything = Credential.objects.all()
    said = {pk: found.state for pk, found in standings_of(everything).items()}
    assert len(set(said.values())) == 6
    for each in sorted(set(said.values())):
        listed = set(in_state(everything, each, now, "UTC").values_list("pk", flat=True))
        assert listed == {pk for pk, state in said.items() if state == each}, each
