"""Every answer of the API is as its document says, whatever is sent: thousands of requests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from zlib import crc32

import pytest
import schemathesis
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings

from accounts.models import User
from accounts.organisations import Organisation
from certification.actions.forget_holder import forget_holder
from certification.actions.revoke_credential import revoke_credential
from certification.api.keys import new_key
from certification.api.openapi import document
from certification.codes import new_code
from certification.models import Agency, ApiKey, Credential, Scope

EXAMPLES = 60


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """As Django's own test client: the test's transaction is not closed after a request."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def agency(db: None) -> Agency:
    organisation = Organisation.objects.create(name="Nursing board")
    return Agency.objects.create(
        organisation=organisation, requests_a_minute=10_000, monthly_checks=100_000_000
    )


@pytest.fixture
def key(agency: Agency) -> str:
    made = new_key()
    ApiKey.objects.create(
        agency=agency,
        name="Test",
        prefix=made.prefix,
        sha256=made.sha256,
        scopes=list(Scope.values),
        expires_at=timezone.now() + timedelta(days=1),
    )
    return made.text


schema = schemathesis.openapi.from_dict(document())
schema.app = WSGIHandler()
KNOWN: dict[str, str] = {}


@schema.hook
def map_path_parameters(context: Any, parameters: Any) -> Any:
    """A code and an agency that are there, every other time, so that good answers come too."""
    if (
        parameters
        and crc32(str(parameters).encode()) % 2
        and all(fits(*each) for each in parameters.items())
    ):
        return {name: KNOWN.get(name, value) for name, value in parameters.items()}
    return parameters


def fits(name: str, value: Any) -> bool:
    """Whether a value is one that the document allows."""
    if name == "agency":
        return bool(re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", str(value)))
    return isinstance(value, str) and 0 < len(value) <= 60


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_as_documented(case: Any, key: str, agency: Agency, issued: Any) -> None:
    cache.clear()  # an Idempotency-Key of an earlier request would be a reused one
    KNOWN.update(code=issued.credential.code, agency=str(agency.uuid))
    case.call_and_validate(headers={"Authorization": f"Bearer {key}"})


def test_every_good_answer_is_as_documented(
    key: str, agency: Agency, issued: Any, amal: Any
) -> None:
    """Every kind of good answer once: each member of each is in the document."""
    code = issued.credential.code
    one = {"path_parameters": {"code": code}}
    checks = [{"code": code, "name": "Amal"}, {"code": code}, {"code": "X"}, {"code": new_code()}]
    seen = set()

    def ask(method: str, path: str, **parts: Any) -> None:
        response = (
            schema[path][method]
            .Case(**parts)
            .call_and_validate(headers={"Authorization": f"Bearer {key}"})
        )
        assert response.status_code == 200
        seen.add((method, path))

    def ask_all() -> None:
        ask("GET", "/credentials/{code}", **one)
        ask("GET", "/credentials/{code}", query={"on": "2020-01-01"}, **one)
        ask("POST", "/credentials/{code}/name", body={"name": "Amal"}, **one)
        ask("POST", "/checks", body={"checks": checks, "on": "2030-01-01"})
        ask("POST", "/checks", body={"checks": checks}, headers={"Idempotency-Key": "a"})
        ask("GET", "/agencies/{agency}/usage", path_parameters={"agency": str(agency.uuid)})
        ask("GET", "/issuer")

    ask_all()
    cache.clear()
    administrator = User.objects.create_superuser("ada@example.org", "x")
    revoke_credential(issued.credential, administrator, Credential.Reason.KEY, "Lost.")
    ask_all()
    cache.clear()
    forget_holder(amal)
    ask_all()
    assert seen == {
        (method.upper(), path)
        for path, methods in document()["paths"].items()
        for method in methods
    }
