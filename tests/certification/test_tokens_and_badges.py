"""The token and the badge: the authentic one is accepted first, then each change is refused."""

from __future__ import annotations

import base64
import io
import json
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from joserfc import jwt as jose
from joserfc.jwk import ECKey
from PIL import Image

from certification.actions.forget_holder import forget_holder
from certification.models import Credential, CredentialFile, SigningKey
from certification.open_badges import baking, jwt
from certification.signers.base import Use
from certification.signers.files import FileSigner, new_private_key
from certification.verify.answer import State
from certification.verify.answering import answer_file
from certification.verify.causes import Cause
from certification.verify.png_file import examine_png


def refused(data: bytes, cause: Cause, state: State = State.ALTERED) -> None:
    answer = answer_file(data)
    assert answer.state == state, (answer.state, answer.causes)
    assert cause in answer.causes


@pytest.fixture
def accepted(issued: Any) -> Any:
    for data in (issued.jwt, issued.png):
        answer = answer_file(data)
        assert answer.state == State.VALID, answer.causes
        assert all(check.well for check in answer.checks)
        assert answer.facts is not None
        assert answer.facts.holder_name == "Amal Haddad"
    return issued


def parts(token: bytes) -> tuple[dict[str, Any], dict[str, Any], bytes]:
    first, second, third = token.split(b".")
    read = [json.loads(base64.urlsafe_b64decode(each + b"==")) for each in (first, second)]
    return read[0], read[1], third


def joined(header: dict[str, Any], payload: dict[str, Any], signature: bytes) -> bytes:
    encoded = [jwt.encode_part(json.dumps(each).encode()).encode() for each in (header, payload)]
    return b".".join([*encoded, signature])


# The token


def test_another_library_accepts_the_token(issued: Any, client: Client) -> None:
    header, payload, _ = parts(issued.jwt)
    assert set(header) == {"alg", "typ", "kid"}
    assert (header["alg"], header["typ"]) == ("ES256", "JWT")
    keys = client.get("/.well-known/jwks.json").json()["keys"]
    published = next(key for key in keys if key["kid"] == header["kid"])
    claims = jose.decode(issued.jwt.decode(), ECKey.import_key(published), ["ES256"]).claims
    assert claims == payload
    assert claims["iss"] == claims["issuer"]["id"] == "did:web:testserver"
    assert claims["jti"] == claims["id"]
    assert claims["sub"] == claims["credentialSubject"]["id"]
    assert claims["nbf"] == int(issued.credential.issued_at.timestamp())
    assert "exp" not in claims
    assert "proof" not in claims


def test_the_key_of_tokens_stands_in_the_did_document(issued: Any, client: Client) -> None:
    header, _, _ = parts(issued.jwt)
    document = client.get("/.well-known/did.json").json()
    method = next(each for each in document["verificationMethod"] if each["id"] == header["kid"])
    assert method["type"] == "JsonWebKey"
    assert method["publicKeyJwk"]["kid"] == header["kid"]
    assert "d" not in method["publicKeyJwk"]
    assert header["kid"] in document["assertionMethod"]


def test_a_certificate_that_ends_has_an_end_in_its_token() -> None:
    document = {
        "id": "https://a.example/credentials/1.json",
        "issuer": {"id": "did:web:a.example"},
        "validFrom": "2026-01-01T00:00:00Z",
        "validUntil": "2027-01-01T00:00:00Z",
        "credentialSubject": {"name": "A"},
    }
    assert jwt.payload(document)["exp"] == 1798761600


def test_algorithm_none(accepted: Any) -> None:
    header, payload, _ = parts(accepted.jwt)
    for name in ("none", "None", "HS256", "RS256", None, 1):
        refused(joined(header | {"alg": name}, payload, b""), Cause.ALGORITHM)
    del header["alg"]
    refused(joined(header, payload, b""), Cause.ALGORITHM)


def test_signed_with_the_public_key_as_a_secret(accepted: Any) -> None:
    import hashlib
    import hmac

    header, payload, _ = parts(accepted.jwt)
    body = joined(header | {"alg": "HS256"}, payload, b"").rstrip(b".")
    secret = SigningKey.objects.get(use="jwt").public_pem.encode()
    signature = jwt.encode_part(hmac.new(secret, body, hashlib.sha256).digest()).encode()
    refused(body + b"." + signature, Cause.ALGORITHM)


