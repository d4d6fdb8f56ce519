"""The holder's own pages: how each certificate stands, in words, and the way to ask about it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from certification import tasks
from certification.actions.answer_appeal import answer_appeal
from certification.actions.correct_name import correct_name
from certification.actions.issue_credential import issue_credential
from certification.actions.revoke_credential import revoke_credential
from certification.actions.suspend_credential import suspend_credential
from certification.models import Appeal, Credential

pytestmark = pytest.mark.django_db
ERROR = Credential.Reason.ERROR


@pytest.fixture
def holder(client: Client, amal: User) -> Client:
    client.force_login(amal)
    return client


def ask(credential: Credential) -> str:
    return f"/credentials/for/{credential.code}/ask/"


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_what_counts_and_what_came_before(issued: Any, holder: Client, admin: User) -> None:
    text = page(holder, "/credentials/")
    assert "It counts, with no end date." in text
    assert "earlier certificate" not in text
    reserved = correct_name(issued.credential, admin, "Amal Hadad", "Spelt wrong.")
    assert "A new one is being made in its place." in page(holder, "/credentials/")
    tasks.issue_anew(reserved.pk)
    text = page(holder, "/credentials/")
    assert "1 earlier certificate" in text
    assert "by one with the corrected name" in text
    assert "Amal Hadad<" in text


def test_a_suspended_one_says_why_and_how_to_appeal(
    issued: Any, holder: Client, admin: User
) -> None:
    suspend_credential(issued.credential, admin, ERROR, "See note 12.")
    text = page(holder, "/credentials/")
    assert "It has not counted since" in text
    assert "See note 12." in text
    assert ask(issued.credential) in text


def test_an_appeal_is_sent_shown_and_answered(issued: Any, holder: Client, admin: User) -> None:
    revoke_credential(issued.credential, admin, ERROR, "Wrong person.")
    address = ask(issued.credential)
    refused = holder.post(address, {"words": "  "})
    assert refused.status_code == 422
    assert holder.post(address, {"words": "It is me.\nTruly."}).status_code == 302
    assert holder.post(address, {"words": "It is me.\nTruly."}).status_code == 302
    text = page(holder, address)
    assert "It is me.<br>Truly." in text
    assert "<textarea" not in text
    assert Appeal.objects.count() == 1
    answer_appeal(Appeal.objects.get(), admin, granted=False, answer="We looked again.")
    text = page(holder, address)
    assert "We looked again." in text
    assert "<textarea" in text


def test_another_name_is_asked_for(issued: Any, holder: Client) -> None:
    address = ask(issued.credential)
    same = holder.post(address, {"name": "Amal Haddad", "words": "x"})
    assert same.status_code == 422
    assert "This is the name that the certificate has." in same.content.decode()
    assert holder.post(address, {"name": "Amal Hadad", "words": "A letter."}).status_code == 302
    assert Appeal.objects.get().name == "Amal Hadad"
    assert "Amal Hadad" in page(holder, address)


def test_where_there_is_nothing_to_ask(issued: Any, holder: Client, admin: User) -> None:
    tasks.issue_anew(correct_name(issued.credential, admin, "Amal H.", "x").pk)
    text = page(holder, ask(issued.credential))
    assert "There is nothing to decide about this one." in text
    assert "<textarea" not in text
    assert holder.post(ask(issued.credential), {"words": "x"}).status_code == 302
    assert not Appeal.objects.exists()


def test_only_the_holder_gets_there(issued: Any, bela: User, admin: User, client: Client) -> None:
    address = ask(issued.credential)
    assert client.get(address).status_code == 302
    for someone in (bela, admin):
        client.force_login(someone)
        assert client.get(address).status_code == 403
        assert client.post(address, {"words": "x", "name": "y"}).status_code == 403
        assert "First contact" not in page(client, "/credentials/")
    assert not Appeal.objects.exists()


def test_a_completion_leads_to_its_newest_issued_certificate(
    issued: Any, holder: Client, admin: User
) -> None:
    address = f"/credentials/for/{issued.credential.completion.uuid}/"
    reserved = correct_name(issued.credential, admin, "Amal 𓀀", "x")
    tasks.issue_anew(reserved.pk)
    assert issued.credential.shown_code in page(holder, address)


def test_the_page_costs_the_same_queries_with_more_certificates(
    issued: Any, amal: User, version: Any, holder: Client, completing: Any
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            page(holder, "/credentials/")
        return len(queries)

    issue_credential(completing(amal, version))
    cost()
    few = cost()
    for _time in range(4):
        issue_credential(completing(amal, version))
    assert cost() == few
