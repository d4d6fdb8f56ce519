"""Reads a credential in JSON without trusting it, and checks its proof."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from certification.codes import read_code
from certification.open_badges.linked_data import LinkedDataError
from certification.open_badges.proof import proof_holds
from certification.signers.base import PublicKey
from certification.verify.causes import Cause

LARGEST = 256 * 1024
DEEPEST = 24
# Equal nodes without a name make canonical form costly; ours has none twice.
MOST_EQUAL_NODES = 8
_CODE = re.compile(r"/credentials/([0-9A-Za-z-]{26,40})\.json$")


class Refused(Exception):
    """Something that keeps a file from being read, with its cause."""

    def __init__(self, cause: Cause) -> None:
        self.cause = cause
        super().__init__(cause.value)


@dataclass(frozen=True)
class KeyFound:
    """A key of ours that a proof names, and whether it is still trusted."""

    key: PublicKey
    trusted: bool


KeyLookup = Callable[[str], KeyFound | None]


@dataclass(frozen=True)
class JsonFindings:
    """What a JSON file turned out to be. `causes` is empty when its proof is ours and holds."""

    code: str | None = None
    document: dict[str, Any] | None = None
    causes: tuple[Cause, ...] = field(default=())

    @property
    def authentic(self) -> bool:
        return not self.causes


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise Refused(Cause.DUPLICATE_KEY)
    return result


def _constant(text: str) -> Any:
    raise Refused(Cause.NOT_JSON)


def parse(data: bytes) -> dict[str, Any]:
    """A JSON object from a file, simple enough to be looked at. Raises Refused."""
    if len(data) > LARGEST:
        raise Refused(Cause.TOO_LARGE)
    try:
        document = json.loads(
            data.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_constant
        )
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise Refused(Cause.NOT_JSON) from None
    if not isinstance(document, dict):
        raise Refused(Cause.NOT_OURS)
    _require_simple(document)
    return document


def _require_simple(document: dict[str, Any]) -> None:
    """Refuse what would be costly to bring into canonical form: depth, many equal nodes."""
    nodes: Counter[str] = Counter()
    waiting: list[tuple[Any, int]] = [(document, 0)]
    while waiting:
        value, depth = waiting.pop()
        if depth > DEEPEST:
            raise Refused(Cause.NOT_OURS)
        if isinstance(value, dict):
            name = value.get("id", value.get("@id"))
            if isinstance(name, str) and name.startswith("_:"):
                raise Refused(Cause.NOT_OURS)
            if name is None:
                nodes[json.dumps(value, sort_keys=True)] += 1
            waiting += [(inner, depth + 1) for inner in value.values()]
        elif isinstance(value, list):
            waiting += [(inner, depth + 1) for inner in value]
    if nodes and max(nodes.values()) > MOST_EQUAL_NODES:
        raise Refused(Cause.NOT_OURS)


def code_in(document: dict[str, Any]) -> str | None:
    """The code in a credential's address, wherever its issuer lives."""
    found = _CODE.search(str(document.get("id", ""))[:500])
    return read_code(found[1]) if found else None


def examine_json(data: bytes, key_for: KeyLookup) -> JsonFindings:
    """Look at a JSON file. `key_for` gives our public key for a verification method, or None."""
    try:
        document = parse(data)
    except Refused as refused:
        return JsonFindings(causes=(refused.cause,))
    code = code_in(document)
    cause = _cause(document, key_for)
    return JsonFindings(code, document, (cause,) if cause else ())


def _cause(document: dict[str, Any], key_for: KeyLookup) -> Cause | None:
    proof = document.get("proof")
    if proof is None:
        return Cause.NO_PROOF
    if isinstance(proof, list):
        return Cause.SEVERAL_PROOFS
    method = proof.get("verificationMethod") if isinstance(proof, dict) else None
    found = key_for(method) if isinstance(method, str) else None
    issuer = document.get("issuer")
    named = issuer.get("id") if isinstance(issuer, dict) else issuer
    if found is None or not isinstance(method, str) or method.partition("#")[0] != named:
        return Cause.FOREIGN_PROOF
    if not isinstance(found.key, Ed25519PublicKey):
        return Cause.FOREIGN_PROOF
    try:
        holds = proof_holds(document, found.key)
    except LinkedDataError:
        return Cause.UNDEFINED_TERM
    if not holds:
        return Cause.PROOF_BROKEN
    return None if found.trusted else Cause.KEY_COMPROMISED
