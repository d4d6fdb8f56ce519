"""`/verify/many/`: a list is answered with its problems first, and leaves nothing behind."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from base64 import urlsafe_b64encode
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from joserfc import jws
from joserfc.jwk import KeySet

from certification.actions.forget_holder import forget_holder
from certification.actions.revoke_credential import revoke_credential
from certification.bulk import names, receipt_views, views
from certification.bulk.receipts import looks_like_receipt, read_receipt
from certification.codes import new_code, show_code
from certification.models import CheckCount, Credential, SigningKey, StatusEntry, StatusList

pytestmark = pytest.mark.django_db
MANY = "/verify/many/"


def ask(client: Client, codes: str, status: int = 200, **more: Any) -> str:
    response = client.post(MANY, {"codes": codes, **more})
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


def states(text: str) -> list[str]:
    """The word of each row, as the badge has it."""
    rows = re.findall(r"<tr><td class=\"wm-register__row\".*?</tr>", text, re.S)
    return [re.findall(r"wm-badge--([a-z-]+)", row)[0] for row in rows]


def download(client: Client, text: str, kind: str) -> bytes:
    packed = re.search(r'name="packed" value="([^"]+)"', text)
    assert packed
    response = client.post("/verify/many/download/", {"packed": packed[1], "as": kind})
    assert response.status_code == 200
    assert "attachment" in response["Content-Disposition"]
    return bytes(response.content)


def test_problems_come_first_and_everything_is_counted(
    issued: Any, other: Any, named: Any, admin: Any, client: Client
) -> None:
    expired = named("Cleo Vidal").credential
    Credential.objects.filter(pk=expired.pk).update(valid_until=date.today() - timedelta(days=3))
    revoke_credential(other.credential, admin, Credential.Reason.ERROR, "A slip.")
    listed = [issued.credential.code, expired.code, new_code(), other.credential.code, "ABC"]
    text = ask(client, "\n".join(listed))
    assert states(text) == ["revoked", "unknown", "unknown", "expired", "valid"]
    assert "4 of 5 need a look" in text
    assert "Issued in error" in text
    assert "A slip." not in text
    assert "Amal Haddad" in text
    assert "26 letters and digits" in text


def test_a_list_without_problems_says_so(issued: Any, client: Client) -> None:
    assert "The certificate holds" in ask(client, show_code(issued.credential.code))


def test_the_page_works_without_session_cookie_or_trace(issued: Any, client: Client) -> None:
    before = {model: model.objects.count() for model in (Credential, StatusEntry)}
    with CaptureQueriesContext(connection) as captured:
        response = client.post(MANY, {"codes": issued.credential.code})
    assert not response.cookies
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    writes = [each["sql"] for each in captured if not each["sql"].startswith("SELECT")]
    assert not [sql for sql in writes if issued.credential.code in sql]
    assert before == {model: model.objects.count() for model in (Credential, StatusEntry)}


def test_names_are_compared_tolerantly(issued: Any, other: Any, client: Client) -> None:
    listed = f"code;name\n{issued.credential.code};HADDAD, Ámal\n{other.credential.code};Amal"
    text = ask(client, listed)
    assert "No match" in text
    assert "1 of 2 needs a look" in text
    answers = json.loads(download(client, text, "json"))["receipt"]["answers"]
    assert [each["name"] for each in answers] == ["match", "no-match"]


def test_an_erased_name_is_confirmed_once_a_list_and_slowed(
    issued: Any, amal: Any, client: Client
) -> None:
    code = issued.credential.code
    forget_holder(amal)
    text = ask(client, f"code,name\n{code},Bela\n{code},Amal Haddad")
    assert "Amal Haddad" not in re.sub(r"<span dir=\"auto\">Amal Haddad</span>", "", text)
    answers = json.loads(download(client, text, "json"))["receipt"]["answers"]
    assert [each["name"] for each in answers] == ["no-match", "later"]
    for _attempt in range(names.TRIES - 1):
        assert "Not compared" not in ask(client, f"{code},Amal Haddad")
    assert "Not compared" in ask(client, f"{code},Amal Haddad")


def test_a_repeated_code_is_told(issued: Any, client: Client) -> None:
    code = issued.credential.code
    text = ask(client, f"{code}\n{show_code(code)}")
    assert "The same code as in row 1." in text
    assert "1 row repeats a code" in text


def test_a_day_in_the_past_is_answered_for_that_day(issued: Any, client: Client) -> None:
    yesterday = (date.today() - timedelta(days=2)).isoformat()
    assert states(ask(client, issued.credential.code, on=yesterday)) == ["not-issued"]
    assert "day" in ask(client, issued.credential.code, 422, on="2026-02-30")


def test_the_receipt_is_signed_over_every_answer(issued: Any, client: Client) -> None:
    data = f"code,name\r\n{issued.credential.code},Amal Haddad\r\nX,Y\r\n".encode()
    response = client.post(MANY, {"file": SimpleUploadedFile("list.csv", data)})
    receipt = download(client, response.content.decode(), "json")
    assert looks_like_receipt(receipt)
    judged = read_receipt(receipt)
    assert judged.genuine
    assert judged.receipt["input"]["sha256"] == hashlib.sha256(data).hexdigest()
    assert [each["state"] for each in judged.receipt["answers"]] == ["valid", "unknown"]
    assert b"Amal" not in receipt


@pytest.mark.parametrize(
    "tamper",
    [
        lambda each: each["receipt"]["answers"][0].update(state="valid"),
        lambda each: each["receipt"].update(checked_at="2020-01-01T00:00:00Z"),
        lambda each: each["receipt"]["answers"].pop(),
        lambda each: each["receipt"].update(extra=1),
        lambda each: each.update(signature=each["signature"][:-4] + "AAAA"),
        lambda each: each.update(signature="a.b.c"),
        lambda each: each.update(signature=None),
    ],
)
def test_an_altered_receipt_is_told(issued: Any, client: Client, tamper: Any) -> None:
    document = json.loads(download(client, ask(client, new_code()), "json"))
    file = SimpleUploadedFile("receipt.json", json.dumps(document).encode())
    answer = client.post("/verify/many/receipt/", {"receipt": file}).content.decode()
    assert "Genuine receipt" in answer
    tamper(document)
    file = SimpleUploadedFile("receipt.json", json.dumps(document).encode())
    answer = client.post("/verify/many/receipt/", {"receipt": file}).content.decode()
    assert "Altered" in answer
    assert "Genuine receipt" not in answer


def test_a_receipt_outlives_its_key_until_the_key_is_compromised(
    issued: Any, client: Client
) -> None:
    receipt = download(client, ask(client, new_code()), "json")
    SigningKey.objects.filter(use="jwt").update(state="retired")
    assert read_receipt(receipt).genuine
    assert read_receipt(receipt).key_trusted
    SigningKey.objects.filter(use="jwt").update(state="compromised")
    file = SimpleUploadedFile("receipt.json", receipt)
    answer = client.post("/verify/many/receipt/", {"receipt": file}).content.decode()
    assert "no longer trusted" in answer


@pytest.mark.parametrize("data", [b"{}", b"[1]", b"\xff\xfe", b"{" * 9000, b"[" * 100_000])
def test_another_file_is_no_receipt(keys: Any, client: Client, data: bytes) -> None:
    file = SimpleUploadedFile("receipt.json", data)
    answer = client.post("/verify/many/receipt/", {"receipt": file})
    assert answer.status_code == 200
    assert "No receipt" in answer.content.decode()


def test_only_what_we_signed_is_given_back_as_a_file(keys: Any, client: Client) -> None:
    for packed in ("", "AAAA", "%%%", "eJyrrgUAAXUA+Q=="):
        response = client.post("/verify/many/download/", {"packed": packed, "as": "csv"})
        assert response.status_code == 422


def test_the_table_has_no_formulas(issued: Any, client: Client) -> None:
    text = ask(client, f"code\n{issued.credential.code}\n\"=cmd|'/C calc'!A0\"")
    data = download(client, text, "csv")
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows[1][:3] == ["2", show_code(issued.credential.code), "Valid"]
    assert rows[2][1].startswith("'=cmd")


def test_a_refused_list_comes_back_filled(keys: Any, client: Client) -> None:
    text = ask(client, "\n".join([new_code()] * 5001), 422)
    assert "5,001 codes" in text
    assert text.count("\n") > 5000
    assert "Put one code in each row" in ask(client, "   \n", 422)


def test_a_list_too_large_is_not_read(keys: Any, client: Client) -> None:
    response = client.post(MANY, {"file": SimpleUploadedFile("list.csv", b"x" * (5 * 1024 * 1024))})
    assert response.status_code == 413
    file = SimpleUploadedFile("list.csv", b"x" * (3 * 1024 * 1024))
    response = client.post(MANY, {"file": file})
    assert response.status_code == 422
    assert "2 MB" in response.content.decode()


def test_many_lists_from_one_address_are_slowed(
    keys: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "LISTS", 2)
    for _time in range(2):
        ask(client, new_code())
    response = client.post(MANY, {"codes": new_code()})
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert "Many lists came from your address" in response.content.decode()


def _seed(number: int, sample: Credential) -> list[str]:
    lists = StatusList.objects.create(number=900 + number)
    places = StatusEntry.objects.bulk_create(
        StatusEntry(list=lists, index=index) for index in range(number)
    )
    made = Credential.objects.bulk_create(
        Credential(
            code=(code := new_code()),
            holder_name="Amal Haddad",
            facts_json={**sample.facts_json, "code": code},
            standing="issued",
            issued_at=sample.issued_at,
            status_entry=place,
        )
        for place in places
    )
    return [each.code for each in made]


def test_the_queries_do_not_grow_with_the_list(issued: Any, client: Client) -> None:
    counted = []
    ask(client, issued.credential.code)
    for number in (10, 400):
        codes = _seed(number, issued.credential)
        with CaptureQueriesContext(connection) as captured:
            text = ask(client, "\n".join(codes))
        assert states(text) == ["valid"] * number
        counted.append(len(captured))
    assert counted[0] == counted[1] <= 12


def test_a_receipt_is_known_at_the_first_page_too(keys: Any, client: Client) -> None:
    receipt = download(client, ask(client, new_code()), "json")
    answer = client.post("/verify/", {"file": SimpleUploadedFile("receipt.json", receipt)})
    assert "Genuine receipt" in answer.content.decode()


def test_the_holder_sees_a_count_of_lists_too(issued: Any, other: Any, client: Client) -> None:
    codes = [issued.credential.code, other.credential.code, issued.credential.code, new_code()]
    for _time in range(2):
        ask(client, "\n".join(codes))
    assert sorted(CheckCount.objects.values_list("number", flat=True)) == [2, 2]


def test_an_independent_library_accepts_the_receipt(issued: Any, client: Client) -> None:
    document = json.loads(download(client, ask(client, issued.credential.code), "json"))
    header, _empty, signature = document["signature"].split(".")
    canonical = json.dumps(
        document["receipt"], ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    content = urlsafe_b64encode(canonical.encode()).rstrip(b"=").decode()
    key_set = KeySet.import_key_set(client.get("/.well-known/jwks.json").json())
    found = jws.deserialize_compact(f"{header}.{content}.{signature}", key_set)
    assert found.headers()["alg"] == "ES256"


def test_receipts_without_end_are_slowed(
    keys: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receipt_views, "RECEIPTS", 1)
    for status in (200, 429):
        file = SimpleUploadedFile("receipt.json", b"{}")
        response = client.post("/verify/many/receipt/", {"receipt": file})
        assert response.status_code == status
    assert int(response["Retry-After"]) > 0


def test_without_a_key_to_sign_with_no_list_is_answered(client: Client) -> None:
    text = ask(client, new_code(), 503)
    assert "Lists cannot be answered just now" in text
