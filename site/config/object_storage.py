"""Uploads and certificates in an S3-compatible store, from one setting: S3_URL.

s3://key:secret@host:port/bucket?region=eu-central-1 · `tls=no` for a store on the same machine.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SAY = "S3_URL: write s3://key:secret@host/bucket."


class StorageAway(OSError):
    """The store cannot be reached, refuses, or has no such bucket."""


def object_storage(url: str) -> dict[str, dict[str, Any]]:
    """The entries of Django's STORAGES: "default" for uploads, "private" for certificates,
    "activities" for unpacked H5P packages."""
    parts = urlsplit(url)
    bucket = parts.path.strip("/")
    if parts.scheme != "s3" or not (parts.hostname and parts.username and parts.password):
        raise ImproperlyConfigured(SAY)
    if not bucket or "/" in bucket:
        raise ImproperlyConfigured(SAY)
    query = parse_qs(parts.query)
    scheme = "http" if query.get("tls") == ["no"] else "https"
    port = f":{parts.port}" if parts.port else ""
    common = {
        "access_key": unquote(parts.username),
        "secret_key": unquote(parts.password),
        "bucket_name": bucket,
        "endpoint_url": f"{scheme}://{parts.hostname}{port}",
        "region_name": query.get("region", ["us-east-1"])[0],
        "default_acl": None,
        "file_overwrite": False,
    }
    return {
        "default": {
            "BACKEND": "config.s3_storage.UploadsOnS3",
            "OPTIONS": {**common, "location": "uploads"},
        },
        "private": {
            "BACKEND": "config.s3_storage.OnS3",
            "OPTIONS": {**common, "location": "private"},
        },
        # Their names are random, so that none is asked for before it is used.
        "activities": {
            "BACKEND": "config.s3_storage.OnS3",
            "OPTIONS": {**common, "location": "activities", "file_overwrite": True},
        },
    }
