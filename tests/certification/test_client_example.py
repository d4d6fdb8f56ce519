"""The client in `docs/`: what it asks is answered, waited for, and told by its exit code."""

from __future__ import annotations

import importlib.util
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.organisations import Organisation
from certification.api.keys import new_key
from certification.bulk.receipts import read_receipt
from certification.codes import new_code
from certification.models import Agency, ApiKey, MonthlyUse, Scope

pytestmark = pytest.mark.django_db
FILE = Path(__file__).resolve().parents[2] / "docs" / "check_certificates.py"


@pytest.fixture
def example() -> Any:
    spec = importlib.util.spec_from_file_location("check_certificates", FILE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def key(db: None) -> str:
    agency = Agency.objects.create(organisation=Organisation.objects.create(name="Board"))
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


def send(method: str, address: str, headers: dict[str, str], body: bytes | None) -> Any:
    """The test's own server in place of the network."""
    path = address.removeprefix("https://training.example.org")
    response = Client().generic(
        method,
        path,
        body or b"",
        content_type=headers.get("Content-Type", ""),
        headers={name: value for name, value in headers.items() if name != "Content-Type"},
    )
    return response.status_code, response.headers, response.content


@pytest.fixture
def run(example: Any, key: str, monkeypatch: Any, capsys: Any) -> Any:
    monkeypatch.setenv("WAYMARK_URL", "https://training.example.org")
    monkeypatch.setenv("WAYMARK_KEY", key)

    def go(*arguments: str) -> tuple[int, str, str]:
        status = example.main(list(arguments), send)
        shown = capsys.readouterr()
        return status, shown.out, shown.err

    return go


def test_one_code_is_told_by_word_and_exit_code(run: Any, issued: Any) -> None:
    status, out, _err = run("one", issued.credential.code)
    assert (status, json.loads(out)["state"]) == (0, "valid")
    status, out, _err = run("one", issued.credential.code, "--on", "2020-01-01")
    assert (status, json.loads(out)["state"]) == (1, "not-issued")
    for code in (new_code(), "A?C"):
        status, out, _err = run("one", code)
        assert (status, json.loads(out)) == (1, {"state": "unknown"})


def test_a_name_is_told_by_exit_code(run: Any, issued: Any) -> None:
    assert run("name", issued.credential.code, "Haddad Amal")[:2] == (0, "match\n")
    assert run("name", issued.credential.code, "Bela")[:2] == (1, "no match\n")


def test_a_list_gives_a_receipt_that_holds(run: Any, issued: Any, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(f"Code;Name\n{issued.credential.code};Amal Haddad\n", encoding="utf-8-sig")
    status, out, _err = run("many", str(file))
    assert status == 0
    assert read_receipt(out.encode()).genuine
    file.write_text(f"code\n{issued.credential.code}\n{new_code()}\n")
    assert run("many", str(file))[0] == 1


def test_a_refusal_is_told(run: Any, issued: Any, monkeypatch: Any) -> None:
    monkeypatch.setenv("WAYMARK_KEY", "wm_nothing")
    status, _out, err = run("one", issued.credential.code)
    assert status == 2
    assert "401" in err


def test_it_waits_when_told_and_counts_once(example: Any, key: str, issued: Any) -> None:
    waited: list[int] = []
    busy = iter([(503, {"Retry-After": "7"}, b"{}"), (429, {"Retry-After": "9"}, b"{}")])
    keys = set()

    def shaky(method: str, address: str, headers: dict[str, str], body: bytes | None) -> Any:
        keys.add(headers["Idempotency-Key"])
        send(method, address, headers, body)  # it arrived, and the answer was lost
        return next(busy, None) or send(method, address, headers, body)

    site = example.Site("https://training.example.org", key, shaky, waited.append)
    (receipt,) = site.check_many([{"code": issued.credential.code}] * 3)
    assert len(receipt["receipt"]["answers"]) == 3
    assert waited == [7, 9]
    assert len(keys) == 1
    assert MonthlyUse.objects.get().checks == 3


def test_the_key_never_leaves_over_plain_http(example: Any) -> None:
    site = example.Site("http://training.example.org", "wm_x")
    with pytest.raises(ValueError, match="https"):
        site.check("A")
