"""The zip of a package, read without trusting what it says of itself.

The list of files is measured before Python's own reader sees it, names are checked before any use,
and sizes are counted as bytes really come out. Source: PKWARE APPNOTE 6.3.10 §4.3.
"""

from __future__ import annotations

import re
import stat
import struct
import unicodedata
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
_ENTRY = b"PK\x01\x02"
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, struct.error, OSError, ValueError,
           NotImplementedError, RuntimeError, OverflowError)  # fmt: skip
# Names that Windows gives to devices, whatever ending follows.
_DEVICE = re.compile(r"(?:con|prn|aux|nul|(?:com|lpt)[0-9¹²³])(?:\..*)?", re.IGNORECASE)


class Archive:
    """The files of a package by name. `problems` holds what is wrong with them."""

    def __init__(self, source: IO[bytes], limits: Limits = LIMITS) -> None:
        """Read the list of files. Raises PackageRefused where there is none to be read."""
        self.limits = limits
        self.problems: list[Problem] = []
        self.files: dict[str, zipfile.ZipInfo] = {}
        self._left = limits.unpacked
        self.json_left = limits.json_all
        # What came out once before is not counted again.
        self._out: set[str] = set()
        _measure(source, limits)
        try:
            self._zip = zipfile.ZipFile(source)
        except _BROKEN as error:
            raise PackageRefused(problem("damaged")) from error
        self._take(self._zip.infolist())

    def _take(self, entries: list[zipfile.ZipInfo]) -> None:
        seen: dict[str, str] = {}
        declared = 0
        for entry in entries:
            name = entry.orig_filename
            if ignored(name):
                continue
            if too_long(name, self.limits):
                self.problems.append(problem("name-long", file=name))
            elif unsafe(name):
                self.problems.append(problem("name-unsafe", file=name))
            elif stat.S_ISLNK(entry.external_attr >> 16):
                self.problems.append(problem("file-link", file=name))
            elif entry.is_dir():
                continue
            elif seen.setdefault(_spelled(name), name) != name or name in self.files:
                self.problems.append(problem("name-twice", file=name))
            elif entry.flag_bits & _ENCRYPTED:
                self.problems.append(problem("file-locked", file=name))
            elif entry.compress_type not in _METHODS:
                self.problems.append(problem("file-method", file=name))
            else:
                self.files[name] = entry
                declared += entry.file_size
        for name in self.files:
            # The same name for a file and for a folder.
            if any(_spelled(folder) in seen for folder in _folders(name)):
                self.problems.append(problem("name-twice", file=name))
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


def too_long(name: str, limits: Limits) -> bool:
    """Whether a name has more bytes than disks and other storages take."""
    parts = (len(part.encode()) for part in name.split("/"))
    return len(name.encode()) > limits.name or max(parts) > limits.part


def unsafe(name: str) -> bool:
    """Whether a name could lead anywhere but into the package, on any system."""
    parts = name.rstrip("/").split("/")
    return (
        name.startswith("/")
        or any(mark in name for mark in ("\\", ":", "\0"))
        or any(part in {"", ".", ".."} or part != part.strip() for part in parts)
        # What some systems take for the same: “dir.” for “dir”, “aux.png” for a device, wide dots.
        or any(part.endswith(".") or _DEVICE.fullmatch(part) for part in parts)
        or ".." in re.split(r"[/\\]", unicodedata.normalize("NFKC", name))
        or any(not character.isprintable() for character in name)
    )


def _spelled(name: str) -> str:
    """A name as systems compare it that tell neither capitals nor ways to write an accent apart."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _folders(name: str) -> Iterator[str]:
    at = name.find("/")
    while at > 0:
        yield name[:at]
        at = name.find("/", at + 1)


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
    (directory,) = struct.unpack_from("<I", tail, at + 12)
    end = tail_at + at
    # Python's reader believes a record for large zips wherever there is one, needed or not.
    source.seek(max(0, end - 20))
    locator = source.read(20)
    if locator.startswith(_LOCATOR_64):
        directory, end = _measure_64(source, locator, end - 20)
    if directory > limits.directory:
        raise PackageRefused(problem("files-many", most=limits.files))
    _count(source, end - directory, end, limits)
    source.seek(0)


def _measure_64(source: IO[bytes], locator: bytes, at: int) -> tuple[int, int]:
    """Size and end of the list by the record for large zips (§4.3.14, §4.3.15), which stands right
    before its locator: what is elsewhere, one reader would find and another not."""
    (where,) = struct.unpack_from("<Q", locator, 8)
    if where != at - 56:
        raise PackageRefused(problem("damaged"))
    source.seek(where)
    record = source.read(56)
    if not record.startswith(_END_64):
        raise PackageRefused(problem("damaged"))
    (directory,) = struct.unpack_from("<Q", record, 40)
    return directory, where


def _count(source: IO[bytes], at: int, end: int, limits: Limits) -> None:
    """Go through the list of files as Python's reader will, whatever number it states."""
    if at < 0:
        raise PackageRefused(problem("damaged"))
    source.seek(at)
    listed = source.read(end - at)
    place = count = 0
    while place < len(listed):
        if len(listed) < place + 46 or not listed.startswith(_ENTRY, place):
            raise PackageRefused(problem("damaged"))
        count += 1
        if count > limits.files:
            raise PackageRefused(problem("files-many", most=limits.files))
        place += 46 + sum(struct.unpack_from("<3H", listed, place + 28))
    if place != len(listed):
        raise PackageRefused(problem("damaged"))
