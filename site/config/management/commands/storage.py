"""The S3-compatible store of `S3_URL`: try it, or copy there what lies on disk."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import storages
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.crypto import get_random_string

# Where each lies without S3_URL.
FOLDERS = {
    "default": ("uploads", settings.MEDIA_ROOT),
    "private": ("certificates", settings.PRIVATE_DIR),
    "activities": ("H5P activities", settings.ACTIVITIES_DIR),
}


class Command(BaseCommand):
    help = "Tries the S3-compatible store of S3_URL, or copies there what lies on disk."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["try", "copy"])

    def handle(self, *args: Any, **options: Any) -> None:
        if not hasattr(storages["private"], "ask"):
            raise CommandError("Files lie on disk here: S3_URL is not set.")
        for name, (words, folder) in FOLDERS.items():
            try:
                if options["what"] == "try":
                    _try(name)
                    self.stdout.write(f"{words}: written, read, listed, taken away; not public")
                else:
                    copied, there = _copy(name, Path(folder))
                    self.stdout.write(f"{words}: {copied} copied, {there} were there already")
            except OSError as error:
                raise CommandError(f"{words}: {error}") from error


def _try(name: str) -> None:
    """Raises CommandError, OSError."""
    where: Any = storages[name]
    where.ask()
    data = get_random_string(100).encode()
    path = where.save(f"waymark-try/{get_random_string(32)}", ContentFile(data))
    try:
        with where.open(path) as file:
            file.seek(90)
            if file.read() != data[90:]:
                raise CommandError(f"{name}: what was read is not what was written.")
        if path.rpartition("/")[2] not in where.listdir("waymark-try")[1]:
            raise CommandError(f"{name}: what was written is not listed.")
        if _is_public(where, path):
            raise CommandError(
                f"{name}: anybody can read the bucket. Forbid public access to it, then try again."
            )
    finally:
        where.delete(path)
    if where.exists(path):
        raise CommandError(f"{name}: what was deleted is still there.")


def _is_public(where: Any, path: str) -> bool:
    """Whether it is given to somebody who shows no key."""
    key = f"{where.location}/{path}"
    address = f"{where.endpoint_url}/{where.bucket_name}/{quote(key)}"
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 - from S3_URL
            return bool(answer.status == 200)
    except urllib.error.HTTPError:
        return False


def _copy(name: str, folder: Path) -> tuple[int, int]:
    """What is there in the same size already is left; nothing is taken from the disk."""
    where = storages[name]
    copied = there = 0
    for path in _files(folder):
        target = path.relative_to(folder).as_posix()
        try:
            if where.size(target) == path.stat().st_size:
                there += 1
                continue
            where.delete(target)
        except FileNotFoundError:
            pass
        with path.open("rb") as file:
            used = where.save(target, File(file, name=target))
        if used != target:
            raise CommandError(f"{target} was stored under another name, {used}.")
        copied += 1
    return copied, there


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())