def test_a_key_of_the_forger_in_the_header(accepted: Any) -> None:
    header, payload, _ = parts(accepted.jwt)
    mine = ECKey.generate_key("P-256")
    header["jwk"] = mine.as_dict(private=False)
    payload["credentialSubject"]["name"] = "Other"
    forged = jose.encode(header, payload, mine, ["ES256"]).encode()
    refused(forged, Cause.NOT_A_TOKEN)


def test_a_key_at_another_address(accepted: Any) -> None:
    header, payload, _ = parts(accepted.jwt)
    signer = FileSigner("jwt-x", new_private_key("ES256"))
    unsigned = {k: v for k, v in payload.items() if k not in jwt.CLAIMS}
    refused(jwt.sign(unsigned, signer, "did:web:evil.example#jwt-x"), Cause.FOREIGN_PROOF)
    refused(jwt.sign(unsigned, signer, header["kid"]), Cause.PROOF_BROKEN)


def test_a_credential_key_does_not_sign_tokens(accepted: Any) -> None:
    header, payload, third = parts(accepted.jwt)
    other = SigningKey.objects.get(use="credential").key_id
    refused(
        joined(header | {"kid": f"did:web:testserver#{other}"}, payload, third), Cause.FOREIGN_PROOF
    )


TOKEN_CHANGES: dict[str, Callable[[dict[str, Any]], Any]] = {
    "name": lambda p: p["credentialSubject"].update(name="Other"),
    "course": lambda p: p["credentialSubject"]["achievement"].update(name="Other"),
    "later end": lambda p: p.update(exp=4102444800, validUntil="2100-01-01T00:00:00Z"),
    "no status": lambda p: p.pop("credentialStatus"),
    "undefined term": lambda p: p.update(rank="first"),
    "begin": lambda p: p.update(nbf=0),
}


@pytest.mark.parametrize("name", TOKEN_CHANGES)
def test_an_altered_token(accepted: Any, name: str) -> None:
    header, payload, third = parts(accepted.jwt)
    TOKEN_CHANGES[name](payload)
    refused(joined(header, payload, third), Cause.PROOF_BROKEN)


def test_the_signature_of_another_token(accepted: Any, other: Any) -> None:
    header, payload, _ = parts(accepted.jwt)
    refused(joined(header, payload, parts(other.jwt)[2]), Cause.PROOF_BROKEN)


def test_every_changed_character_of_the_signature_is_noticed(accepted: Any) -> None:
    """The last character carries bits that count for nothing; they must be zero."""
    at = accepted.jwt.rindex(b".") + 1
    for place in (at, at + 40, len(accepted.jwt) - 1):
        other = b"A" if accepted.jwt[place : place + 1] != b"A" else b"B"
        changed = accepted.jwt[:place] + other + accepted.jwt[place + 1 :]
        assert answer_file(changed).state == State.ALTERED


def test_our_own_key_over_claims_that_differ(accepted: Any) -> None:
    """Were such a token ever made here, readers of claims and of credentials would disagree."""
    row = SigningKey.objects.get(use="jwt")
    from certification import keyring

    header, payload, _ = parts(accepted.jwt)
    body = joined(header, payload | {"exp": 4102444800}, b"").rstrip(b".")
    from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

    r, s = decode_dss_signature(keyring.active(Use.JWT).signer.sign(body))
    signature = jwt.encode_part(r.to_bytes(32) + s.to_bytes(32)).encode()
    assert row.trusted
    refused(body + b"." + signature, Cause.CLAIMS_DIFFER)


def test_a_token_key_that_is_compromised(accepted: Any) -> None:
    SigningKey.objects.filter(use="jwt").update(state="compromised")
    CredentialFile.objects.filter(kind="jwt").delete()
    refused(accepted.jwt, Cause.KEY_COMPROMISED)


