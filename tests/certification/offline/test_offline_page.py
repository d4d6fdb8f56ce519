"""What the server gives to the offline page: the page, its keys and lists, its worker."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from certification.actions.make_keys import make_keys
from certification.actions.move_issuer import move_issuer
from certification.actions.revoke_credential import revoke_credential
from certification.models import Credential, SigningKey, StatusList
from certification.status.bitstring import is_set

PAGE = "/verify/offline/"


def pinned(client: Client) -> dict[str, Any]:
    answer: dict[str, Any] = client.get(f"{PAGE}data.json").json()
    return answer


def withdrawn(client: Client, credential: Credential) -> bool:
    entry = credential.status_entry
    (kept,) = [each for each in pinned(client)["lists"] if each["number"] == entry.list.number]
    return is_set(kept["credential"]["credentialSubject"]["encodedList"], entry.index)


def rotate(use: str) -> None:
    SigningKey.objects.filter(use=use).update(state=SigningKey.State.RETIRED)
    make_keys()


def test_anyone_gets_the_page_and_only_it_may_ask_for_the_camera(
    client: Client, keys: list[str]
) -> None:
    page = client.get(PAGE)
    assert page.status_code == 200
    assert "camera=(self)" in page["Permissions-Policy"]
    assert "microphone=()" in page["Permissions-Policy"]
    assert "camera=()" in client.get("/verify/")["Permissions-Policy"]
    assert "camera=()" in client.get(f"{PAGE}worker.js")["Permissions-Policy"]
    assert "sessionid" not in page.cookies


def test_without_script_the_page_says_what_it_needs_and_where_to_go(
    client: Client, db: None
) -> None:
    text = client.get(PAGE).content.decode()
    needs = text[text.index('id="needs"') : text.index("data-offline")]
    assert "JavaScript" in needs
    assert 'href="/verify/"' in needs


def test_nothing_is_inline_and_the_policy_stays_strict(client: Client, keys: list[str]) -> None:
    page = client.get(PAGE)
    assert not re.search(r"<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=", page.content.decode())
    policy = page["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy


def test_every_key_that_ever_signed_is_known_after_two_rotations(
    client: Client, issued: Any
) -> None:
    signed_with = {issued.credential.credential_key.key_id, issued.credential.jwt_key.key_id}
    for _turn in range(2):
        rotate("credential")
        rotate("jwt")
    known = {key["kid"]: key for key in pinned(client)["keys"]}
    assert signed_with <= set(known)
    assert len(known) == 6
    assert all(key["trusted"] for key in known.values())


def test_a_compromised_key_is_listed_as_not_trusted(client: Client, issued: Any) -> None:
    key = issued.credential.jwt_key
    SigningKey.objects.filter(pk=key.pk).update(state=SigningKey.State.COMPROMISED)
    make_keys()
    known = {each["kid"]: each["trusted"] for each in pinned(client)["keys"]}
    assert known.pop(key.key_id) is False
    assert all(known.values())


def test_keys_of_pdfs_and_private_halves_are_not_in_it(client: Client, issued: Any) -> None:
    for key in pinned(client)["keys"]:
        assert key["use"] in {"credential", "jwt"}
        assert set(key) <= {"kid", "kty", "crv", "x", "y", "alg", "use", "trusted"}


def test_a_certificate_is_on_the_list_from_the_moment_it_is_revoked(
    client: Client, issued: Any, other: Any, admin: User
) -> None:
    assert not withdrawn(client, issued.credential)
    revoke_credential(issued.credential, admin, Credential.Reason.ERROR, "A test.")
    assert withdrawn(client, issued.credential)
    assert not withdrawn(client, other.credential)


def test_an_old_signed_list_is_signed_anew(client: Client, issued: Any) -> None:
    pinned(client)
    StatusList.objects.update(signed_at=timezone.now() - timedelta(days=2))
    assert pinned(client)["lists"]
    assert StatusList.objects.get().signed_at > timezone.now() - timedelta(minutes=5)


def test_hosts_before_a_move_stay_known(client: Client, keys: list[str]) -> None:
    move_issuer("https://new.example.org")
    issuer = pinned(client)["issuer"]
    assert issuer["hosts"] == ["new.example.org", "testserver"]
    assert issuer["dids"][0] == "did:web:new.example.org"
    assert len(issuer["dids"]) == 2


def test_the_data_cost_the_same_queries_with_more_certificates(
    client: Client,
    issued: Any,
    named: Any,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    pinned(client)
    with django_assert_num_queries(3):
        pinned(client)
    for name in ("Ana", "Bo", "Cy"):
        named(name)
    with django_assert_num_queries(3):
        pinned(client)


def test_before_there_is_an_issuer_there_is_nothing_to_keep(client: Client, db: None) -> None:
    assert client.get(f"{PAGE}data.json").status_code == 404
    assert client.get(PAGE).status_code == 200


def test_the_worker_serves_this_page_alone_and_keeps_all_its_parts(
    client: Client, keys: list[str]
) -> None:
    answer = client.get(f"{PAGE}worker.js")
    assert answer["Content-Type"].startswith("text/javascript")
    known = json.loads(answer.content.decode().split("\n", 1)[0][len("self.waymarkParts = ") : -1])
    assert known["page"] == PAGE
    page = client.get(PAGE).content.decode()
    loaded = set(re.findall(r'(?:src|href|data-proofs)="(/static/[^"]+)"', page))
    assert loaded <= set(known["parts"]), loaded - set(known["parts"])


def test_the_page_can_be_installed(client: Client, db: None) -> None:
    answer = client.get(f"{PAGE}manifest.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    said = answer.json()
    assert said["start_url"] == said["scope"] == PAGE
    assert said["display"] == "standalone"
    assert {icon["sizes"] for icon in said["icons"]} >= {"192x192", "512x512"}


@pytest.mark.parametrize("address", ["", "data.json", "worker.js", "manifest.webmanifest"])
def test_nothing_here_takes_anything(client: Client, db: None, address: str) -> None:
    assert client.post(f"{PAGE}{address}").status_code == 405


def test_the_word_offline_is_no_code(client: Client, keys: list[str]) -> None:
    assert client.get("/verify/offline/").status_code == 200
    assert client.get("/verify/offlinex/").status_code == 404
