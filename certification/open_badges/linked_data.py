"""JSON-LD without the network: contexts from files, terms checked, canonical form (RDFC-1.0).

PyLD has no safe mode: a term that no context defines is dropped, and so not signed, without a
word. `expanded_with_care` refuses such a document first.
"""

from __future__ import annotations

import copy
import json
import threading
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

from pyld import jsonld

CREDENTIALS_V2 = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
OPEN_BADGES_EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
FILES = {
    CREDENTIALS_V2: "credentials-v2.json",
    OPEN_BADGES: "open-badges-3.0.3.json",
    OPEN_BADGES_EXTENSIONS: "open-badges-extensions.json",
}
_FOLDER = Path(__file__).parent / "contexts"
_UNDEFINED = "https://undefined.invalid/"
# PyLD's caches are shared by all threads and not made for it.
_ONE_AT_A_TIME = threading.Lock()


class LinkedDataError(Exception):
    """A document that cannot be signed or checked, with the reason in plain words."""


@cache
def _context(address: str) -> dict[str, Any]:
    try:
        name = FILES[address]
    except KeyError:
        raise LinkedDataError(f"The context {address[:200]} is not one that we use.") from None
    loaded: dict[str, Any] = json.loads((_FOLDER / name).read_text(encoding="utf-8"))
    return loaded


def _load(address: str, options: dict[str, Any]) -> dict[str, Any]:
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": address,
        "document": _context(address),
    }


def expanded_with_care(document: dict[str, Any]) -> list[Any]:
    """The document expanded. Raises LinkedDataError where no context defines a key or type."""
    guarded = copy.deepcopy(document)
    contexts = guarded.get("@context")
    if not isinstance(contexts, list) or not all(isinstance(each, str) for each in contexts):
        raise LinkedDataError("The contexts are not a list of addresses.")
    guarded["@context"] = [*contexts, {"@vocab": _UNDEFINED}]
    with _ONE_AT_A_TIME:
        try:
            expanded = jsonld.expand(guarded, {"documentLoader": _load, "base": _UNDEFINED})
        except (jsonld.JsonLdError, ValueError, TypeError, RecursionError) as error:
            raise LinkedDataError("The document is not sound JSON-LD.") from error
    _walk(expanded)
    # Nothing was left to the sentinel, so this is what expanding without it gives.
    return list(expanded)


def _walk(value: Any) -> None:
    if isinstance(value, list):
        for each in value:
            _walk(each)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key.startswith(_UNDEFINED) or not (key.startswith("@") or ":" in key):
                raise LinkedDataError(f"No context defines “{key.removeprefix(_UNDEFINED)[:80]}”.")
            if key == "@value":
                _plain(inner)
            else:
                _walk(inner)
    elif isinstance(value, str) and value.startswith(_UNDEFINED):
        raise LinkedDataError(f"No context defines “{value.removeprefix(_UNDEFINED)[:80]}”.")


def _plain(value: Any) -> None:
    """Numbers with a point and control characters are written in more than one canonical way."""
    if isinstance(value, float):
        raise LinkedDataError("A number with a point cannot be signed: write it as text.")
    if isinstance(value, str) and any(unicodedata.category(each) == "Cc" for each in value):
        raise LinkedDataError("A control character cannot be signed.")


def canonical(document: dict[str, Any]) -> bytes:
    """The canonical N-Quads of a document (RDFC-1.0), every term of which must be defined.

    Raises LinkedDataError.
    """
    expanded = expanded_with_care(document)
    with _ONE_AT_A_TIME:
        try:
            quads: str = jsonld.normalize(
                expanded,
                {
                    "algorithm": "URDNA2015",
                    "format": "application/n-quads",
                    "documentLoader": _load,
                },
            )
        except (jsonld.JsonLdError, ValueError, TypeError, KeyError, RecursionError) as error:
            raise LinkedDataError("The document is not sound JSON-LD.") from error
    return quads.encode()
