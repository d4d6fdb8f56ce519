"""The zip of a package, read without trusting what it says of itself.

The list of files is measured before Python's own reader sees it, names are checked before any use,
and sizes are counted as bytes really come out. Source: PKWARE APPNOTE 6.3.10 §4.3.
"""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from media.h5p.limits import LIMITS, MEGABYTE, Limits
from media.h5p.problems import PackageRefused, Problem, problem

CHUNK = 64 * 1024
_END = b"PK\x05\x06"
_END_64 = b"PK\x06\x06"
_LOCATOR_64 = b"PK\x06\x07"
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, struct.error, OSError, ValueError,
           NotImplementedError, RuntimeError, OverflowError)  # fmt: skip


class Archive:
    """The files of a package by name. `problems` holds what is wrong with them."""

    def __init__(self, source: IO[bytes], limits: Limits = LIMITS) -> None:
        """Read the list of files. Raises PackageRefused where there is none to be read."""
        self.limits = limits
        self.problems: list[Problem] = []
        self.files: dict[str, zipfile.ZipInfo] = {}
        self._left = limits.unpacked
        # What came out once before is not counted again.
        self._out: set[str] = set()
        _measure(source, limits)
        try:
            self._zip = zipfile.ZipFile(source)
        except _BROKEN as error:
            raise PackageRefused(problem("damaged")) from error
        entries = self._zip.infolist()
        if len(entries) > limits.files:
            raise PackageRefused(problem("files-many", most=limits.files))
        self._take(entries)

    def _take(self, entries: list[zipfile.ZipInfo]) -> None:
        seen: dict[str, str] = {}
        declared = 0
        for entry in entries:
            name = entry.orig_filename
            if ignored(name):
                continue
            if len(name) > self.limits.name:
                self.problems.append(problem("name-long", file=name))
            elif unsafe(name):
                self.problems.append(problem("name-unsafe", file=name))
            elif stat.S_ISLNK(entry.external_attr >> 16):
                self.problems.append(problem("file-link", file=name))
            elif entry.is_dir():
                continue
            elif seen.setdefault(name.casefold(), name) != name or name in self.files:
                self.problems.append(problem("name-twice", file=name))
            elif entry.flag_bits & _ENCRYPTED:
                self.problems.append(problem("file-locked", file=name))
            elif entry.compress_type not in _METHODS:
                self.problems.append(problem("file-method", file=name))
            else:
                self.files[name] = entry
                declared += entry.file_size
        if declared > self.limits.unpacked:
            # An honest list already says so; a lying one is found out by `chunks`.
            raise PackageRefused(
                *self.problems, problem("unpacked-large", most=self.limits.unpacked // MEGABYTE)
            )

    def chunks(self, name: str, most: int | None = None) -> Iterator[bytes]:
        """A file's bytes in pieces. Raises PackageRefused where it is damaged, lies or swells."""
        most = self.limits.one_file if most is None else most
        entry = self.files[name]
        taken = 0
        try:
            with self._zip.open(entry) as stream:
                while chunk := stream.read(CHUNK):
                    taken += len(chunk)
                    if name not in self._out:
                        self._left -= len(chunk)
                    if taken > most:
                        large = problem("file-large", file=name, most=max(1, most // MEGABYTE))
                        raise PackageRefused(large)
                    if self._left < 0:
                        whole = self.limits.unpacked // MEGABYTE
                        raise PackageRefused(problem("unpacked-large", most=whole))
                    if (
                        taken > self.limits.ratio_from
                        and taken > self.limits.ratio * entry.compress_size
                    ):
                        raise PackageRefused(problem("file-bomb", file=name))
                    yield chunk
        except _BROKEN as error:
            raise PackageRefused(problem("file-damaged", file=name)) from error
        if taken != entry.file_size:
            raise PackageRefused(problem("file-damaged", file=name))
        self._out.add(name)

    def read(self, name: str, most: int) -> bytes:
        """A whole small file. Raises PackageRefused as `chunks` does."""
        return b"".join(self.chunks(name, most))


def ignored(name: str) -> bool:
    """Whether H5P passes over a file: a part of its path begins with “.” or “_”."""
    parts = name.split("/")
    return any(part[:1] in {".", "_"} and part != ".." for part in parts)


def unsafe(name: str) -> bool:
    """Whether a name could lead anywhere but into the package, on any system."""
    parts = name.rstrip("/").split("/")
    return (
        name.startswith("/")
        or any(mark in name for mark in ("\\", ":", "\0"))
        or any(part in {"", ".", ".."} or part != part.strip() for part in parts)
        or any(not character.isprintable() for character in name)
    )


def _measure(source: IO[bytes], limits: Limits) -> None:
    """Refuse what is no zip, or one whose list of files is larger than any real one."""
    size = source.seek(0, 2)
    if size > limits.package:
        most = limits.package // MEGABYTE
        raise PackageRefused(problem("package-large", size=size // MEGABYTE, most=most))
    source.seek(0)
    start = source.read(1024)
    if not start.startswith(b"PK"):
        page = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
        web = page.startswith((b"<!doctype html", b"<html", b"<head", b"<script"))
        raise PackageRefused(problem("web-page" if web else "not-a-package"))
    tail_at = max(0, size - 65_557)
    source.seek(tail_at)
    tail = source.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + 22:
        raise PackageRefused(problem("damaged"))
    count, directory = struct.unpack_from("<HI", tail, at + 10)
    if count == 0xFFFF or directory == 0xFFFFFFFF:
        count, directory = _measure_64(source, tail, at)
    if count > limits.files or directory > limits.directory:
        raise PackageRefused(problem("files-many", most=limits.files))
    source.seek(0)


def _measure_64(source: IO[bytes], tail: bytes, at: int) -> tuple[int, int]:
    """Number of files and size of their list from the record for large zips (§4.3.14, §4.3.15)."""
    if at < 20 or tail[at - 20 : at - 16] != _LOCATOR_64:
        raise PackageRefused(problem("damaged"))
    (where,) = struct.unpack_from("<Q", tail, at - 12)
    source.seek(min(where, 1 << 62))
    record = source.read(56)
    if len(record) < 56 or not record.startswith(_END_64):
        raise PackageRefused(problem("damaged"))
    count, directory = struct.unpack_from("<QQ", record, 32)
    return count, directory
