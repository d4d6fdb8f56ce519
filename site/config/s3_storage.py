"""The storage of uploads in an S3-compatible store."""

from __future__ import annotations

from django.conf import settings
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage


class UploadsOnS3(S3Storage):
    def url(self, name: str, *args: object, **kwargs: object) -> str:
        """Our own address: pages make no request to any other host."""
        return f"{settings.MEDIA_URL}{filepath_to_uri(name) or ''}"
