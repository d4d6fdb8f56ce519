"""Takes one small file into memory and nothing on disk; refuses a large one before reading it."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import (
    MemoryFileUploadHandler,
    StopUpload,
)
from django.http import HttpRequest

LIMIT = 10 * 1024 * 1024
# Room for the rest of the form around the file.
SLACK = 64 * 1024
# So much of what comes too much is read and thrown away: who still sends while the connection is
# closed gets to see no answer.
DRAINED = 256 * 1024 * 1024


class SmallUpload(MemoryFileUploadHandler):
    """Keeps an upload in memory up to LIMIT, and stops at the first byte more."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._seen = 0

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        # The request as a whole was measured by `too_large`; files are always taken to memory.
        self.activated = True

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self._seen += len(raw_data)
        if self._seen > LIMIT:
            raise StopUpload(connection_reset=True)
        return super().receive_data_chunk(raw_data, start)


def too_large(request: HttpRequest) -> bool:
    """Whether the request says that it is larger than any file taken here."""
    try:
        return not 0 <= int(request.META.get("CONTENT_LENGTH") or 0) <= LIMIT + SLACK
    except ValueError:
        return True


def has_no_length(request: HttpRequest) -> bool:
    """Whether the body comes in chunks, so that nobody knows its size. Browsers always say it."""
    return "chunked" in request.META.get("HTTP_TRANSFER_ENCODING", "").lower()


def drain(request: HttpRequest) -> None:
    """Read some of the body and keep none of it."""
    # Django's own stream ends at once where the length is not known.
    stream = request.META["wsgi.input"] if has_no_length(request) else request
    left = DRAINED
    while left > 0:
        chunk = stream.read(64 * 1024)
        if not chunk:
            break
        left -= len(chunk)