@pytest.mark.parametrize(
    "data",
    [b"eyJ", b"eyJ.eyJ", b"eyJ.eyJ.a.b", b"eyJhIjoxfQ.eyJhIjoxfQ.", b"eyJ" * 3000, b"eyJ\xff..",
     b"eyJhIjoxfQ.W10.AAAA", b"eyJhIjoxfQ==.eyJhIjoxfQ==.AAAA"],
)  # fmt: skip
def test_what_is_no_token(keys: Any, data: bytes) -> None:
    assert answer_file(data).state == State.UNKNOWN


def test_ten_megabytes_of_token_are_refused_unread(keys: Any) -> None:
    refused(b"eyJ" + b"A" * 10_000_000, Cause.TOO_LARGE, State.UNKNOWN)


def test_a_claim_written_twice(accepted: Any) -> None:
    header, _, third = accepted.jwt.split(b".")
    second = base64.urlsafe_b64decode(accepted.jwt.split(b".")[1] + b"==")
    twice = jwt.encode_part(second[:-1] + b',"name":"Other"}').encode()
    refused(b".".join([header, twice, third]), Cause.DUPLICATE_KEY, State.UNKNOWN)


# The badge


def test_the_badge_is_a_picture_with_the_credential_in_it(issued: Any) -> None:
    with Image.open(io.BytesIO(issued.png)) as picture:
        assert picture.size == (640, 640)
        assert str(picture.info["openbadgecredential"]).encode() == issued.json
    assert issued.png.count(b"openbadgecredential") == 1
    assert issued.json in issued.png


def test_the_picture_shows_no_name(issued: Any, other: Any) -> None:
    """Two badges of a course differ in nothing but the credential baked in."""
    assert issued.png.replace(issued.json, b"") != other.png.replace(other.json, b"")
    with Image.open(io.BytesIO(issued.png)) as one, Image.open(io.BytesIO(other.png)) as two:
        assert one.tobytes() == two.tobytes()


def chunks(png: bytes) -> list[tuple[bytes, bytes]]:
    at, found = 8, []
    while at < len(png):
        length = int.from_bytes(png[at : at + 4])
        found.append((png[at + 4 : at + 8], png[at + 8 : at + 8 + length]))
        at += 12 + length
    return found


def together(found: list[tuple[bytes, bytes]]) -> bytes:
    return baking.SIGNATURE + b"".join(baking.chunk(*each) for each in found)


def credential_chunk(text: bytes) -> tuple[bytes, bytes]:
    return b"iTXt", baking.KEYWORD + b"\0\0\0\0\0" + text


def plain() -> bytes:
    output = io.BytesIO()
    Image.new("RGB", (8, 8)).save(output, "PNG")
    return output.getvalue()


def test_two_credentials(accepted: Any, other: Any) -> None:
    for second in (other.json, accepted.json, b"{}"):
        data = baking.bake(accepted.png, second)
        assert examine_png(data).causes == (Cause.SEVERAL_CREDENTIALS,)
        refused(data, Cause.SEVERAL_CREDENTIALS, State.UNKNOWN)


def test_a_genuine_credential_in_another_picture(accepted: Any) -> None:
    refused(baking.bake(plain(), accepted.json), Cause.REBAKED)


def test_the_credential_of_another_in_the_picture(accepted: Any, other: Any) -> None:
    """It is the other's certificate then, in a picture that was not issued."""
    changed = [
        credential_chunk(other.json) if kind == b"iTXt" else (kind, content)
        for kind, content in chunks(accepted.png)
    ]
    # Both pictures are the same, so this is the other's badge to the byte.
    assert together(changed) == other.png
    spaced = json.dumps(json.loads(other.json), indent=1).encode()
    changed = [credential_chunk(spaced) if each[0] == b"iTXt" else each for each in changed]
    refused(together(changed), Cause.REBAKED)


def test_an_altered_credential_in_the_picture(accepted: Any) -> None:
    changed = accepted.json.replace(b"Amal Haddad", b"Amil Haddad")
    data = [
        credential_chunk(changed) if kind == b"iTXt" else (kind, content)
        for kind, content in chunks(accepted.png)
    ]
    refused(together(data), Cause.PROOF_BROKEN)


