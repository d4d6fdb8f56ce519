"""Administrators look up and revoke; nobody else gets in."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client

from accounts.models import User
from certification import tasks
from certification.models import Credential, Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client, admin: User, settings: Any) -> Client:
    """Signed in as an administrator, past the second step."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "SecondFactor" not in name]
    client.force_login(admin)
    return client


def test_looking_up_and_revoking(issued: Any, other: Any, editor: Client) -> None:
    listed = editor.get("/admin/certificates/").content.decode()
    assert issued.credential.shown_code in listed
    found = editor.get("/admin/certificates/", {"q": "amal"}).content.decode()
    assert issued.credential.shown_code in found
    assert other.credential.shown_code not in found
    address = f"/admin/certificates/{issued.credential.code}/"
    assert "Amal Haddad" in editor.get(address).content.decode()
    assert editor.post(address, {"reason_class": "error", "reason": ""}).status_code == 422
    assert Credential.objects.get(pk=issued.credential.pk).standing == "issued"
    sent = editor.post(address, {"reason_class": "error", "reason": "Made by mistake."})
    assert sent.status_code == 302
    assert Credential.objects.get(pk=issued.credential.pk).standing == "revoked"
    assert editor.post(address, {"reason_class": "error", "reason": "Again."}).status_code == 422


def test_the_holder_is_told(issued: Any, admin: User, editor: Client) -> None:
    address = f"/admin/certificates/{issued.credential.code}/"
    editor.post(address, {"reason_class": "error", "reason": "Made by mistake."})
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
