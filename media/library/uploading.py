"""A package on its way in: measured before it is read, kept in a file and never in memory."""

from __future__ import annotations

import tempfile
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from media.h5p.limits import LIMITS

# Room for the rest of the form around the file.
SLACK = 1024 * 1024
# So much of what comes too much is read and thrown away: who still sends while the connection is
# closed gets to see no answer.
DRAINED = 256 * 1024 * 1024


class NamelessFileUploadHandler(FileUploadHandler):
    """Into a file on disk that has no name: nothing is left of it however the upload ends, not
    even where the process is killed in the middle."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._into = tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)  # noqa: SIM115

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._into.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile[bytes]:
        self._into.seek(0)
        return UploadedFile(
            self._into,
            self.file_name,
            self.content_type,
            file_size,
            self.charset,
            self.content_type_extra,
        )

    def upload_interrupted(self) -> None:
        if hasattr(self, "_into"):
            self._into.close()


def refused_unread(request: HttpRequest) -> str:
    """Why an upload is not even read, in a sentence; empty where it is, to a file on disk.

    To be asked before anything looks at `request.POST`.
    """
    if "chunked" in request.META.get("HTTP_TRANSFER_ENCODING", "").lower():
        return _("The size of the file was not sent with it, so it was not read.")
    try:
        size = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        size = -1
    if 0 <= size <= LIMITS.package + SLACK:
        request.upload_handlers = [NamelessFileUploadHandler(request)]
        return ""
    _drain(request)
    return too_large(size)


def not_stored() -> str:
    return _(
        "The package could not be stored: our storage cannot be reached or is full at the moment. "
        "Nothing of it was kept. Try again in a few minutes, and tell your administrator if it "
        "stays so."
    )


def too_large(size: int) -> str:
    return _(
        "The file has %(size)s, so it was not read. A package may have up to %(most)s; most of it "
        "is usually video, which can be made smaller or put into the lesson by itself."
    ) % {"size": filesizeformat(max(0, size)), "most": filesizeformat(LIMITS.package)}


def _drain(request: HttpRequest) -> None:
    left = DRAINED
    while left > 0:
        chunk = request.read(64 * 1024)
        if not chunk:
            break
        left -= len(chunk)