def test_one_changed_point(accepted: Any) -> None:
    data = bytearray(accepted.png)
    data[-100] ^= 1
    refused(bytes(data), Cause.PICTURE_DAMAGED)


@pytest.mark.parametrize("tail", [b"x", b"\0" * 40, b"<script>"])
def test_something_behind_the_picture(accepted: Any, tail: bytes) -> None:
    refused(accepted.png + tail, Cause.APPENDED)


@pytest.mark.parametrize("less", [1, 12, 5000])
def test_a_cut_picture(accepted: Any, less: int) -> None:
    refused(accepted.png[:-less], Cause.CUT)


def test_packed_credentials_are_read_and_named(accepted: Any) -> None:
    packed = zlib.compress(accepted.json)
    first, *rest = [each for each in chunks(accepted.png) if each[0] != b"iTXt"]
    for kind, content in (
        (b"iTXt", baking.KEYWORD + b"\0\1\0\0\0" + packed),
        (b"zTXt", baking.KEYWORD + b"\0\0" + packed),
        (b"tEXt", baking.KEYWORD + b"\0" + accepted.json),
    ):
        refused(together([first, (kind, content), *rest]), Cause.BAKED_OTHERWISE)


def test_a_bomb_is_not_unpacked(keys: Any) -> None:
    bomb = zlib.compress(b'{"a":"' + b"x" * 50_000_000)
    first, *rest = chunks(plain())
    data = together([first, (b"iTXt", baking.KEYWORD + b"\0\1\0\0\0" + bomb), *rest])
    refused(data, Cause.TOO_LARGE, State.UNKNOWN)


def test_a_picture_without_a_credential(keys: Any) -> None:
    refused(plain(), Cause.NOT_OURS, State.UNKNOWN)
    refused(baking.SIGNATURE, Cause.NOT_OURS, State.UNKNOWN)
    refused(baking.SIGNATURE + b"\xff" * 100, Cause.NOT_OURS, State.UNKNOWN)


def test_many_chunks_end_the_walk(keys: Any) -> None:
    first, *_ = chunks(plain())
    refused(together([first, *[(b"tEXt", b"")] * 5000]), Cause.NOT_OURS, State.UNKNOWN)


def test_only_pngs_are_baked() -> None:
    with pytest.raises(ValueError, match="PNG"):
        baking.bake(b"GIF89a", b"{}")


# Both


def test_after_the_holder_was_erased_both_still_verify(accepted: Any) -> None:
    forget_holder(accepted.credential.holder)
    for data in (accepted.jwt, accepted.png):
        answer = answer_file(data)
        assert answer.state == State.VALID
        assert answer.facts is not None
        assert answer.facts.holder_name == "Amal Haddad"


def test_revoked_says_so_for_both(accepted: Any) -> None:
    Credential.objects.update(standing="revoked", ended_at=timezone.now())
    for data in (accepted.jwt, accepted.png):
        assert answer_file(data).state == State.REVOKED


def test_both_are_for_whoever_has_the_code(issued: Any, amal: Any, client: Client) -> None:
    code = issued.credential.code
    token, badge = (client.get(f"/credentials/{code}.{kind}") for kind in ("jwt", "png"))
    assert (token.content, token["Content-Type"]) == (issued.jwt, "application/jwt")
    assert (badge.content, badge["Content-Type"]) == (issued.png, "image/png")
    assert "no-store" in badge["Cache-Control"]
    client.force_login(amal)
    for address in ("/credentials/", f"/credentials/for/{issued.credential.completion.uuid}/"):
        text = client.get(address).content.decode()
        assert f"/credentials/{code}.jwt" in text
        assert f"/credentials/{code}.png" in text
    client.logout()
    assert client.get("/credentials/" + "0" * 26 + ".png").status_code == 404
    forget_holder(amal)
    assert client.get(f"/credentials/{code}.jwt").status_code == 410


def test_a_certificate_from_before_offers_what_it_has(
    issued: Any, amal: Any, client: Client
) -> None:
    CredentialFile.objects.filter(kind__in=["jwt", "png"]).delete()
    assert client.get(f"/credentials/{issued.credential.code}.jwt").status_code == 404
    client.force_login(amal)
    assert "More formats" not in client.get("/credentials/").content.decode()
