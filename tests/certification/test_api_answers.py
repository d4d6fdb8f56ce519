"""`/api/v1/`: what a key is told, and what nobody is told without one."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.organisations import Organisation
from certification.actions.forget_holder import forget_holder
from certification.actions.revoke_credential import revoke_credential
from certification.agencies.tasks import CALL_DAYS, sweep_agencies
from certification.api import views
from certification.api.keys import new_key
from certification.bulk.receipts import read_receipt
from certification.codes import new_code, show_code
from certification.models import Agency, ApiCall, ApiKey, Credential, MonthlyUse, Scope

pytestmark = pytest.mark.django_db
ALL = [scope.value for scope in Scope]


def open_agency(name: str = "Nursing board", **fields: Any) -> Agency:
    organisation = Organisation.objects.create(name=name)
    return Agency.objects.create(organisation=organisation, **fields)


def give_key(agency: Agency, *scopes: str, **fields: Any) -> str:
    made = new_key()
    values = {"expires_at": timezone.now() + timedelta(days=1), "name": "Server"} | fields
    ApiKey.objects.create(
        agency=agency, prefix=made.prefix, sha256=made.sha256, scopes=list(scopes), **values
    )
    return made.text


@pytest.fixture
def board(db: None) -> Agency:
    return open_agency()


Call = Callable[..., Any]


@pytest.fixture
def call(board: Agency, client: Client) -> Call:
    """Asks the API with a key of the board that may do everything."""
    key = give_key(board, *ALL)

    def ask(path: str, body: Any = None, key: str = key, **headers: str) -> Any:
        headers = {"Authorization": f"Bearer {key}", **headers}
        if body is None:
            return client.get(f"/api/v1{path}", headers=headers)
        return client.post(
            f"/api/v1{path}", json.dumps(body), content_type="application/json", headers=headers
        )

    return ask


def problem(response: Any, status: int, name: str) -> dict[str, Any]:
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    data: dict[str, Any] = response.json()
    assert data["type"] == f"http://testserver/api/v1/problems/{name}"
    assert data["status"] == status
    assert data["title"]
    assert data["detail"]
    return data


def test_a_code_brings_its_state_and_every_fact(call: Call, issued: Any) -> None:
    response = call(f"/credentials/{show_code(issued.credential.code).lower()}")
    assert response.status_code == 200
    data = response.json()
    assert data["state"] == "valid"
    assert data["code"] == issued.credential.code
    assert data["facts"]["holder_name"] == "Amal Haddad"
    assert data["facts"]["credit_lines"][0]["approval_number"] == "CP-2026-118"
    assert {"label": "Length", "value": "45 minutes"} in data["paper"]
    assert data["page"] == f"http://testserver/verify/{issued.credential.code}/"
    assert "amal@example.org" not in response.content.decode()


def test_nothing_is_set_kept_or_let_in(call: Call, issued: Any) -> None:
    response = call(f"/credentials/{issued.credential.code}", Origin="https://evil.example")
    assert not response.cookies
    assert response["Cache-Control"] == "no-store"
    assert not [name for name in response.headers if name.startswith("Access-Control")]
    assert '"minute";r=119' in response["RateLimit"]
    assert '"month";q=100000' in response["RateLimit-Policy"]


def test_an_unknown_code_is_an_answer(call: Call, keys: Any) -> None:
    code = new_code()
    data = problem(call(f"/credentials/{code}"), 404, "unknown-code")
    assert data["state"] == "unknown"
    assert data["code"] == code
    problem(call(f"/credentials/{code[:-1]}"), 404, "malformed-code")


def test_a_day_is_answered_for_that_day(call: Call, issued: Any, admin: Any) -> None:
    revoke_credential(issued.credential, admin, Credential.Reason.KEY, "Lost.")
    path = f"/credentials/{issued.credential.code}"
    now = call(path).json()
    assert (now["state"], now["reason"], now["as_of"]) == ("revoked", "key", None)
    assert now["since"].endswith("Z")
    before = call(f"{path}?on=2020-01-01").json()
    assert (before["state"], before["as_of"], before["reason"]) == (
        "not-issued",
        "2020-01-01",
        None,
    )
    for edge in ("0001-01-01", "9999-12-31"):
        assert call(f"{path}?on={edge}").status_code == 200
    for wrong in ("2026-02-30", "20260101", "today", ""):
        problem(call(f"{path}?on={wrong}"), 400, "bad-query")
    problem(call(f"{path}?onn=2026-01-01"), 400, "bad-query")


def test_a_name_matches_or_not(call: Call, issued: Any) -> None:
    path = f"/credentials/{issued.credential.code}/name"
    assert call(path, {"name": "haddad amál"}).json()["match"] is True
    assert call(path, {"name": "Bela"}).json()["match"] is False
    problem(call(path, {"name": ""}), 422, "not-as-documented")
    problem(call(path, ["Bela"]), 422, "not-as-documented")


def test_guessing_at_an_erased_name_is_slowed(call: Call, issued: Any, amal: Any) -> None:
    forget_holder(amal)
    path = f"/credentials/{issued.credential.code}"
    assert call(path).json()["facts"]["holder_name"] is None
    assert call(path).json()["name_erased"] is True
    for _time in range(10):
        assert call(f"{path}/name", {"name": "Amal Haddad"}).json()["match"] is True
    response = call(f"{path}/name", {"name": "Amal Haddad"})
    problem(response, 429, "too-many-names")
    assert int(response["Retry-After"]) > 0


def test_many_are_answered_with_a_signed_receipt(call: Call, issued: Any, other: Any) -> None:
    asked = [
        {"code": issued.credential.code, "name": "Amal Haddad"},
        {"code": other.credential.code, "name": "Amal Haddad"},
        {"code": "ABC"},
    ]
    response = call("/checks", {"checks": asked})
    assert response.status_code == 200
    judged = read_receipt(response.content)
    assert judged.genuine
    answers = judged.receipt["answers"]
    assert [each["state"] for each in answers] == ["valid", "valid", "unknown"]
    assert [each.get("name") for each in answers] == ["match", "no-match", None]
    assert answers[2]["given"] == "ABC"
    assert "Amal" not in response.content.decode()


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/checks"),
        ({"checks": []}, "/checks"),
        ({"checks": [{"code": "A"}] * 5001}, "/checks"),
        ({"checks": ["A"]}, "/checks/0"),
        ({"checks": [{"code": 1}]}, "/checks/0/code"),
        ({"checks": [{"code": "A", "extra/~": 1}]}, "/checks/0/extra~1~0"),
        ({"checks": [{"code": "A"}], "on": "tomorrow"}, "/on"),
        ({"checks": [{"code": "A"}], "on": None}, "/on"),
        ([], ""),
    ],
)
def test_what_does_not_fit_is_named_place_by_place(
    call: Call, keys: Any, body: Any, pointer: str
) -> None:
    data = problem(call("/checks", body), 422, "not-as-documented")
    assert data["errors"][0]["pointer"] == pointer


@pytest.mark.parametrize(
    ("body", "kind", "status", "name"),
    [
        (b"{", "application/json", 400, "not-json"),
        (b'{"checks": [], "checks": []}', "application/json", 400, "not-json"),
        (b'{"checks": NaN}', "application/json", 400, "not-json"),
        (b"\xff", "application/json", 400, "not-json"),
        (b'{"checks": [{"code": "\\ud800"}]}', "application/json", 400, "not-json"),
        (b"[" * 100_000, "application/json", 400, "not-json"),
        (b"code=1", "application/x-www-form-urlencoded", 415, "not-json-type"),
        (b" " * (2 * 1024 * 1024 + 1), "application/json", 413, "too-large"),
    ],
)
def test_what_is_no_json_is_refused(
    board: Agency, client: Client, keys: Any, body: bytes, kind: str, status: int, name: str
) -> None:
    headers = {"Authorization": f"Bearer {give_key(board, *ALL)}"}
    response = client.post("/api/v1/checks", body, content_type=kind, headers=headers)
    problem(response, status, name)


def test_methods_and_addresses_that_are_not_there(call: Call, client: Client) -> None:
    response = client.delete("/api/v1/checks")
    problem(response, 405, "method-not-allowed")
    assert response["Allow"] == "POST"
    problem(call("/nothing/here"), 404, "no-such-address")
    problem(client.post("/api/v1/checks/"), 404, "no-such-address")


def test_the_same_idempotency_key_counts_once_and_is_answered_anew(
    call: Call, board: Agency, issued: Any, admin: Any
) -> None:
    body = {"checks": [{"code": issued.credential.code}] * 3}
    first = call("/checks", body, **{"Idempotency-Key": "night-1"})
    assert "Idempotent-Replayed" not in first.headers
    revoke_credential(issued.credential, admin, Credential.Reason.ERROR, "A slip.")
    again = call("/checks", body, **{"Idempotency-Key": "night-1"})
    assert again["Idempotent-Replayed"] == "true"
    assert again.json()["receipt"]["answers"][0]["state"] == "revoked"
    assert MonthlyUse.objects.get(agency=board).checks == 3
    other = {"checks": [{"code": issued.credential.code}]}
    problem(call("/checks", other, **{"Idempotency-Key": "night-1"}), 422, "idempotency-key-reused")
    problem(call("/checks", other, **{"Idempotency-Key": "a b"}), 400, "bad-query")
    stranger = give_key(open_agency("Another board"), *ALL)
    assert call("/checks", other, key=stranger, **{"Idempotency-Key": "night-1"}).status_code == 200


def test_the_quota_is_all_or_nothing_and_tells_when_it_begins_anew(
    call: Call, board: Agency, issued: Any
) -> None:
    Agency.objects.update(monthly_checks=4)
    body = {"checks": [{"code": issued.credential.code}] * 3}
    assert call("/checks", body).status_code == 200
    response = call("/checks", body)
    assert problem(response, 429, "quota-used-up")["left"] == 1
    assert 0 < int(response["Retry-After"]) <= 31 * 86400
    assert '"month";r=1' in response["RateLimit"]
    assert call(f"/credentials/{issued.credential.code}").status_code == 200
    problem(call(f"/credentials/{issued.credential.code}"), 429, "quota-used-up")
    assert MonthlyUse.objects.get(agency=board).checks == 4


def test_too_many_requests_a_minute_are_told_to_wait(call: Call, board: Agency) -> None:
    Agency.objects.update(requests_a_minute=2)
    path = f"/agencies/{board.uuid}/usage"
    assert call(path).status_code == call(path).status_code == 200
    response = call(path)
    problem(response, 429, "too-many-requests")
    assert 0 < int(response["Retry-After"]) <= 60
    assert '"minute";r=0' in response["RateLimit"]


def fact_free(response: Any, *statuses: int) -> None:
    assert response.status_code in statuses, response.content
    text = response.content.decode()
    for fact in ("Amal", "First contact", '"state": "valid"', "facts"):
        assert fact not in text


def test_without_a_good_key_there_is_no_fact(
    call: Call, board: Agency, issued: Any, client: Client
) -> None:
    path = f"/credentials/{issued.credential.code}"
    fact_free(client.get(f"/api/v1{path}"), 401)
    assert client.get(f"/api/v1{path}")["WWW-Authenticate"].startswith("Bearer")
    good = give_key(board, *ALL)
    past = timezone.now() - timedelta(seconds=1)
    for key, name in (
        (good[:-1] + ("a" if good[-1] != "a" else "b"), "unknown-key"),
        (new_key().text, "unknown-key"),
        ("wm_", "unknown-key"),
        (give_key(board, *ALL, expires_at=past), "expired-key"),
        (give_key(board, *ALL, revoked_at=past), "revoked-key"),
    ):
        response = call(path, key=key)
        fact_free(response, 401)
        problem(response, 401, name)
    Agency.objects.update(is_open=False)
    fact_free(call(path), 403)
    problem(call(path), 403, "agency-closed")


def test_a_key_without_the_scope_gets_no_fact(call: Call, board: Agency, issued: Any) -> None:
    code = issued.credential.code
    one = {"checks": [{"code": code}]}
    named = {"checks": [{"code": code, "name": "Amal Haddad"}]}
    for scopes, path, body in (
        (["check-names", "bulk"], f"/credentials/{code}", None),
        (["check", "bulk"], f"/credentials/{code}/name", {"name": "Amal Haddad"}),
        (["check", "check-names"], "/checks", one),
        (["check", "bulk"], "/checks", named),
        ([], f"/credentials/{code}", None),
    ):
        response = call(path, body, key=give_key(board, *scopes))
        fact_free(response, 403)
        problem(response, 403, "missing-scope")
    assert MonthlyUse.objects.count() == 0


def test_another_agencys_key_sees_nothing_of_the_board(call: Call, board: Agency) -> None:
    path = f"/agencies/{board.uuid}/usage"
    own = call(path).json()
    assert own["name"] == "Nursing board"
    assert own["checks_left"] == 100_000
    stranger = give_key(open_agency("Another board"), *ALL)
    response = call(path, key=stranger)
    problem(response, 403, "another-agency")
    assert "Nursing" not in response.content.decode()


def test_the_log_knows_time_address_number_and_outcome_and_no_code(
    call: Call, board: Agency, issued: Any
) -> None:
    code = issued.credential.code
    call(f"/credentials/{code}")
    call("/checks", {"checks": [{"code": code, "name": "Amal Haddad"}] * 4})
    call(f"/credentials/{new_code()}")
    rows = list(ApiCall.objects.order_by("pk").values("operation", "number", "outcome", "address"))
    assert [(each["operation"], each["number"], each["outcome"]) for each in rows] == [
        ("check", 1, 200),
        ("check-many", 4, 200),
        ("check", 1, 404),
    ]
    assert {each["address"] for each in rows} == {"127.0.0.1"}
    whole = str(list(ApiCall.objects.values())) + str(list(MonthlyUse.objects.values()))
    assert code not in whole
    assert "Amal" not in whole
    assert ApiKey.objects.get().last_used_on == timezone.now().date()


def test_the_log_is_swept(call: Call, board: Agency) -> None:
    call(f"/agencies/{board.uuid}/usage")
    call(f"/agencies/{board.uuid}/usage")
    old = timezone.now() - timedelta(days=CALL_DAYS, hours=1)
    ApiCall.objects.filter(pk=ApiCall.objects.earliest("pk").pk).update(at=old)
    assert sweep_agencies()["calls"] == 1
    assert ApiCall.objects.count() == 1


def test_a_failure_is_a_problem_too(
    call: Call, issued: Any, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    def broken(*_args: Any) -> None:
        raise ZeroDivisionError("secret")

    def gone(*_args: Any) -> None:
        raise OperationalError("secret")

    path = f"/credentials/{issued.credential.code}"
    monkeypatch.setattr(views, "certificate", broken)
    response = call(path)
    problem(response, 500, "failed")
    assert "secret" not in response.content.decode()
    monkeypatch.setattr(views, "certificate", gone)
    response = call(path)
    problem(response, 503, "unavailable")
    assert response["Retry-After"]


def test_a_key_is_stored_as_a_hash_only(board: Agency) -> None:
    text = give_key(board, *ALL)
    assert text not in str(list(ApiKey.objects.values()))
    assert text.rsplit("_", 1)[1] not in str(list(ApiKey.objects.values()))


def test_the_issuer_is_told_without_a_key(client: Client, issued: Any) -> None:
    data = client.get("/api/v1/issuer").json()
    assert data["did"].startswith("did:web:")
    assert data["status_lists"] == ["http://testserver/credentials/status/1"]
    assert client.get("/api/v1/issuer?x=1").status_code == 400


def test_the_document_and_its_page_agree(client: Client) -> None:
    document = client.get("/api/v1/openapi.json").json()
    assert document["openapi"] == "3.1.0"
    page = client.get("/api/v1/docs/").content.decode()
    for path, methods in document["paths"].items():
        for method in methods:
            assert f"{method.upper()} {path}" in page
    assert "http://" not in page.replace("http://testserver", "")
    assert client.get("/api/v1/", follow=True).redirect_chain[-1][0] == "/api/v1/docs/"
    response = client.get("/api/v1/problems/unknown-code")
    assert response["Location"] == "/api/v1/docs/#unknown-code"


def test_the_queries_of_many_do_not_grow(call: Call, issued: Any, other: Any) -> None:
    codes = [issued.credential.code, other.credential.code]
    counted = []
    call("/checks", {"checks": [{"code": codes[0]}]})
    for number in (1, 200):
        checks = [{"code": code} for code in [*codes, *(new_code() for _n in range(number))]]
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            call("/checks", {"checks": checks})
        counted.append(len(captured))
    assert counted[0] == counted[1] <= 16


def test_a_renewal_tells_the_newer_one(call: Call, issued: Any, other: Any) -> None:
    Credential.objects.filter(pk=other.credential.pk).update(supersedes=issued.credential)
    data = call(f"/credentials/{issued.credential.code}").json()
    assert (data["state"], data["newer"]) == ("superseded", other.credential.code)
    assert date.fromisoformat(data["facts"]["issued_on"])
