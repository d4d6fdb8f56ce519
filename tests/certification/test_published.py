"""What machines fetch: keys, status lists, files. And what holders see of their own."""

from __future__ import annotations

import json
from typing import Any
from unittest.mock import patch

import pytest
from django.core.cache import cache
from django.core.checks import run_checks
from django.core.management import call_command
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from certification import status_lists
from certification.actions.issue_credential import issue_credential
from certification.actions.make_keys import make_keys
from certification.actions.move_issuer import move_issuer
from certification.actions.revoke_credential import revoke_credential
from certification.models import Credential, Issuer, SigningKey, StatusEntry, StatusList
from certification.open_badges.multibase import base58, base64url, read_base58, read_base64url
from certification.signers import keys_present
from certification.status.bitstring import SIZE, encode, is_set, set_indexes
from certification.verify.answer import State
from certification.verify.answering import answer_file

pytestmark = pytest.mark.django_db


def test_did_document_and_key_set(keys: Any, client: Client) -> None:
    did = client.get("/.well-known/did.json")
    assert did["Access-Control-Allow-Origin"] == "*"
    document = did.json()
    assert document["id"] == "did:web:testserver"
    assert document["assertionMethod"] == [each["id"] for each in document["verificationMethod"]]
    found = client.get("/.well-known/jwks.json").json()["keys"]
    assert {(key["kty"], key["crv"]) for key in found} == {("OKP", "Ed25519"), ("EC", "P-256")}
    assert not any("d" in key for key in found)


def test_retired_keys_stay_and_compromised_ones_go(issued: Any, client: Client) -> None:
    old = SigningKey.objects.get(use="credential")
    SigningKey.objects.filter(pk=old.pk).update(state="retired")
    make_keys()
    document = client.get("/.well-known/did.json").json()
    assert len(document["verificationMethod"]) == 3
    assert answer_file(issued.json).state == State.VALID
    SigningKey.objects.filter(pk=old.pk).update(state="compromised")
    document = client.get("/.well-known/did.json").json()
    assert len(document["verificationMethod"]) == 2


def test_old_certificates_verify_after_two_rotations(issued: Any) -> None:
    for _ in range(2):
        SigningKey.objects.filter(state="active").update(state="retired")
        assert len(make_keys()) == 3
    assert keys_present()
    assert answer_file(issued.pdf).state == State.VALID
    assert answer_file(json.dumps(json.loads(issued.json), indent=1).encode()).state == State.VALID


def test_making_keys_twice_makes_nothing(keys: Any) -> None:
    assert len(keys) == 5
    assert make_keys() == []
    call_command("keys", "make", verbosity=0)
    call_command("keys", "list", verbosity=0)


def test_key_files_are_taken_up_by_a_new_database(keys: Any) -> None:
    before = set(SigningKey.objects.values_list("key_id", flat=True))
    SigningKey.objects.all().delete()
    Issuer.objects.all().delete()
    make_keys()
    assert set(SigningKey.objects.values_list("key_id", flat=True)) == before


def test_key_files_are_for_the_owner_alone(keys: Any, settings: Any) -> None:
    for path in settings.KEYS_DIR.iterdir():
        assert path.stat().st_mode & 0o077 == 0


def test_checks_name_a_missing_key(keys: Any, settings: Any) -> None:
    def found() -> set[str]:
        return {
            str(message.id)
            for message in run_checks(tags=["database"], databases=["default"])
            if str(message.id).startswith("certification")
        }

    assert found() == set()
    for path in settings.KEYS_DIR.glob("pdf-*.key.pem"):
        path.unlink()
    (settings.KEYS_DIR / "master.key").unlink()
    assert found() == {"certification.E001", "certification.E002"}


