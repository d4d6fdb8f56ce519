"""Files in an S3-compatible store. One that cannot be reached raises an OSError, as a disk does."""

from __future__ import annotations

import io
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import IO, Any, cast

import boto3
from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files.base import File
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage
from storages.utils import ReadBytesWrapper, clean_name
from urllib3.exceptions import HTTPError

from config.object_storage import StorageAway

# What is fetched at once. A slow reader holds no connection to the store, and memory stays flat.
WINDOW = 2 * 1024 * 1024
_MAKING = threading.Lock()


@contextmanager
def _as_of_a_disk(name: str) -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
        code = str(error.response.get("Error", {}).get("Code", ""))
        if status == 404 and code != "NoSuchBucket":
            raise FileNotFoundError(name) from error
        raise StorageAway(f"The store answered {code or status}.") from error
    except (BotoCoreError, Boto3Error, HTTPError) as error:
        raise StorageAway(f"The store cannot be reached: {type(error).__name__}.") from error


class Stored(io.RawIOBase):
    """A stored file, read by windows: as far as it is read, from wherever it is read."""

    def __init__(self, client: Any, bucket: str, key: str) -> None:
        """Raises FileNotFoundError, StorageAway."""
        self._client, self._bucket, self._key = client, bucket, key
        self._at = self._begin = self.size = 0
        self._window = b""
        self.modified: datetime | None = None
        self._fetch(0)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self.size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: Any) -> int:
        if self.closed:
            raise ValueError("The file is closed.")
        if self._at >= self.size:
            return 0
        if not self._begin <= self._at < self._begin + len(self._window):
            self._fetch(self._at)
        start = self._at - self._begin
        piece = self._window[start : start + len(buffer)]
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def anew(self) -> Stored:
        return Stored(self._client, self._bucket, self._key)

    def close(self) -> None:
        self._window = b""
        super().close()

    def _fetch(self, at: int) -> None:
        place = {"Bucket": self._bucket, "Key": self._key}
        with _as_of_a_disk(self._key):
            try:
                answer = self._client.get_object(**place, Range=f"bytes={at}-{at + WINDOW - 1}")
            except ClientError as error:
                # An empty file has no range.
                if error.response.get("Error", {}).get("Code") != "InvalidRange":
                    raise
                answer = self._client.get_object(**place)
            self._window = answer["Body"].read()
        span = answer.get("ContentRange", "")
        # A store that knows no ranges sends the whole.
        self._begin = at if span else 0
        self.size = int(span.rpartition("/")[2]) if span else len(self._window)
        self.modified = answer.get("LastModified")


class StoredFile(File[bytes]):
    """As Django hands it out; may be opened anew."""

    def __init__(self, stored: Stored, name: str) -> None:
        super().__init__(cast("IO[bytes]", stored), name)
        self._stored = stored

    def open(self, mode: str | None = None, *args: Any, **kwargs: Any) -> StoredFile:
        if self.closed:
            self._stored = self._stored.anew()
            self.file = cast("IO[bytes]", self._stored)
        else:
            self.seek(0)
        return self


class OnS3(S3Storage):
    """Private: what lies here has no address, and nobody but this site reads it."""

    def get_default_settings(self) -> dict[str, Any]:
        """Stores of many makers: short waits, and no checksums that only some of them know."""
        defaults: dict[str, Any] = super().get_default_settings()
        return defaults | {
            "client_config": Config(
                signature_version="s3v4",
                s3={"addressing_style": "path"},
                connect_timeout=3,
                read_timeout=30,
                retries={"mode": "standard", "total_max_attempts": 3},
                max_pool_connections=16,
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
            "transfer_config": TransferConfig(use_threads=False),
            "querystring_auth": True,
        }

    @property
    def connection(self) -> Any:
        """One for all threads of a process, since making it takes long; only its client is used,
        which may be shared."""
        made: tuple[int, Any] = self.__dict__.get("_made", (0, None))
        if made[0] != os.getpid():
            with _MAKING:
                session = boto3.Session(self.access_key, self.secret_key)
                resource = session.resource(
                    "s3",
                    region_name=self.region_name,
                    endpoint_url=self.endpoint_url,
                    config=self.client_config,
                )
                made = self.__dict__["_made"] = (os.getpid(), resource)
        return made[1]

    @property
    def client(self) -> Any:
        return self.connection.meta.client

    def _place(self, name: str) -> dict[str, str]:
        return {"Bucket": self.bucket_name, "Key": self._normalize_name(clean_name(name))}

    def ask(self) -> None:
        """Whether the bucket is there. Raises StorageAway."""
        try:
            with _as_of_a_disk(self.bucket_name):
                self.client.head_bucket(Bucket=self.bucket_name)
        except FileNotFoundError as error:
            raise StorageAway("The store has no such bucket.") from error

    def _open(self, name: str, mode: str = "rb") -> StoredFile:
        if mode not in {"r", "rb"}:
            raise ValueError("Files are read here, or saved whole.")
        place = self._place(name)
        return StoredFile(Stored(self.client, place["Bucket"], place["Key"]), name)

    def _save(self, name: str, content: Any) -> str:
        place = self._place(name)
        content.seek(0)
        body = ReadBytesWrapper(content)
        # It would be closed by the one who sends it, and is not his.
        body.close = lambda: None
        with _as_of_a_disk(name):
            self.client.upload_fileobj(
                body,
                **place,
                ExtraArgs=self._get_write_parameters(name, content),
                Config=self.transfer_config,
            )
        return str(clean_name(name))

    def _get_write_parameters(self, name: str, content: Any = None) -> dict[str, Any]:
        # Bytes come back as they were given: nobody on the way may unpack them.
        given = dict(super()._get_write_parameters(name, content))
        given.pop("ContentEncoding", None)
        return given

    def delete(self, name: str) -> None:
        with _as_of_a_disk(name):
            self.client.delete_object(**self._place(name))

    def exists(self, name: str) -> bool:
        try:
            return self._head(name) is not None
        except FileNotFoundError:
            return False

    def size(self, name: str) -> int:
        return int(self._head(name)["ContentLength"])

    def get_modified_time(self, name: str) -> datetime:
        found: datetime = self._head(name)["LastModified"]
        return found

    def _head(self, name: str) -> Any:
        with _as_of_a_disk(name):
            return self.client.head_object(**self._place(name))

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        with _as_of_a_disk(path):
            folders, names = super().listdir(path)
        return folders, names

    def url(self, name: str, *args: Any, **kwargs: Any) -> str:
        """Raises ValueError, as a folder on disk without an address does."""
        raise ValueError("This file is not accessible via a URL.")


class UploadsOnS3(OnS3):
    def url(self, name: str, *args: Any, **kwargs: Any) -> str:
        """Our own address: pages make no request to any other host."""
        return f"{settings.MEDIA_URL}{filepath_to_uri(name) or ''}"
