"""How large uploads may be, and which kinds."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

MEGABYTE = 1024 * 1024
IMAGE_BYTES = 10 * MEGABYTE
DOCUMENT_BYTES = 25 * MEGABYTE
RECORDING_BYTES = 300 * MEGABYTE


def is_new(upload: Any) -> bool:
    """Whether a file field holds a file that has just been uploaded."""
    return bool(upload) and not getattr(upload, "_committed", True)


def within(upload: Any, most: int) -> None:
    """Raises ValidationError where a new file is larger than `most` bytes."""
    if is_new(upload) and upload.size > most:
        raise ValidationError(
            _("This file has %(size)s. Up to %(most)s can be uploaded."),
            code="file-large",
            params={"size": filesizeformat(upload.size), "most": filesizeformat(most)},
        )
