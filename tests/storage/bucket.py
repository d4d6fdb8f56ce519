"""An S3-compatible store on loopback: moto, which knows nothing of us. For tests and drills."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
from moto.server import ThreadedMotoServer

KEYS = {"aws_access_key_id": "key", "aws_secret_access_key": "secret"}


@contextmanager
def store() -> Iterator[str]:
    """Its address as S3_URL takes it, with a bucket that is empty and private."""
    os.environ.pop("AWS_PROFILE", None)
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        client_of(f"http://{host}:{port}").create_bucket(Bucket="waymark")
        yield f"s3://key:secret@{host}:{port}/waymark?tls=no"
    finally:
        server.stop()


def client_of(endpoint: str) -> Any:
    return boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1", **KEYS)


def keys(client: Any, prefix: str = "") -> set[str]:
    """What lies in the bucket."""
    found = client.list_objects_v2(Bucket="waymark", Prefix=prefix)
    return {each["Key"] for each in found.get("Contents", [])}
