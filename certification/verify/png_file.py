"""Finds the credential in a picture without trusting it, in bounded memory.

The picture itself is never decoded: chunks are walked, their checksums compared, and the text
chunks read that may carry a credential. Source: https://www.w3.org/TR/png-3/#5DataRep.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from certification.open_badges.baking import KEYWORD, SIGNATURE
from certification.verify.causes import Cause
from certification.verify.json_file import LARGEST as LARGEST_CREDENTIAL
from certification.verify.json_file import Refused

LARGEST = 2 * 1024 * 1024
MOST_CHUNKS = 2000
_TEXTS = {b"iTXt", b"tEXt", b"zTXt"}


@dataclass(frozen=True)
class PngFindings:
    """What a picture carries. `causes` is empty when it is baked as we bake."""

    credential: bytes | None = None
    causes: tuple[Cause, ...] = ()


def examine_png(data: bytes) -> PngFindings:
    """Look for the one credential in a PNG. Says nothing of whether it is genuine."""
    if len(data) > LARGEST:
        return PngFindings(causes=(Cause.TOO_LARGE,))
    found: list[bytes] = []
    causes: list[Cause] = []
    try:
        for kind, content in _chunks(data):
            if kind not in _TEXTS or content.partition(b"\0")[0] != KEYWORD:
                continue
            text, as_ours = _text(kind, content)
            found.append(text)
            if not as_ours:
                causes.append(Cause.BAKED_OTHERWISE)
    except Refused as refused:
        causes.append(refused.cause)
    if len(found) > 1:
        return PngFindings(causes=(Cause.SEVERAL_CREDENTIALS, *causes))
    return PngFindings(found[0] if found else None, tuple(dict.fromkeys(causes)))


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The chunks up to the end. Raises Refused where the picture is cut, damaged or goes on."""
    at = len(SIGNATURE)
    for _number in range(MOST_CHUNKS):
        length = int.from_bytes(data[at : at + 4])
        after = at + 12 + length
        if at + 12 > len(data) or after > len(data):
            raise Refused(Cause.CUT)
        kind, content = data[at + 4 : at + 8], data[at + 8 : after - 4]
        if zlib.crc32(kind + content) != int.from_bytes(data[after - 4 : after]):
            raise Refused(Cause.PICTURE_DAMAGED)
        yield kind, content
        if kind == b"IEND":
            if after != len(data):
                raise Refused(Cause.APPENDED)
            return
        at = after
    raise Refused(Cause.PICTURE_DAMAGED)


def _text(kind: bytes, content: bytes) -> tuple[bytes, bool]:
    """The text of a chunk, and whether it is written as ours: iTXt, not compressed."""
    rest = content[len(KEYWORD) + 1 :]
    if kind == b"tEXt":
        return rest, False
    if kind == b"zTXt":
        return _inflated(rest[1:]), False
    flags, rest = rest[:2], rest[2:]
    _language, _, rest = rest.partition(b"\0")
    _translated, _, text = rest.partition(b"\0")
    if flags[:1] == b"\0":
        return text, True
    return _inflated(text), False


def _inflated(data: bytes) -> bytes:
    """Unpack no more than a credential may be large. Raises Refused."""
    unpacker = zlib.decompressobj()
    try:
        text = unpacker.decompress(data, LARGEST_CREDENTIAL)
    except zlib.error:
        raise Refused(Cause.PICTURE_DAMAGED) from None
    if unpacker.unconsumed_tail or not unpacker.eof:
        raise Refused(Cause.TOO_LARGE)
    return text
