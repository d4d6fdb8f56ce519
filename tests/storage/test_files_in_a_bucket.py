"""Files in an S3-compatible store are as those on disk: nobody else reads them, and what cannot be
reached is said."""

from __future__ import annotations

import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import SuspiciousOperation
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.test import Client

from config import s3_storage
from config.object_storage import StorageAway
from tests.storage.bucket import keys


def saved(name: str, data: bytes, alias: str = "private") -> str:
    return storages[alias].save(name, ContentFile(data))


def test_a_file_comes_back_whole_and_from_anywhere(
    bucket: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(s3_storage, "WINDOW", 10)
    data = bytes(range(37))
    saved("a/b.pdf", data)
    where = storages["private"]
    with where.open("a/b.pdf") as file:
        assert file.size == 37
        assert file.read() == data
        file.seek(-5, 2)
        assert file.read(3) == data[32:35]
        file.seek(8)
        assert file.read(4) == data[8:12]
        assert file.read(8) == data[12:18]
    assert file.closed
    assert file.open().read(2) == data[:2]
    assert keys(bucket) == {"private/a/b.pdf"}
    assert where.listdir("a") == ([], ["b.pdf"])
    assert where.size("a/b.pdf") == 37
    where.delete("a/b.pdf")
    where.delete("a/b.pdf")
    assert not where.exists("a/b.pdf")
    with pytest.raises(FileNotFoundError):
        where.open("a/b.pdf")


def test_an_empty_file_is_a_file(bucket: Any) -> None:
    saved("empty", b"")
    with storages["private"].open("empty") as file:
        assert (file.size, file.read()) == (0, b"")


def test_what_is_packed_comes_back_packed(bucket: Any) -> None:
    saved("bundle.js.gz", b"\x1f\x8bpacked")
    head = bucket.head_object(Bucket="waymark", Key="private/bundle.js.gz")
    assert "ContentEncoding" not in head
    assert storages["private"].open("bundle.js.gz").read() == b"\x1f\x8bpacked"


def test_nothing_is_overwritten(bucket: Any) -> None:
    assert saved("c.json", b"1") == "c.json"
    other = saved("c.json", b"2")
    assert other != "c.json"
    assert storages["private"].open("c.json").read() == b"1"


@pytest.mark.parametrize("alias", ["private", "activities"])
def test_private_files_have_no_address_and_open_to_nobody(bucket: Any, alias: str) -> None:
    name = saved("secret.pdf", b"private", alias)
    with pytest.raises(ValueError, match="not accessible"):
        storages[alias].url(name)
    asked = f"{bucket.meta.endpoint_url}/waymark/{alias}/{name}"
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(asked)  # noqa: S310
    assert refused.value.code == 403
    grants = bucket.get_object_acl(Bucket="waymark", Key=f"{alias}/{name}")["Grants"]
    assert [each["Grantee"]["Type"] for each in grants] == ["CanonicalUser"]


@pytest.mark.django_db
def test_no_name_leads_from_one_part_into_another(bucket: Any, client: Client) -> None:
    saved("secret.pdf", b"private")
    with pytest.raises(SuspiciousOperation):
        storages["default"].open("../private/secret.pdf")
    assert client.get("/uploads/..%2Fprivate/secret.pdf").status_code == 404


@pytest.mark.parametrize("act", ["open", "exists", "size", "listdir", "delete"])
def test_a_store_that_is_away_is_no_missing_file(no_bucket: None, act: str) -> None:
    with pytest.raises(StorageAway):
        getattr(storages["private"], act)("x")
    with pytest.raises(StorageAway):
        saved("x", b"1")
    with pytest.raises(StorageAway):
        storages["private"].ask()


def test_a_bucket_that_is_not_there_is_said(bucket: Any, settings: Any) -> None:
    for entry in settings.STORAGES.values():
        if "bucket_name" in entry.get("OPTIONS", {}):
            entry["OPTIONS"]["bucket_name"] = "another"
    settings.STORAGES = {**settings.STORAGES}
    with pytest.raises(StorageAway, match="NoSuchBucket"):
        saved("x", b"1")
    with pytest.raises(StorageAway, match="no such bucket"):
        storages["private"].ask()
    with pytest.raises(CommandError, match="no such bucket"):
        call_command("storage", "try")


@pytest.mark.django_db
def test_uploads_are_served_with_ranges_from_a_bucket_and_from_disk(
    bucket: Any, client: Client
) -> None:
    data = bytes(range(256)) * 20
    saved("media/talk.mp4", data, "default")
    ranges(client, data)
    whole = client.get("/uploads/media/talk.mp4")
    again = {"If-Modified-Since": whole["Last-Modified"]}
    assert client.get("/uploads/media/talk.mp4", headers=again).status_code == 304
    assert client.get("/uploads/media/none.mp4").status_code == 404


@pytest.mark.django_db
def test_uploads_on_disk_are_served_with_ranges(
    client: Client, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    data = bytes(range(256)) * 20
    saved("media/talk.mp4", data, "default")
    ranges(client, data)
    assert client.get("/uploads/media/none.mp4", headers={"Range": "bytes=0-1"}).status_code == 404
    assert client.get("/uploads/..%2Fx", headers={"Range": "bytes=0-1"}).status_code == 404


def ranges(client: Client, data: bytes) -> None:
    whole = client.get("/uploads/media/talk.mp4")
    assert b"".join(whole) == data
    assert whole["Accept-Ranges"] == "bytes"
    assert "sandbox" in whole["Content-Security-Policy"]
    part = client.get("/uploads/media/talk.mp4", headers={"Range": "bytes=100-199"})
    assert (part.status_code, part["Content-Type"]) == (206, "video/mp4")
    assert part["Content-Range"] == f"bytes 100-199/{len(data)}"
    assert b"".join(part) == data[100:200]
    assert "sandbox" in part["Content-Security-Policy"]


def test_what_people_see_while_the_store_is_away(no_bucket: None, client: Client) -> None:
    client.raise_request_exception = False
    answer = client.get("/uploads/images/a.png")
    assert answer.status_code == 503
    assert b"try again in a minute" in answer.content


@pytest.mark.django_db
def test_readyz_names_the_store(no_bucket: None, client: Client) -> None:
    assert client.get("/readyz").json()["storage"].startswith("cannot be reached")


@pytest.mark.django_db
def test_readyz_is_content_with_a_store(bucket: Any, client: Client) -> None:
    assert client.get("/readyz").json()["storage"] == "ok"


def test_the_command_tries_the_store(bucket: Any, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("storage", "try")
    said = capsys.readouterr().out
    assert said.count("not public") == 3
    assert keys(bucket) == set()


def test_the_command_tells_of_a_bucket_that_anybody_reads(bucket: Any) -> None:
    bucket.put_bucket_acl(Bucket="waymark", ACL="public-read")
    everybody = (
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*",'
        '"Action":"s3:GetObject","Resource":"arn:aws:s3:::waymark/*"}]}'
    )
    bucket.put_bucket_policy(Bucket="waymark", Policy=everybody)
    try:
        with pytest.raises(CommandError, match="anybody can read the bucket"):
            call_command("storage", "try")
    finally:
        bucket.delete_bucket_policy(Bucket="waymark")
        bucket.put_bucket_acl(Bucket="waymark", ACL="private")


def test_the_command_copies_what_lies_on_disk_and_takes_nothing_away(
    bucket: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from config.management.commands import storage as module

    names = {"default": "images/ä b.png", "private": "code/pdf-1", "activities": "packages/x.h5p"}
    for alias, name in names.items():
        path = tmp_path / alias / name
        path.parent.mkdir(parents=True)
        path.write_bytes(alias.encode())
    folders = {alias: (alias, str(tmp_path / alias)) for alias in names}
    monkeypatch.setattr(module, "FOLDERS", folders)
    saved("images/ä b.png", b"broke off", "default")
    call_command("storage", "copy")
    call_command("storage", "copy")
    said = capsys.readouterr().out
    assert said.count(": 1 copied, 0 were there") == 3
    assert said.count(": 0 copied, 1 were there") == 3
    for alias, name in names.items():
        assert storages[alias].open(name).read() == alias.encode()
        assert (tmp_path / alias / name).is_file()


def test_the_command_without_a_store() -> None:
    with pytest.raises(CommandError, match="S3_URL is not set"):
        call_command("storage", "try")
