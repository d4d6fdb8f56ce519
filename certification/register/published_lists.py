"""Reads status lists that we published, from files that somebody kept of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from certification.keyring import key_lookup
from certification.models import Issuer
from certification.status.bitstring import set_indexes
from certification.verify.json_file import examine_json

LARGEST = 64 * 1024 * 1024


class ListRefused(Exception):
    """A file that is not a list of ours as it was signed, with the reason as a sentence."""


@dataclass(frozen=True)
class PublishedList:
    """One list: its number, when it was signed, and the places that it says are withdrawn."""

    number: int
    signed_at: datetime
    withdrawn: frozenset[int]


def read_lists(path: Path, issuer: Issuer) -> list[PublishedList]:
    """The lists in one file: a list as it is served, or `/verify/offline/data.json`.

    Only what a key of ours signed is believed. Raises ListRefused, OSError.
    """
    if path.stat().st_size > LARGEST:
        raise ListRefused(f"{path} is larger than any list from here.")
    try:
        found = json.loads(path.read_bytes())
        documents = list(_documents(found))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise ListRefused(f"{path} is not a status list.") from None
    if not documents:
        raise ListRefused(f"{path} holds no status list.")
    return [_read(path, document, issuer) for document in documents]


def _documents(found: Any) -> Iterator[dict[str, Any]]:
    if "lists" in found:
        for each in found["lists"]:
            yield each["credential"]
    else:
        yield found


def _read(path: Path, document: dict[str, Any], issuer: Issuer) -> PublishedList:
    looked_at = examine_json(json.dumps(document).encode(), key_lookup(issuer))
    if not looked_at.authentic:
        raise ListRefused(f"{path} is not as we signed it. {looked_at.causes[0].label}")
    address = str(document.get("id"))
    bases = [issuer.base_url, *(each["base_url"] for each in issuer.former)]
    number = next(
        (
            int(match[1])
            for base in bases
            if (match := re.fullmatch(re.escape(base) + r"/credentials/status/(\d{1,9})", address))
        ),
        None,
    )
    subject = document.get("credentialSubject")
    if number is None or not isinstance(subject, dict):
        raise ListRefused(f"{path} is not a status list from here.")
    try:
        signed_at = datetime.fromisoformat(str(document["validFrom"]))
        withdrawn = frozenset(set_indexes(str(subject["encodedList"])))
    except (ValueError, KeyError):
        raise ListRefused(f"{path} is not a status list from here.") from None
    return PublishedList(number, signed_at, withdrawn)
