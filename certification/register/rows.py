"""One line of the exported register: what a certificate states and how it stands, without a name.

Codes are left out too: who has a code may see the name, so only its SHA-256 stands here, which
somebody with the paper can make and nobody can turn back. The keyed match of the name is left out
as well: it is worth nothing without the master key, and the master key is not given away.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db.models import F

from certification.models import Credential, CredentialFile, SigningKey
from certification.open_badges.proof import instant
from certification.standing.reading import Standing, standings_of

AT_ONCE = 500
_LEFT_OUT = {"code", "holder_name", "supersedes"}


def hidden(code: str) -> str:
    """What stands in place of a code: SHA-256 of its 26 characters, hex."""
    return hashlib.sha256(code.encode()).hexdigest()


def rows() -> Iterator[dict[str, Any]]:
    """Every certificate ever issued, oldest first, a few hundred in memory at a time."""
    keys = {key.pk: key for key in SigningKey.objects.all()}
    # Values and no related rows: a row and its place know each other, and would wait for the
    # garbage collector.
    issued = (
        Credential.objects.exclude(standing=Credential.Standing.PREPARING)
        .annotate(
            place=F("status_entry__index"),
            list_number=F("status_entry__list__number"),
            older=F("supersedes__code"),
        )
        .order_by("pk")
    )
    waiting = issued.iterator(chunk_size=AT_ONCE)
    while some := list(islice(waiting, AT_ONCE)):
        standings = standings_of(some)
        files: dict[int, list[CredentialFile]] = {}
        for file in CredentialFile.objects.filter(credential__in=some).order_by("pk"):
            files.setdefault(file.credential_id, []).append(file)
        for credential in some:
            yield _row(credential, standings[credential.pk], files.get(credential.pk, []), keys)


def _row(
    credential: Any, standing: Standing, files: list[CredentialFile], keys: dict[int, SigningKey]
) -> dict[str, Any]:
    signed_with = (credential.credential_key_id, credential.pdf_key_id, credential.jwt_key_id)
    return {
        "codeSha256": hidden(credential.code),
        "state": standing.state.value,
        "since": instant(standing.since) if standing.since else None,
        "reason": credential.ended_class or None,
        "cause": credential.cause,
        "supersedes": hidden(credential.older) if credential.older else None,
        "replacedBy": hidden(standing.newer.code) if standing.newer else None,
        "nameErased": credential.erased_at is not None,
        "status": {"list": credential.list_number, "index": credential.place},
        "keys": {keys[key].use: keys[key].key_id for key in signed_with if key is not None},
        "files": [
            {"kind": file.kind, "revision": file.revision, "size": file.size, "sha256": file.sha256}
            for file in files
        ],
        "facts": {
            name: value for name, value in credential.facts_json.items() if name not in _LEFT_OUT
        },
    }
