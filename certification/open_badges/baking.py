"""Puts a credential into a picture: one iTXt chunk, not compressed, right behind the header.

Sources: Open Badges 3.0 §5.3 (https://www.imsglobal.org/spec/ob/v3p0/) and the PNG
specification, https://www.w3.org/TR/png-3/#11iTXt.
"""

from __future__ import annotations

import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEYWORD = b"openbadgecredential"
MEDIA_TYPE = "image/png"
# Signature, and the header chunk: length, type, 13 bytes, checksum.
_HEADER_END = len(SIGNATURE) + 25


def chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)


def bake(picture: bytes, credential: bytes) -> bytes:
    """The PNG with the credential in it. Raises ValueError for what is no PNG."""
    if picture[: len(SIGNATURE)] != SIGNATURE or picture[12:16] != b"IHDR":
        raise ValueError("A PNG is needed.")
    # Keyword, not compressed, no language, no translated keyword.
    text = chunk(b"iTXt", KEYWORD + b"\0\0\0\0\0" + credential)
    return picture[:_HEADER_END] + text + picture[_HEADER_END:]
