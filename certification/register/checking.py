"""Checks an exported register: the signature over the manifest, and every file against it.

Needs neither a site nor a database, so that a successor can run it:
`python -m certification.register.checking FOLDER`.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from certification.open_badges.multibase import read_ed25519_multikey

FORMAT = "waymark-register-1"
KeyFor = Callable[[str], Ed25519PublicKey | None]


@dataclass(frozen=True)
class Checked:
    """What is the matter with a folder (nothing: it is as it was signed), and whose it is."""

    problems: tuple[str, ...]
    certificates: int = 0
    key: str = ""
    fingerprint: str = ""


def check_register(home: Path, key_for: KeyFor | None = None) -> Checked:
    """Check a folder. `key_for` gives a trusted key by its address; without it the folder's own
    DID document is believed, and the fingerprint is for comparing."""
    try:
        text = (home / "manifest.json").read_bytes()
        manifest = json.loads(text)
        header, signed, signature = _signature(home, text)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        return Checked((f"The manifest or its signature cannot be read: {error}.",))
    kid = str(header.get("kid"))
    if header.get("alg") != "EdDSA":
        return Checked(("The signature is of another kind than ours.",))
    key = (key_for or _own_keys(home))(kid)
    if key is None:
        return Checked((f"The key {kid} is not known.",))
    try:
        key.verify(signature, signed)
    except InvalidSignature:
        return Checked(("The manifest is not the one that was signed.",), key=kid)
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        return Checked(("The manifest is of a format that is not known here.",), key=kid)
    raw = key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return Checked(
        tuple(_differences(home, manifest)),
        int(manifest["certificates"]),
        kid,
        hashlib.sha256(raw).hexdigest(),
    )


def _decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _signature(home: Path, text: bytes) -> tuple[dict[str, Any], bytes, bytes]:
    header, between, signature = (home / "manifest.jws").read_text("ascii").strip().split(".")
    if between:
        raise ValueError("the signature is not detached")
    payload = base64.urlsafe_b64encode(text).rstrip(b"=")
    return json.loads(_decoded(header)), header.encode() + b"." + payload, _decoded(signature)


def _own_keys(home: Path) -> KeyFor:
    def key_for(kid: str) -> Ed25519PublicKey | None:
        try:
            document = json.loads((home / ".well-known" / "did.json").read_bytes())
            for method in document["verificationMethod"]:
                if method["id"] == kid and method["type"] == "Multikey":
                    raw = read_ed25519_multikey(method["publicKeyMultibase"])
                    return Ed25519PublicKey.from_public_bytes(raw)
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return None

    return key_for


def _differences(home: Path, manifest: dict[str, Any]) -> list[str]:
    """A sentence for each file that is missing, changed or was not there."""
    listed = {str(each["path"]): each for each in manifest["files"]}
    found = {path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file()} - {
        "manifest.json",
        "manifest.jws",
    }
    problems = [f"{name} is missing." for name in sorted(listed.keys() - found)]
    problems += [f"{name} is not in the manifest." for name in sorted(found - listed.keys())]
    count = 0
    for name in sorted(found & listed.keys()):
        digest, lines = hashlib.sha256(), 0
        with (home / name).open("rb") as file:
            for line in file:
                digest.update(line)
                lines += 1
        if digest.hexdigest() != listed[name]["sha256"]:
            problems.append(f"{name} was changed.")
        elif name.startswith("register/"):
            count += lines
    if not problems and count != manifest["certificates"]:
        problems.append(f"There are {count} certificates, not {manifest['certificates']}.")
    return problems


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print("python -m certification.register.checking FOLDER")
        return 2
    found = check_register(Path(arguments[0]))
    for problem in found.problems:
        print(problem)
    if not found.problems:
        print(f"As it was signed: {found.certificates} certificates.")
        print(f"Key: {found.key}\nIts SHA-256: {found.fingerprint}")
        print("Compare the key with one that you have from elsewhere.")
    return 1 if found.problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