def test_the_status_list_is_signed_once_per_change(
    issued: Any, admin: User, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    index = issued.credential.status_entry.index
    with patch.object(status_lists, "sign_list", wraps=status_lists.sign_list) as sign:
        for _ in range(3):
            cache.clear()
            first = json.loads(client.get("/credentials/status/1").content)
        assert sign.call_count == 1
        assert not is_set(first["credentialSubject"]["encodedList"], index)
        with django_capture_on_commit_callbacks(execute=True):
            revoke_credential(issued.credential, admin, Credential.Reason.OTHER, "x")
        second = json.loads(client.get("/credentials/status/1").content)
        assert sign.call_count == 2
    assert is_set(second["credentialSubject"]["encodedList"], index)
    assert not is_set(second["credentialSubject"]["encodedList"], (index + 1) % SIZE)


def test_a_status_list_that_is_not_there(client: Client) -> None:
    assert client.get("/credentials/status/9").status_code == 404


def test_an_index_is_never_given_twice(keys: Any) -> None:
    numbers = iter([5, 5, 5, 6])
    with patch("certification.status_lists.secrets.randbelow", lambda size: next(numbers)):
        first, second = status_lists.take_place(), status_lists.take_place()
    assert (first.index, second.index) == (5, 6)


def test_a_half_full_list_is_followed_by_another(keys: Any) -> None:
    StatusList.objects.create(number=1, size=8)
    for index in range(4):
        StatusEntry.objects.create(list=StatusList.objects.get(), index=index)
    assert status_lists.take_place().list.number == 2


@given(st.sets(st.integers(0, SIZE - 1), max_size=40))
def test_bits_come_back(indexes: set[int]) -> None:
    encoded = encode(indexes)
    assert all(is_set(encoded, index) for index in indexes)
    assert set_indexes(encoded) == indexes
    assert not any(is_set(encoded, index) for index in range(0, SIZE, 4999) if index not in indexes)


@given(st.binary(max_size=80))
def test_multibase_round_trip(data: bytes) -> None:
    assert read_base58(base58(data)) == data
    assert read_base64url(base64url(data)) == data


def test_files_are_for_whoever_has_the_code(issued: Any, client: Client) -> None:
    code = issued.credential.code
    pdf = client.get(f"/credentials/{code}.pdf")
    assert pdf.content == issued.pdf
    assert pdf["Content-Type"] == "application/pdf"
    assert "no-store" in pdf["Cache-Control"]
    found = client.get(f"/credentials/{code}.json")
    assert found.content == issued.json
    assert json.loads(found.content)["id"] == f"http://testserver/credentials/{code}.json"
    assert client.get("/credentials/" + "0" * 26 + ".pdf").status_code == 404


def test_the_achievement_address_answers(issued: Any, client: Client) -> None:
    achievement = json.loads(issued.json)["credentialSubject"]["achievement"]
    path = achievement["id"].removeprefix("http://testserver")
    assert client.get(path).json()["name"] == "First contact"


def test_after_a_move_old_files_verify(issued: Any) -> None:
    move_issuer("https://new.example.org")
    assert Issuer.current().did == "did:web:new.example.org"
    for data in (issued.pdf, issued.json, json.dumps(json.loads(issued.json)).encode()):
        assert answer_file(data).state == State.VALID


def test_deleting_nothing_that_certificates_need(issued: Any) -> None:
    """customcert #670: deleting a course deleted its certificates."""
    from django.db.models import ProtectedError

    with pytest.raises(ProtectedError):
        issued.credential.completion.course_version.delete()


# The holder


def test_the_holder_sees_their_own(issued: Any, amal: User, bela: User, client: Client) -> None:
    client.force_login(amal)
    text = client.get("/credentials/").content.decode()
    assert issued.credential.code in text
    address = f"/credentials/for/{issued.credential.completion.uuid}/"
    text = client.get(address).content.decode()
    assert f"/credentials/{issued.credential.code}.pdf" in text
    client.force_login(bela)
    assert issued.credential.code not in client.get("/credentials/").content.decode()
    assert client.get(address).status_code == 403


def test_nobody_signed_in_sees_no_list(client: Client) -> None:
    assert client.get("/credentials/").status_code == 302


def test_waiting_for_the_worker(keys: Any, completion: Any, amal: User, client: Client) -> None:
    client.force_login(amal)
    text = client.get(f"/credentials/for/{completion.uuid}/").content.decode()
    assert "being prepared" in text


def test_the_holder_gives_the_name(keys: Any, completion: Any, amal: User, client: Client) -> None:
    User.objects.filter(pk=amal.pk).update(certificate_name="")
    client.force_login(amal)
    address = f"/credentials/for/{completion.uuid}/"
    assert "Which name shall be on your certificate?" in client.get(address).content.decode()
    assert client.post(address, {"name": " "}).status_code == 422
    assert client.post(address, {"name": "Amal  H."}).status_code == 302
    completion.person.refresh_from_db()
    assert issue_credential(completion).holder_name == "Amal H."


def test_export_and_erasure_of_a_person(issued: Any, amal: User) -> None:
    from accounts.actions.erase_person import erase_person
    from accounts.personal_data import export_person

    exported = export_person(amal)["certificates"]
    assert exported[0]["name_as_printed"] == "Amal Haddad"
    erase_person(amal, actor=amal)
    credential = Credential.objects.get()
    assert (credential.holder_id, credential.holder_name) == (None, "")
    assert credential.files.exclude(path="").count() == 0
    assert credential.files.exclude(sha256="").count() == 4
