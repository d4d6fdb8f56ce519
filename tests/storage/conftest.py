"""A bucket of its own for each test, and settings as S3_URL makes them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from config.object_storage import object_storage
from tests.storage.bucket import client_of, store


@pytest.fixture(scope="session")
def store_address() -> Iterator[str]:
    with store() as address:
        yield address


@pytest.fixture
def bucket(store_address: str, settings: Any) -> Any:
    """A client of the bucket, which is empty, with which the site stores everything."""
    made = object_storage(store_address)
    settings.STORAGES = {**settings.STORAGES, **made}
    client = client_of(made["private"]["OPTIONS"]["endpoint_url"])
    for each in client.list_objects_v2(Bucket="waymark").get("Contents", []):
        client.delete_object(Bucket="waymark", Key=each["Key"])
    return client


@pytest.fixture
def no_bucket(settings: Any) -> None:
    """Nobody listens there."""
    settings.STORAGES = {
        **settings.STORAGES,
        **object_storage("s3://key:secret@127.0.0.1:9/waymark?tls=no"),
    }
