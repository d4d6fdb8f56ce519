"""After a quick exit a learner's certificates are covered; checking one goes on for anybody."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.models import User

pytestmark = pytest.mark.django_db


def test_the_veil_covers_own_certificates_and_not_the_check(
    issued: Any, amal: User, client: Client
) -> None:
    client.force_login(amal)
    own = ("/credentials/", f"/credentials/for/{issued.credential.completion.uuid}/")
    for address in own:
        assert "First contact" in client.get(address).content.decode()
    client.cookies["veil"] = "1"
    for address in own:
        assert "First contact" not in client.get(address).content.decode()
    assert "First contact" in client.get(f"/verify/{issued.credential.code}/").content.decode()
    assert client.get("/.well-known/did.json").status_code == 200
