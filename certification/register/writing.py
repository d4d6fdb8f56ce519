"""Writes the register into a folder, laid out as the addresses under which it was published."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO

from django.utils import timezone
from django.utils.translation import override

from certification import keyring, published, revocations
from certification.models import Issuer, RevocationList, StatusList
from certification.open_badges.did import method_id
from certification.open_badges.jwt import encode_part
from certification.open_badges.proof import instant
from certification.register.checking import FORMAT
from certification.register.readme import readme
from certification.register.rows import rows
from certification.signers.base import Use
from certification.status_lists import sign_list
from courses.content.models import CourseVersion

MANIFEST, SIGNATURE = "manifest.json", "manifest.jws"
# Nobody signs a list anew once we are gone.
LISTS_HOLD = timedelta(days=3650)


class _Folder:
    """Files as they are written, each with its size and hash."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.entries: list[dict[str, Any]] = []

    def put(self, name: str, data: bytes) -> None:
        self.put_lines(name, [data])

    def put_json(self, name: str, value: Any) -> None:
        self.put(name, json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n")

    def put_lines(self, name: str, parts: Iterable[bytes]) -> None:
        with self.open(name) as file:
            for part in parts:
                file.write(part)
        self.note(name)

    def open(self, name: str) -> BinaryIO:
        path = self.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("xb")

    def note(self, name: str) -> None:
        path = self.home / name
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        self.entries.append({"path": name, "size": path.stat().st_size, "sha256": digest})


def write_register(home: Path) -> int:
    """Write and sign the register into an empty folder; how many certificates it holds.

    Raises FileExistsError where the folder holds something, KeyMissing, Issuer.DoesNotExist.
    """
    issuer = Issuer.current()
    signing = keyring.active(Use.CREDENTIAL)
    home.mkdir(parents=True, exist_ok=True)
    if any(home.iterdir()):
        raise FileExistsError(f"The folder {home} is not empty.")
    folder = _Folder(home)
    count = _write_rows(folder)
    _write_published(folder, issuer)
    made = timezone.now()
    with override("en"):
        folder.put("README.md", readme(issuer, made, count).encode())
    manifest = {
        "format": FORMAT,
        "issuer": issuer.name,
        "dids": issuer.dids(),
        "made": instant(made),
        "certificates": count,
        "files": sorted(folder.entries, key=lambda each: str(each["path"])),
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1).encode() + b"\n"
    (home / MANIFEST).write_bytes(text)
    kid = method_id(issuer.did, signing.signer.key_id)
    header = encode_part(json.dumps({"alg": "EdDSA", "kid": kid}).encode())
    signature = signing.signer.sign(f"{header}.{encode_part(text)}".encode())
    # Detached (RFC 7515, appendix F): what is signed is the file beside it.
    (home / SIGNATURE).write_text(f"{header}..{encode_part(signature)}\n", encoding="ascii")
    return count


def _write_rows(folder: _Folder) -> int:
    """The certificates in 256 files, by the first byte of what stands for the code."""
    names = [f"register/{number:02x}.jsonl" for number in range(256)]
    count = 0
    with ExitStack() as stack:
        files = {name: stack.enter_context(folder.open(name)) for name in names}
        for row in rows():
            line = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
            files[f"register/{row['codeSha256'][:2]}.jsonl"].write(line.encode() + b"\n")
            count += 1
    for name in names:
        folder.note(name)
    return count


def _write_published(folder: _Folder, issuer: Issuer) -> None:
    """What was served to machines, at the same addresses."""
    folder.put_json(".well-known/did.json", published.did_document(issuer.did))
    folder.put_json(".well-known/jwks.json", published.key_set(issuer.dids()))
    for did in issuer.dids()[1:]:
        host = did.rpartition(":")[2].replace("%3A", "_")
        folder.put_json(f"former/{host}/.well-known/did.json", published.did_document(did))
    folder.put("credentials/chain.pem", published.chain())
    folder.put_json("credentials/keys.json", published.key_history())
    folder.put("credentials/revoked.crl", bytes(revocations.current().document))
    for each in RevocationList.objects.iterator():
        folder.put(f"credentials/revoked/{each.number}.crl", bytes(each.document))
    for row in StatusList.objects.order_by("number"):
        folder.put(f"credentials/status/{row.number}", sign_list(row, LISTS_HOLD))
    for version in CourseVersion.objects.order_by("pk").iterator():
        address = f"credentials/achievements/{version.hash}"
        folder.put_json(address, published.achievement(version, f"{issuer.base_url}/{address}"))
