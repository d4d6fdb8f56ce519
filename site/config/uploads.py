"""Uploads have our own address wherever they lie: a page makes no request to any other host."""

from __future__ import annotations

import mimetypes

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve

# An uploaded file opened by itself runs nothing, whatever it claims to be.
UPLOAD_POLICY = {
    "default-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["'self'", "data:"],
    "media-src": ["'self'"],
    "sandbox": [""],
}


@require_safe
def upload(request: HttpRequest, path: str) -> HttpResponseBase:
    """Anyone may ask: the pages that show uploads are public or know their address."""
    response: HttpResponseBase
    if isinstance(default_storage, FileSystemStorage) or _is_on_disk():
        response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    else:
        try:
            file = default_storage.open(path)
        except FileNotFoundError:
            raise Http404 from None
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        response = FileResponse(file, content_type=kind)
    # Read by django-csp's middleware.
    setattr(response, "_csp_config", UPLOAD_POLICY)  # noqa: B010
    return response


def _is_on_disk() -> bool:
    # `default_storage` is a lazy stand-in: its class is told only through the thing itself.
    return hasattr(default_storage, "base_location")
