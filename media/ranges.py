"""Files as browsers ask for them: whole, or one range of their bytes (RFC 9110 §14)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import IO

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

CHUNK = 64 * 1024
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def answer(file: IO[bytes], size: int, content_type: str, wanted: str = "") -> HttpResponseBase:
    """The file, or the range that the header `wanted` names; 416 where there is none such."""
    span = _span(wanted, size)
    if span is None:
        response: HttpResponseBase = FileResponse(file, content_type=content_type)
        response["Content-Length"] = str(size)
    elif span[0] >= size or span[0] > span[1]:
        file.close()
        response = HttpResponse(status=416, content_type=content_type)
        response["Content-Range"] = f"bytes */{size}"
    else:
        first, last = span
        file.seek(first)
        pieces = _pieces(file, last - first + 1)
        response = StreamingHttpResponse(pieces, status=206, content_type=content_type)
        response["Content-Length"] = str(last - first + 1)
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response["Accept-Ranges"] = "bytes"
    return response


def begun(first: bytes, file: IO[bytes], size: int, content_type: str) -> HttpResponseBase:
    """The whole file with something before it, sent in pieces: it may be of any size."""
    pieces = itertools.chain([first], _pieces(file, size))
    response = StreamingHttpResponse(pieces, content_type=content_type)
    response["Content-Length"] = str(len(first) + size)
    return response


def _span(wanted: str, size: int) -> tuple[int, int] | None:
    """First and last byte. None where the whole file is to be sent: no range, or several."""
    found = _RANGE.fullmatch(wanted.strip())
    if not found or (not found[1] and not found[2]):
        return None
    if not found[1]:
        return max(0, size - int(found[2])), size - 1
    last = int(found[2]) if found[2] else size - 1
    return int(found[1]), min(last, size - 1)


def _pieces(file: IO[bytes], left: int) -> Iterator[bytes]:
    with file:
        while left > 0:
            piece = file.read(min(CHUNK, left))
            if not piece:
                return
            left -= len(piece)
            yield piece
