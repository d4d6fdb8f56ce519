#!/usr/bin/env python3
"""Checks a certificate without us: one file, no account, and no network unless you ask for it.

    python verify_certificate.py CERTIFICATE --trust FILE [--trust FILE …]

CERTIFICATE is a PDF, JSON, token (.jwt) or badge (.png) file, a picture of the paper, or the text
of the paper's QR code; the signed receipt of a list is read too. FILE is what you trust, saved
beforehand from the issuer's own address:
`/verify/offline/data.json` holds all keys and status lists; `/.well-known/did.json`,
`/.well-known/jwks.json`, `/credentials/keys.json`, `/credentials/status/<n>` and, for the
signatures of PDFs, `/credentials/chain.pem` are read too, and so is the folder of an exported
register. `--fetch https://HOST` gets them now.

It needs Python 3.9 and `cryptography`. With `PyLD` it checks JSON proofs, with `pyHanko` the
signatures of PDFs, with the program `zbarimg` pictures; what it cannot check, it says.

Ends with 0 when the certificate is genuine, holds and was not withdrawn; 1 when it is altered,
expired, revoked or suspended, or not valid yet; 2 when that cannot be told.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import subprocess
import sys
import unicodedata
import urllib.request
import zlib
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Optional

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

UTC = timezone.utc  # noqa: UP017 - the shorter name came with Python 3.11
LONGEST_AGE = timedelta(days=30)
LARGEST = 10 * 1024 * 1024
RECEIPT = ("waymark-receipt-1", "waymark-receipt+jws")
CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PRINTED = re.compile(r"https?://([^/?#]+)/verify/([0-9A-Z]{26})/(?:#([A-Z2-7]+))?")
# The contexts that credentials are signed with, by the SHA-256 of their files.
CONTEXTS = {
    "https://www.w3.org/ns/credentials/v2": (
        "credentials-v2.json",
        "8a9f494a89ecc51db093e90e84713e07e84d6d9204364a9b3c7868b21751236f",
    ),
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json": (
        "open-badges-3.0.3.json",
        "ca836d808e9a9fb27124d2b83df15e31a4b63c910cab870bf48dc35cc70185f2",
    ),
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json": (
        "open-badges-extensions.json",
        "7c24eea3ee3398f7449f53270721e5e384e48d3c8c29516cf1e2f0e383024084",
    ),
}
UNDEFINED = "https://undefined.invalid/"


class Altered(Exception):
    """It claims to be of the issuer and is not what was signed."""


class Untold(Exception):
    """Nothing can be said about it, and why."""


@dataclass
class Key:
    public: Any
    trusted: bool


@dataclass
class Trust:
    """What the verifier holds of the issuer."""

    keys: dict[str, Key] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)  # its DIDs, where the files name them
    lists: dict[int, dict[str, Any]] = field(default_factory=dict)
    chain: bytes = b""
    contexts: Path = Path(__file__).resolve().parent.parent / "certification/open_badges/contexts"
    fetch: str = ""

    def read(self, data: bytes) -> None:
        """Take keys, names and lists out of a file that was saved."""
        if b"-----BEGIN CERTIFICATE-----" in data and not data.lstrip().startswith(b"{"):
            self.chain += data + b"\n"
            return
        self._walk(json.loads(data))

    def read_path(self, path: Path) -> None:
        """A saved file, or the folder of a whole register that was exported."""
        if not path.is_dir():
            self.read(path.read_bytes())
            return
        places = ("**/.well-known/*.json", "credentials/keys.json", "credentials/chain.pem")
        for pattern in (*places, "credentials/status/*"):
            for each in sorted(path.glob(pattern)):
                self.read(each.read_bytes())

    def _walk(self, value: Any) -> None:
        if isinstance(value, list):
            for each in value:
                self._walk(each)
        if not isinstance(value, dict):
            return
        subject = value.get("credentialSubject")
        if isinstance(subject, dict) and subject.get("type") == "BitstringStatusList":
            self._take_list(value)
            return
        self._take_key(value)
        if isinstance(value.get("dids"), list):
            self.names.update(map(str, value["dids"]))
        if "verificationMethod" in value and str(value.get("id", "")).startswith("did:"):
            self.names.add(value["id"])
        for each in value.values():
            self._walk(each)

    def _take_list(self, document: dict[str, Any]) -> None:
        found = re.search(r"/credentials/status/(\d+)$", str(document.get("id", "")))
        if not found:
            return
        number, known = int(found[1]), self.lists.get(int(found[1]))
        if known is None or instant(known["validFrom"]) < instant(document["validFrom"]):
            self.lists[number] = document

    def _take_key(self, value: dict[str, Any]) -> None:
        name = str(value.get("kid") or value.get("id") or "").rpartition("#")[2]
        public: Any = None
        if value.get("kty") == "EC" and value.get("crv") == "P-256":
            x, y = (int.from_bytes(unbase64url(value[each]), "big") for each in "xy")
            public = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
        elif value.get("kty") == "OKP" and value.get("crv") == "Ed25519":
            public = ed25519.Ed25519PublicKey.from_public_bytes(unbase64url(value["x"]))
        elif isinstance(value.get("publicKeyMultibase"), str):
            raw = unbase58(value["publicKeyMultibase"])
            if raw[:2] == b"\xed\x01" and len(raw) == 34:
                public = ed25519.Ed25519PublicKey.from_public_bytes(raw[2:])
        elif isinstance(value.get("publicKeyPem"), str):
            public = serialization.load_pem_public_key(value["publicKeyPem"].encode())
        if not name or public is None or value.get("use") == "pdf":
            return
        trusted = value.get("trusted", True) and value.get("state") != "compromised"
        known = self.keys.get(name)
        # Once a file calls a key not trusted, no other file makes up for it.
        self.keys[name] = Key(public, bool(trusted) and (known is None or known.trusted))

    def key(self, name: str, kind: type) -> Any:
        """The public key of a name. Raises Untold."""
        found = self.keys.get(name)
        if found is None or not isinstance(found.public, kind):
            raise Untold(f"It was signed with the key “{name}”, which no file given here knows.")
        if not found.trusted:
            raise Untold(f"The key “{name}” that signed it is no longer trusted.")
        return found.public


@dataclass
class Found:
    """What was proven about a certificate."""

    how: str
    facts: list[tuple[str, str]]
    valid_from: Optional[datetime]  # noqa: UP045 - read by Python 3.9
    valid_until: Optional[datetime]  # noqa: UP045
    place: Optional[tuple[int, int]]  # noqa: UP045
    notes: list[str] = field(default_factory=list)
    hashes: dict[str, bytes] = field(default_factory=dict)


# --- Small readers -------------------------------------------------------------------------------


def unbase64url(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def unbase58(text: str) -> bytes:
    letters = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
    if not text.startswith("z") or len(text) > 200 or not set(text[1:]) <= set(letters):
        raise Altered("A key or a proof is written in another form than ours.")
    number = 0
    for letter in text[1:]:
        number = number * 58 + letters.index(letter)
    zeros = len(text[1:]) - len(text[1:].lstrip("1"))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise Altered("The file says the same thing twice in different ways.")
    return result


def read_cbor(data: bytes, at: int = 0, depth: int = 0) -> tuple[Any, int]:
    """One value of CBOR in the form that printed codes are written in (RFC 8949)."""
    if depth > 4 or at >= len(data):
        raise ValueError("too deep, or cut short")
    if data[at] == 0xF6:
        return None, at + 1
    major, mark = data[at] >> 5, data[at] & 31
    at += 1
    if mark >= 24:
        size = {24: 1, 25: 2, 26: 4, 27: 8}[mark]
        mark, at = int.from_bytes(data[at : at + size], "big"), at + size
    if major == 0:
        return mark, at
    if major == 1:
        return -1 - mark, at
    if major in (2, 3):
        if at + mark > len(data):
            raise ValueError("cut short")
        raw = data[at : at + mark]
        return (raw if major == 2 else raw.decode()), at + mark
    values = []
    for _each in range(mark * (major - 3)):
        value, at = read_cbor(data, at, depth + 1)
        values.append(value)
    if major == 4:
        return values, at
    if major == 5:
        return dict(zip(values[::2], values[1::2])), at  # noqa: B905 - of one length
    raise ValueError("a kind of value that is not read here")


def cbor_bytes(raw: bytes) -> bytes:
    size = len(raw)
    head = bytes([0x40 | size]) if size < 24 else bytes([0x58, size])
    return (head if size < 256 else b"\x59" + size.to_bytes(2, "big")) + raw


def es256_holds(key: Any, signature: bytes, signed: bytes) -> bool:
    if len(signature) != 64:
        return False
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    try:
        key.verify(encode_dss_signature(r, s), signed, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True


# --- The printed code: COSE_Sign1 (RFC 9052) in base 32 behind the # of the address --------------


def check_printed(text: str, trust: Trust) -> Found:
    found = PRINTED.fullmatch(text)
    if not found:
        raise Untold("This text is not the address of a certificate.")
    host, code, signed = found.groups()
    if not signed:
        raise Untold("The code holds the address only, without signed facts.")
    try:
        data = base64.b32decode(signed + "=" * (-len(signed) % 8))
        (header, _empty, payload, signature), end = read_cbor(data, 1)
        named, said = read_cbor(header)[0], read_cbor(payload)[0]
        if data[0] != 0xD2 or end != len(data) or named[1] != -7 or said[0] != 1:
            raise ValueError("another form")
        key_id = named[4].decode()
    except (ValueError, KeyError, TypeError, IndexError, AttributeError):
        raise Altered("The signed facts in the code are damaged.") from None
    key = trust.key(key_id, ec.EllipticCurvePublicKey)
    covered = b"\x84\x6aSignature1" + cbor_bytes(header) + b"\x40" + cbor_bytes(payload)
    if not es256_holds(key, signature, covered):
        raise Altered("The facts in the code do not fit the signature.")
    number = int.from_bytes(said[1], "big")
    signed_code = "".join(CODE_LETTERS[number >> shift & 31] for shift in range(125, -1, -5))
    if signed_code != code or said[8] != host:
        raise Altered(f"The address is not the signed one: {said[8]}, code {signed_code}.")
    day = {
        key: date(1970, 1, 1) + timedelta(days=said[key]) for key in (4, 5, 10, 14) if key in said
    }
    facts = [
        ("Name", said[2]),
        ("Course", said[3]),
        ("Kind", "achievement" if said[9] else "attendance"),
        ("Completed on", str(day.get(10, ""))),
        ("Issued on", str(day[4])),
        ("Valid from", str(day.get(14, ""))),
        ("Valid until", str(day.get(5, "no end date"))),
        ("Credit", said.get(11, "")),
        ("Issuer's address", said[8]),
        ("Code", signed_code),
    ]
    return Found(
        "the printed code",
        facts,
        midnight(day.get(14)),
        midnight(day[5] + timedelta(days=1)) if 5 in day else None,
        (said[6], said[7]),
        ["The code holds the main facts; the rest of the paper was not checked."],
        {name: said[key] for name, key in (("name", 12), ("title", 13)) if key in said},
    )


def midnight(day: Optional[date]) -> Optional[datetime]:  # noqa: UP045
    return datetime(day.year, day.month, day.day, tzinfo=UTC) if day else None


# --- JSON with its proof, tokens -----------------------------------------------------------------


def issuer_of(document: dict[str, Any]) -> str:
    issuer = document.get("issuer")
    return str(issuer.get("id") if isinstance(issuer, dict) else issuer)


def check_name(document: dict[str, Any], method: str, trust: Trust) -> None:
    if method.partition("#")[0] != issuer_of(document):
        raise Altered("It names another issuer than the owner of the key.")
    if trust.names and issuer_of(document) not in trust.names:
        raise Untold(f"Its issuer {issuer_of(document)} is not the one that you trust.")


def check_json(data: bytes, trust: Trust) -> Found:
    try:
        document = json.loads(data.decode("utf-8-sig"), object_pairs_hook=once)
    except (ValueError, RecursionError):
        raise Untold("The file is not sound JSON.") from None
    proof = document.get("proof") if isinstance(document, dict) else None
    if not isinstance(proof, dict):
        raise Altered("The file does not carry exactly one proof.")
    method = str(proof.get("verificationMethod"))
    key = trust.key(method.rpartition("#")[2], ed25519.Ed25519PublicKey)
    check_name(document, method, trust)
    if not proof_holds(document, key, trust):
        raise Altered("The content does not fit the proof: something was changed.")
    return credential_facts(document, "the proof in the JSON")


def check_token(text: str, trust: Trust) -> Found:
    first, second, third = text.split(".")
    try:
        header, document = (
            json.loads(unbase64url(part), object_pairs_hook=once) for part in (first, second)
        )
        signature = unbase64url(third)
    except ValueError:
        raise Untold("The token cannot be read.") from None
    if header.get("alg") != "ES256":
        raise Untold("The token is signed in another way than the issuer's.")
    method = str(header.get("kid"))
    key = trust.key(method.rpartition("#")[2], ec.EllipticCurvePublicKey)
    if not es256_holds(key, signature, f"{first}.{second}".encode()):
        raise Altered("The content does not fit the signature of the token.")
    check_name(document, method, trust)
    return credential_facts(document, "the signature of the token")


def credential_facts(document: dict[str, Any], how: str) -> Found:
    subject = document.get("credentialSubject") or {}
    achievement = subject.get("achievement") or {}
    status = document.get("credentialStatus") or {}
    number = re.search(r"/status/(\d+)$", str(status.get("statusListCredential", "")))
    code = re.search(r"/credentials/([0-9A-Z]{26})\.json$", str(document.get("id", "")))
    until = document.get("validUntil")
    facts = [
        ("Name", subject.get("name", "")),
        ("Course", achievement.get("name", "")),
        ("Valid from", document.get("validFrom", "")),
        ("Valid until", until or "no end date"),
        ("Details", (achievement.get("criteria") or {}).get("narrative", "")),
        *(("Credit", each.get("name", "")) for each in achievement.get("resultDescription") or []),
        ("Course version", achievement.get("version", "")),
        ("Issuer", (document.get("issuer") or {}).get("name", "")),
        ("Code", code[1] if code else ""),
    ]
    return Found(
        how,
        facts,
        instant(document["validFrom"]) if "validFrom" in document else None,
        instant(until) + timedelta(seconds=1) if until else None,
        (int(number[1]), int(status["statusListIndex"])) if number else None,
    )


def proof_holds(document: dict[str, Any], key: Any, trust: Trust) -> bool:
    """eddsa-rdfc-2022 (https://www.w3.org/TR/vc-di-eddsa/). Raises Untold without PyLD."""
    try:
        from pyld import jsonld
    except ImportError:
        raise Untold("The proof was not checked: that needs PyLD (pip install PyLD).") from None
    proof = document["proof"]
    right = ("DataIntegrityProof", "eddsa-rdfc-2022", "assertionMethod")
    if tuple(proof.get(name) for name in ("type", "cryptosuite", "proofPurpose")) != right:
        raise Altered("The proof is of another kind than the issuer's.")

    def load(address: str, options: Any) -> dict[str, Any]:
        return {
            "contentType": "application/ld+json",
            "contextUrl": None,
            "documentUrl": address,
            "document": context(address, trust),
        }

    def digest(value: dict[str, Any]) -> bytes:
        options = {
            "algorithm": "URDNA2015",
            "format": "application/n-quads",
            "documentLoader": load,
        }
        return hashlib.sha256(jsonld.normalize(value, options).encode()).digest()

    unsigned = {name: value for name, value in document.items() if name != "proof"}
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    options["@context"] = document.get("@context")
    try:
        guarded = {**unsigned, "@context": [*document["@context"], {"@vocab": UNDEFINED}]}
        spread = jsonld.expand(guarded, {"documentLoader": load, "base": UNDEFINED})
        if UNDEFINED in json.dumps(spread):
            raise Altered("The file has parts that no signature could cover.")
        signed = digest(options) + digest(unsigned)
    except (jsonld.JsonLdError, KeyError, TypeError, ValueError, RecursionError):
        raise Altered("The file is not a credential of the issuer's kind.") from None
    try:
        key.verify(unbase58(str(proof.get("proofValue"))), signed)
    except InvalidSignature:
        return False
    return True


def context(address: str, trust: Trust) -> Any:
    if address not in CONTEXTS:
        raise ValueError(f"The context {address} is not one of the issuer's.")
    name, expected = CONTEXTS[address]
    path = trust.contexts / name
    if path.is_file():
        data = path.read_bytes()
    elif trust.fetch:
        data = download(address)
    else:
        raise Untold(f"The file {name} is needed: save {address} under that name, see --contexts.")
    if hashlib.sha256(data).hexdigest() != expected:
        raise Untold(f"The context {address} is not the one that credentials were signed with.")
    return json.loads(data)


# --- Files ---------------------------------------------------------------------------------------


def check_pdf(data: bytes, trust: Trust) -> Found:
    attached = []
    for found in re.finditer(rb"/EmbeddedFile\b.*?>>\s*stream\r?\n", data, re.DOTALL):
        head = data[data.rfind(b" obj", 0, found.start()) : found.end()]
        length = re.search(rb"/Length\s+(\d+)(?!\s+\d+\s+R)", head)
        end = found.end() + int(length[1]) if length else data.find(b"endstream", found.end())
        raw = data[found.end() : end]
        try:
            unpacker = zlib.decompressobj()
            attached.append(unpacker.decompress(raw, LARGEST) if b"/FlateDecode" in head else raw)
        except zlib.error:
            raise Altered("The credential in the PDF is damaged.") from None
    if len(attached) != 1:
        raise Untold(f"The PDF carries {len(attached)} attached credentials; one was expected.")
    found_in = check_json(attached[0], trust)
    found_in.how = "the credential in the PDF"
    found_in.notes.append(pdf_signature(data, trust))
    return found_in


def pdf_signature(data: bytes, trust: Trust) -> str:
    """In words, what became of the PDF's own signature. Raises Altered."""
    unchecked = (
        "The PDF's own signature was not checked, so compare its page with the facts above: "
    )
    try:
        import io

        from asn1crypto import pem, x509
        from pyhanko.pdf_utils.reader import PdfFileReader
        from pyhanko.sign.validation import validate_pdf_signature
        from pyhanko_certvalidator import ValidationContext
    except ImportError:
        return unchecked + "that needs pyHanko (pip install pyHanko)."
    if not trust.chain:
        return unchecked + "that needs the issuer's certificates (--trust chain.pem)."
    every = [x509.Certificate.load(der) for _, _, der in pem.unarmor(trust.chain, multiple=True)]
    roots = [each for each in every if each.self_issued]
    try:
        signatures = PdfFileReader(io.BytesIO(data)).embedded_signatures
        if len(signatures) != 1:
            raise Altered(f"The PDF carries {len(signatures)} signatures; one was expected.")
        moment = signatures[0].self_reported_timestamp
        status = validate_pdf_signature(
            signatures[0],
            ValidationContext(
                trust_roots=roots, other_certs=every, allow_fetching=False, moment=moment
            ),
        )
    except Altered:
        raise
    except Exception as error:
        raise Altered(f"The PDF's signature cannot be read ({type(error).__name__}).") from None
    if not status.bottom_line or data.rstrip(b"\r\n\0 ")[-5:] != b"%%EOF":
        raise Altered("The PDF was changed after it was signed, or signed by somebody else.")
    return "The PDF's own signature is the issuer's, and covers the whole file."


def check_png(data: bytes, trust: Trust, path: Path) -> Found:
    at, baked = 8, []
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        if data[at + 4 : at + 8] == b"iTXt" and data[at + 8 :].startswith(
            b"openbadgecredential\0\0\0"
        ):
            baked.append(data[at + 8 : at + 8 + length].split(b"\0", 5)[5])
        at += length + 12
    if len(baked) > 1:
        raise Altered("The picture carries more than one credential.")
    if baked and baked[0].lstrip().startswith(b"{"):
        return check_json(baked[0], trust)
    if baked:
        return check_token(baked[0].decode("ascii", "replace").strip(), trust)
    return check_picture(path, trust)


def check_picture(path: Path, trust: Trust) -> Found:
    try:
        done = subprocess.run(["zbarimg", "--raw", "-q", str(path)], capture_output=True, text=True)  # noqa: S603, S607
    except OSError:
        raise Untold(
            "To read a picture the program zbarimg is needed. Or scan the code with any reader, "
            "and give its text instead of a file."
        ) from None
    lines = [line for line in done.stdout.splitlines() if PRINTED.fullmatch(line)]
    if len(lines) != 1:
        raise Untold("No code of a certificate was found in the picture.")
    return check_printed(lines[0], trust)


def check(given: str, trust: Trust) -> Found:
    """Look at a file or a text. Raises Altered and Untold."""
    path = Path(given)
    if given.startswith(("http://", "https://")):
        return check_printed(given.strip(), trust)
    if not path.is_file():
        raise SystemExit(f"There is no file {given}.")
    data = path.read_bytes()
    if len(data) > LARGEST:
        raise Untold("The file is larger than 10 MB. No certificate is.")
    if b"%PDF-" in data[:1024]:
        return check_pdf(data, trust)
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return check_png(data, trust, path)
    if data.startswith(b"\xff\xd8"):
        return check_picture(path, trust)
    text = data.decode("utf-8-sig", "replace").strip()
    if text.startswith("{"):
        return check_json(data, trust)
    if re.fullmatch(r"[\w-]+\.[\w-]+\.[\w-]+", text):
        return check_token(text, trust)
    return check_printed(text, trust)


# --- Receipts of lists: detached JWS (RFC 7515, appendix F) over the canonical form (RFC 8785) ----


def read_receipt(given: str) -> Optional[dict[str, Any]]:  # noqa: UP045
    """The receipt in a file; None where it is something else. Raises Altered."""
    path = Path(given)
    if given.startswith(("http://", "https://")) or not path.is_file():
        return None
    with path.open("rb") as file:
        if RECEIPT[0].encode() not in file.read(400):
            return None
    try:
        document = json.loads(path.read_text("utf-8-sig"), object_pairs_hook=once)
    except (ValueError, RecursionError):
        raise Untold("The receipt is not sound JSON.") from None
    found: dict[str, Any] = document
    return found


def check_receipt(document: dict[str, Any], trust: Trust) -> int:
    """Whether the issuer gave these answers. Raises Altered and Untold."""
    try:
        receipt, (first, between, third) = document["receipt"], document["signature"].split(".")
        header = json.loads(unbase64url(first), object_pairs_hook=once)
        # Keys in our receipts are ASCII and numbers are whole: then this is the canonical form.
        plain = json.dumps(receipt, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        content = base64.urlsafe_b64encode(plain.encode()).rstrip(b"=").decode()
        told = [receipt["checked_at"], receipt["as_of"], receipt["input"]["sha256"]]
        counts, signature = sorted(receipt["counts"].items()), unbase64url(third)
    except (ValueError, LookupError, TypeError, AttributeError):
        raise Altered("The receipt is not written as ours are.") from None
    if (receipt["format"], header.get("typ")) != RECEIPT or header.get("alg") != "ES256" or between:
        raise Altered("The receipt is not written as ours are.")
    did, _, name = str(header.get("kid")).partition("#")
    if trust.names and did not in trust.names:
        raise Untold(f"Its issuer {did} is not the one that you trust.")
    key = trust.key(name, ec.EllipticCurvePublicKey)
    if not es256_holds(key, signature, f"{first}.{content}".encode()):
        raise Altered("The answers do not fit the signature: something was changed.")
    print(f"  Checked: {told[0]}" + (f", as it stood on {told[1]}" if told[1] else ""))
    print(f"  The list, SHA-256: {told[2]}")
    for state, number in counts:
        print(f"  {state}: {number}")
    print("\nGENUINE receipt: these answers were given at that time. What changed since, ask anew.")
    return 0


# --- Was it withdrawn? ---------------------------------------------------------------------------


def is_withdrawn(found: Found, trust: Trust, now: datetime) -> tuple[Optional[bool], str]:  # noqa: UP045
    """True or False, or None where it cannot be told; and the words for it."""
    if found.place is None:
        return None, "It names no status list, so nobody can tell whether it was withdrawn."
    number, index = found.place
    document = trust.lists.get(number)
    if document is None:
        return None, f"Not known whether it was withdrawn: status list {number} was not given."
    packed = unbase64url(str(document["credentialSubject"]["encodedList"])[1:])
    bits = zlib.decompressobj(wbits=31).decompress(packed, 1 << 24)
    if not 0 <= index < len(bits) * 8:
        return None, f"Not known whether it was withdrawn: status list {number} is too short."
    proven = list_proof(document, trust)
    signed = instant(document["validFrom"])
    days = (now - signed).days
    words = f"status list {number} of {signed.date()}, {days} days old; {proven}"
    if bits[index // 8] & 128 >> index % 8:
        return True, f"It was revoked or suspended ({words})."
    if now < signed - timedelta(days=1):
        return None, f"The clock of this computer is behind the {words}."
    # The lists of a register that was exported are the last; they say themselves for how long.
    if now > max(signed + LONGEST_AGE, instant(document.get("validUntil", document["validFrom"]))):
        return None, f"The list is too old to say that it was not withdrawn ({words})."
    return False, f"It was not withdrawn ({words})."


def list_proof(document: dict[str, Any], trust: Trust) -> str:
    method = str((document.get("proof") or {}).get("verificationMethod"))
    try:
        key = trust.key(method.rpartition("#")[2], ed25519.Ed25519PublicKey)
        if proof_holds(document, key, trust):
            return "its proof holds"
    except Untold:
        return "its own proof was not checked"
    raise Altered("The status list given is not what the issuer signed.")


def download(address: str) -> bytes:
    if not address.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        raise SystemExit("Only https addresses are fetched.")
    with urllib.request.urlopen(address, timeout=20) as answer:  # noqa: S310 - the scheme is checked
        return bytes(answer.read(LARGEST))


# Letters whose mark does not come off by itself, and two ways to write one letter.
ALIKE = {
    **str.maketrans("łøđðħıŧŋəґىیکةھہʹʺʻʼʽˈ", "loddhitneгييكههه      "),
    **str.maketrans({"æ": "ae", "œ": "oe", "þ": "th", "ـ": ""}),
}


def comparable(name: str) -> str:
    """A name without case, marks, punctuation and order of its parts."""
    spread = unicodedata.normalize("NFKD", name.casefold()).translate(ALIKE)
    letters = "".join(
        each if unicodedata.category(each)[0] in "LN" else " "
        for each in spread
        if unicodedata.category(each) not in {"Mn", "Cf"}
    )
    return " ".join(sorted(letters.split()))


def same_name(found: Found, typed: str) -> bool:
    if "name" in found.hashes:
        plain = " ".join(unicodedata.normalize("NFC", typed).split())
        return hashlib.sha256(plain.encode()).digest()[:16] == found.hashes["name"]
    return comparable(dict(found.facts)["Name"]) == comparable(typed)


def main(arguments: Optional[list[str]] = None) -> int:  # noqa: UP045
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("certificate", help="a file, or the text of the QR code")
    parser.add_argument(
        "--trust", action="append", default=[], metavar="FILE", help="saved keys and lists"
    )
    parser.add_argument(
        "--fetch", default="", metavar="https://HOST", help="get keys and lists now"
    )
    parser.add_argument("--contexts", type=Path, help="folder with the saved JSON-LD contexts")
    parser.add_argument("--name", help="the whole name on the paper, to be compared")
    parser.add_argument("--on", type=date.fromisoformat, help="ask for another day than today")
    given = parser.parse_args(arguments)
    trust = Trust(fetch=given.fetch.rstrip("/"))
    if given.contexts:
        trust.contexts = given.contexts
    for path in given.trust:
        try:
            trust.read_path(Path(path))
        except (OSError, ValueError, LookupError, TypeError):
            print(f"The file {path} holds no keys or lists that can be read.")
            return 2
    if trust.fetch:
        for address in ("/verify/offline/data.json", "/credentials/chain.pem"):
            trust.read(download(trust.fetch + address))
    if not trust.keys:
        print("No keys were given: see --trust. Save /verify/offline/data.json of the issuer.")
        return 2
    try:
        receipt = read_receipt(given.certificate)
        if receipt is not None:
            return check_receipt(receipt, trust)
        found = check(given.certificate, trust)
        return report(found, trust, given)
    except Altered as error:
        print(f"✗ {error}\n\nALTERED: this is not what the issuer signed. Do not rely on it.")
        return 1
    except Untold as error:
        print(f"– {error}\n\nUNKNOWN: nothing can be said about it here.")
        return 2


def report(found: Found, trust: Trust, given: argparse.Namespace) -> int:
    now = datetime.now(UTC)
    moment = midnight(given.on) + timedelta(hours=12) if given.on else now  # type: ignore[operator]
    withdrawn, words = is_withdrawn(found, trust, now)
    expired = found.valid_until is not None and moment >= found.valid_until
    early = found.valid_from is not None and moment < found.valid_from and not given.on
    for label, value in found.facts:
        if value:
            print(f"  {label}: {value}")
    how = found.how[0].upper() + found.how[1:]
    print(f"\n✓ {how} was made with a key of the issuer, and nothing was changed.")
    print(f"{'✗' if withdrawn else '–' if withdrawn is None else '✓'} {words}")
    outside = expired or early
    print(f"{'✗' if outside else '✓'} {moment.date()} is {'not ' * outside}within its validity.")
    if given.name:
        matches = same_name(found, given.name)
        print(f"{'✓' if matches else '✗'} The name given is {'not ' * (not matches)}the one on it.")
    for note in [*found.notes, "Whether a newer certificate has taken its place was not checked."]:
        print(f"– {note}" if "not checked" in note else f"✓ {note}")
    word, code = "VALID", 0
    if withdrawn:
        word, code = "REVOKED OR SUSPENDED", 1
    elif expired or early:
        word, code = ("EXPIRED" if expired else "NOT VALID YET"), 1
    elif given.name and not matches:
        word, code = "ANOTHER NAME", 1
    elif withdrawn is None:
        word, code = "GENUINE, but not known whether it was withdrawn", 2
    print(f"\n{word}. Compare every line above with the paper.")
    return code


if __name__ == "__main__":
    sys.exit(main())
