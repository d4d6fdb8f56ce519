"""The Bitstring Status List of the W3C (Recommendation of 15 May 2025): bits, and its credential.

Source: https://www.w3.org/TR/vc-bitstring-status-list/. At least 131,072 entries, so that one
entry hides among many; gzip; multibase `u`; the first entry is the most significant bit.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from certification.open_badges.linked_data import CREDENTIALS_V2
from certification.open_badges.multibase import base64url, read_base64url
from certification.open_badges.proof import instant

SIZE = 131_072


def encode(set_bits: Iterable[int], size: int = SIZE) -> str:
    """The encoded list with the bits at these indexes set. Raises IndexError outside of it."""
    bits = bytearray(size // 8)
    for index in set_bits:
        if not 0 <= index < size:
            raise IndexError("outside of the status list")
        bits[index // 8] |= 128 >> index % 8
    return base64url(gzip.compress(bytes(bits), mtime=0))


def is_set(encoded: str, index: int, size: int = SIZE) -> bool:
    """Whether the bit of an index is set. Raises ValueError for what is not such a list."""
    bits = _bits(encoded, size)
    if not 0 <= index < size:
        raise ValueError("outside of the status list")
    return bool(bits[index // 8] & 128 >> index % 8)


def set_indexes(encoded: str, size: int = SIZE) -> set[int]:
    """The indexes whose bits are set. Raises ValueError for what is not such a list."""
    return {
        place * 8 + bit
        for place, byte in enumerate(_bits(encoded, size))
        if byte
        for bit in range(8)
        if byte & 128 >> bit
    }


def _bits(encoded: str, size: int) -> bytes:
    try:
        unpacker = zlib.decompressobj(wbits=31)
        bits = unpacker.decompress(read_base64url(encoded), size // 8 + 1)
    except zlib.error as error:
        raise ValueError("not a status list") from error
    if len(bits) != size // 8:
        raise ValueError("not a status list of the size expected")
    return bits


def status_list_credential(
    address: str, did: str, encoded: str, valid_from: datetime, valid_until: datetime
) -> dict[str, Any]:
    """The credential that carries a list, without its proof."""
    return {
        "@context": [CREDENTIALS_V2],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": did,
        "validFrom": instant(valid_from),
        "validUntil": instant(valid_until),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encoded,
        },
    }
