"""Uploads have our own address wherever they lie: a page makes no request to any other host."""

from __future__ import annotations

import mimetypes
import posixpath

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.http import http_date
from django.views.decorators.http import require_safe
from django.views.static import serve, was_modified_since

from media.ranges import answer

# An uploaded file opened by itself runs nothing, whatever it claims to be.
UPLOAD_POLICY = {
    "default-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["'self'", "data:"],
    "media-src": ["'self'"],
    "sandbox": [""],
}
# Documents have an address of their own, /documents/…, which asks who may open their collection.
DOCUMENTS = "documents/"


@require_safe
def upload(request: HttpRequest, path: str) -> HttpResponseBase:
    """Anyone may ask: the pages that show uploads are public or know their address. Players of
    recordings ask for ranges."""
    if posixpath.normpath(path).lstrip("/").startswith(DOCUMENTS):
        raise Http404
    if _is_on_disk() and "range" not in request.headers:
        response: HttpResponseBase = serve(request, path, document_root=str(settings.MEDIA_ROOT))
        response["Accept-Ranges"] = "bytes"
    else:
        response = _opened(request, path)
    # Read by django-csp's middleware.
    setattr(response, "_csp_config", UPLOAD_POLICY)  # noqa: B010
    return response


def _opened(request: HttpRequest, path: str) -> HttpResponseBase:
    try:
        file = default_storage.open(path)
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError, SuspiciousOperation):
        raise Http404 from None
    # Files in a store know; those on disk come here for ranges only.
    modified = getattr(file.file, "modified", None)
    stamp = modified.timestamp() if modified else None
    if stamp and not was_modified_since(request.headers.get("if-modified-since"), stamp):
        file.close()
        return HttpResponseNotModified()
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    response = answer(file, file.size, kind, request.headers.get("range", ""))
    if stamp:
        response["Last-Modified"] = http_date(stamp)
    return response


def _is_on_disk() -> bool:
    # `default_storage` is a lazy stand-in: its class is told only through the thing itself.
    return hasattr(default_storage, "base_location")
